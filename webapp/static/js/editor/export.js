/* The diagram as a file: BPMN, SVG, PNG. */
import { download } from './shared/files.js';
import { say } from './texts.js';

const SCALE = 2;

export async function exportDiagram(modeler, kind, name, { read, tell }) {
  if (kind === 'bpmn') {
    return download(`${name}.bpmn`, await read(), 'application/xml');
  }
  const { svg } = await modeler.saveSVG();
  if (kind === 'svg') return download(`${name}.svg`, svg, 'image/svg+xml');
  try {
    return download(`${name}.png`, await picture(svg), 'image/png');
  } catch {
    return tell(say('png_failed'));
  }
}

async function picture(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width * SCALE;
    canvas.height = image.height * SCALE;
    const paper = canvas.getContext('2d');
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed()), 'image/png'));
  } finally {
    URL.revokeObjectURL(address);
  }
}
