/* The text of a form as [name, value] pairs, and back again. */
import { ensureRows } from './rows.js';

// The session's token and the revision the form began from: not what was typed.
const SKIPPED = new Set(['csrf_token', 'etag']);

export function readFields(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !SKIPPED.has(name));
}

export function writeFields(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  ensureRows(form, values);
  const seen = new Map();
  for (const element of form.elements) {
    const { name, type } = element;
    if (!name || SKIPPED.has(name) || ['submit', 'button', 'file', 'hidden'].includes(type)) continue;
    if (type === 'checkbox' || type === 'radio') {
      element.checked = values.get(name)?.includes(element.value) ?? false;
    } else if (element instanceof HTMLSelectElement && element.multiple) {
      for (const option of element.options) option.selected = values.get(name)?.includes(option.value) ?? false;
    } else {
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      element.value = values.get(name)?.[nth] ?? '';
    }
  }
}
