/* Where one looks: the whole diagram beside the palette, or its beginning at a size one can read. */
const PALETTE = 176;
const EDGE = 24;
const READABLE = 0.65;

export function fitAll(canvas) {
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min((outer.width - PALETTE - EDGE) / inner.width, (outer.height - 2 * EDGE) / inner.height, 1);
  look(canvas, inner, outer, Math.max(scale, 0.2));
}

export function showBeginning(canvas) {
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min((outer.width - PALETTE - EDGE) / inner.width, (outer.height - 2 * EDGE) / inner.height, 1);
  look(canvas, inner, outer, Math.max(scale, READABLE));
}

export function zoomBy(canvas, factor) {
  canvas.zoom(Math.min(Math.max(canvas.zoom() * factor, 0.2), 4));
}

function look(canvas, inner, outer, scale) {
  if (!outer.width || !outer.height) return; // hidden: there is nothing to look at
  canvas.viewbox({
    x: inner.x - PALETTE / scale,
    y: inner.y - EDGE / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}
