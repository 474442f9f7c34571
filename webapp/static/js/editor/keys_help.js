/* The keys of the drawing board, on one short page. */
import { openDialog } from './shared/dialog.js';
import { make } from './shared/elements.js';
import { say } from './texts.js';

const KEYS = [
  ['Ctrl S', 'key_save'],
  ['Ctrl Z · Ctrl Y', 'key_undo'],
  ['Ctrl C · Ctrl V', 'key_copy'],
  ['Ctrl A', 'key_all'],
  ['Ctrl F', 'key_find'],
  ['Delete', 'key_remove'],
  ['E', 'key_rename'],
  ['R', 'key_replace'],
  ['C', 'key_connect'],
  ['H · L · S', 'key_tools'],
  ['← ↑ → ↓', 'key_arrows'],
  ['Ctrl + · Ctrl − · Ctrl 0', 'key_zoom'],
  ['T', 'simulate'],
  ['Space · R', 'key_simulate'],
  ['Tab', 'key_tab'],
];

export function showKeys() {
  const rows = KEYS.flatMap(([keys, word]) => [
    make('dt', {}, ...keys.split(' · ').flatMap((key, index) => [index ? ' · ' : '', make('kbd', {}, key)])),
    make('dd', {}, say(word)),
  ]);
  openDialog(say('keys'), make('dl', { class: 'keys' }, ...rows));
}
