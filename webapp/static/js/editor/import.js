/* A file from elsewhere in place of what is drawn: the server is asked first, what was there can be brought back. */
import { send, sentenceOf } from './shared/requests.js';
import { openDialog } from './shared/dialog.js';
import { make } from './shared/elements.js';
import { say } from './texts.js';

const MOST_BYTES = 2_000_000;
/* The whole file is meant: nothing in it can be drawn. */
const UNREADABLE = /^(xml_|not_bpmn|unreadable_file|check_failed)/;

/* Gives the text of the file, or nothing after having said why not. */
export async function readFile(file, lint) {
  if (file.size > MOST_BYTES) return refuse(file.name, [say('import_too_large')]);
  const body = await file.arrayBuffer();
  try {
    const answer = await send(lint, { body });
    if (!answer.ok) return refuse(file.name, [(await sentenceOf(answer)) || say('import_failed')]);
    const { problems } = await answer.json();
    const fatal = problems.filter(({ code }) => UNREADABLE.test(code));
    if (fatal.length) return refuse(file.name, fatal.map(({ message }) => message));
  } catch {
    return refuse(file.name, [say('import_offline')]);
  }
  return decode(body);
}

/* In the encoding that the file itself names. */
function decode(bytes) {
  const head = new TextDecoder('latin1').decode(bytes.slice(0, 200));
  const mark = new Uint8Array(bytes.slice(0, 2)).join();
  const named = /encoding=["']([\w-]+)["']/.exec(head)?.[1];
  const wide = { '255,254': 'utf-16le', '254,255': 'utf-16be' }[mark];
  return decoder(wide ?? named)
    .decode(bytes)
    .replace(/^(\s*<\?xml\b[^>]*?encoding\s*=\s*["'])[\w.-]+/, '$1UTF-8'); // as it is sent and kept
}

function decoder(name = 'utf-8') {
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder();
  }
}

export function refuse(name, sentences) {
  const list = make('ul', { class: 'stack' }, ...sentences.map((sentence) => make('li', {}, sentence)));
  openDialog(say('import_refused', { name }), list);
  return null;
}
