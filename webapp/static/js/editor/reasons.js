/* Why a file cannot be drawn, and which of its parts cannot be read: the library says both in its own words. */
import { say } from './texts.js';

const WHY = [
  [/^no diagram to display/, () => say('import_no_picture')],
  [/^no process or collaboration/, () => say('import_no_process')],
  [/^unsupported bpmnElement for .*: <[\w-]+:(\w+)(?: id="([^"]*)")?/, ([, type, id]) => say('import_other_plane', { name: id ?? type, type })],
  [/^element <([^>]*)> already exists/, ([, id]) => say('import_drawn_twice', { id })],
];

export function whyNot(error) {
  for (const [pattern, tell] of WHY) {
    const found = pattern.exec(error.message ?? '');
    if (found) return tell(found);
  }
  return say('import_failed');
}

export function unreadPart({ message }) {
  const [, name] = /<([^>]*)>/.exec(message) ?? [];
  const [, twice] = /duplicate ID <([^>]*)>/.exec(message) ?? [];
  const [, line] = /line: (\d+)/.exec(message) ?? [];
  if (!name) return message.split('\n')[0];
  if (twice) return say('import_twice', { id: twice });
  return line ? say('import_place', { name, line: Number(line) + 1 }) : `<${name}>`;
}
