/* Entries of a group, each made from how it reads and writes. Every change waits for a pause in typing. */
import {
  CheckboxEntry,
  SelectEntry,
  TextAreaEntry,
  TextFieldEntry,
  isCheckboxEntryEdited,
  isSelectEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
} from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { useService } from 'bpmn-js-properties-panel';
import { say } from '../texts.js';

const KINDS = {
  text: [TextFieldEntry, isTextFieldEntryEdited],
  area: [TextAreaEntry, isTextAreaEntryEdited],
  select: [SelectEntry, isSelectEntryEdited],
  check: [CheckboxEntry, isCheckboxEntryEdited],
};

/* facts: {id, label, read(), write(value), hint?, choices?(), validate?} */
export function entry(kind, facts) {
  const [component, isEdited] = KINDS[kind];
  return { ...facts, component: Field, kind: component, isEdited };
}

function Field({ element, id, kind, label, hint, read, write, choices, validate, rows }) {
  const debounce = useService('debounceInput');
  return h(kind, {
    element,
    id,
    label,
    debounce,
    validate,
    rows,
    autoResize: kind === TextAreaEntry,
    description: typeof hint === 'function' ? hint(read()) : hint,
    getValue: read,
    setValue: write,
    getOptions: choices && (() => withCurrent(choices(), read())),
  });
}

/* What the file says is kept as a choice even where this organisation does not know it. */
function withCurrent(choices, value) {
  const flat = choices.flatMap((each) => each.children ?? [each]);
  const known = !value || flat.some((each) => each.value === value);
  const none = { value: '', label: say('choose') };
  return [none, ...choices, ...(known ? [] : [{ value, label: say('unknown_choice', { value }) }])];
}

/* A text with proposals: what is proposed may be changed. */
export function suggestion(facts) {
  return { ...facts, component: Suggestion, isEdited: (node) => Boolean(node?.value) };
}

function Suggestion({ element, id, label, hint, read, write, proposals }) {
  const field = `bio-properties-panel-${id}`;
  return h('div', { class: 'bio-properties-panel-entry', 'data-entry-id': id, key: element.id }, [
    h('label', { for: field, class: 'bio-properties-panel-label' }, label),
    h('input', {
      id: field,
      name: id,
      type: 'text',
      autocomplete: 'off',
      spellcheck: false,
      class: 'bio-properties-panel-input',
      list: `${field}-list`,
      value: read(),
      onChange: (event) => write(event.target.value.normalize('NFC').trim()),
    }),
    h('datalist', { id: `${field}-list` }, proposals().map((value) => h('option', { value }))),
    hint && h('div', { class: 'bio-properties-panel-description' }, hint),
  ]);
}

export function group(id, label, entries) {
  return entries.length ? [{ id, label, entries, shouldOpen: true }] : [];
}
