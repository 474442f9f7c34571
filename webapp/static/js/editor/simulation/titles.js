/* The library's buttons carry their English words as titles. */
import { translate } from '../translate.js';

export function translateTitles(node) {
  for (const each of [node, ...node.querySelectorAll('[title]')]) {
    if (each.title) each.title = translate(each.title);
  }
}

export function paint(node, colors) {
  if (!colors) return;
  node.style.color = colors.auxiliary;
  node.style.background = colors.primary;
}
