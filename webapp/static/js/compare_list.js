/* The list of changes below the two diagrams; choosing one shows it in both. */
import { make, icon } from './editor/shared/elements.js';
import { KINDS, word } from './compare_words.js';

export function listChanges(changes, onChoose) {
  const rows = (found) => make('ul', { class: 'compare__list' }, ...found.map((change) => row(change, onChoose)));
  const moved = changes.filter(({ kind }) => kind === 'moved');
  const others = changes.filter(({ kind }) => kind !== 'moved');
  return make(
    'section',
    { class: 'compare__changes' },
    make('h2', { class: 'compare__title' }, word('changes', { n: others.length })),
    others.length ? rows(others) : make('p', {}, word(moved.length ? 'only_moved' : 'none')),
    moved.length ? make('details', {}, make('summary', {}, word('moved_on_picture', { n: moved.length })), rows(moved)) : null,
  );
}

function row(change, onChoose) {
  const kind = change.kind in KINDS ? change.kind : 'changed';
  const head = make(
    'button',
    { type: 'button', class: `compare-row compare-row--${kind}`, onClick: () => onChoose(change) },
    icon(KINDS[kind]),
    make('strong', {}, word(kind)),
    make('span', {}, change.name || change.element),
  );
  const details = (change.details ?? []).map(([label, before, after]) =>
    make('li', {}, `${label}: `, make('del', {}, text(before)), ' → ', make('ins', {}, text(after))),
  );
  return make('li', {}, head, details.length ? make('ul', { class: 'compare-row__details' }, ...details) : null);
}

function text(value) {
  return value === null || value === undefined || value === '' ? word('nothing') : String(value);
}
