/*
 * Two versions of a process side by side, with what changed between them.
 *
 *   <div data-diagram-compare data-old="/…/3.bpmn" data-new="/…/draft.bpmn" data-changes="/…/changes.json"
 *        data-old-label="Phiên bản 3" data-new-label="Bản nháp">
 *
 * Changes: [{element, name, kind: added|removed|changed|moved, details: [[label, before, after], …]}], in the page
 * itself or at an address.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { make, icon } from './editor/shared/elements.js';
import { fetchJson } from './editor/shared/requests.js';
import { listChanges } from './compare_list.js';
import { KINDS, word } from './compare_words.js';

const WORDS_FROM = 0.4; // below this zoom a word would cover the step

document.querySelectorAll('[data-diagram-compare]').forEach(compare);

async function compare(place) {
  const { old, new: next, changes, oldLabel, newLabel } = place.dataset;
  place.classList.add('compare');
  const sides = [makeSide(place, oldLabel ?? word('old')), makeSide(place, newLabel ?? word('new'))];
  try {
    const [found] = await Promise.all([read(changes), draw(sides[0], old), draw(sides[1], next)]);
    found.forEach((change) => mark(sides, change));
    place.append(listChanges(found, (change) => show(sides, change)));
    lookTogether(sides);
    place.dataset.ready = '';
  } catch {
    sides.forEach(({ viewer }) => viewer.destroy());
    place.replaceChildren(make('p', {}, word('failed')));
  }
}

function makeSide(place, label) {
  const canvas = make('div', { class: 'compare__canvas', role: 'region', 'aria-label': label, tabindex: '0' });
  place.append(make('section', { class: 'compare__side' }, make('h2', { class: 'compare__title' }, label), canvas));
  return { viewer: new NavigatedViewer({ container: canvas }), canvas };
}

async function read(changes) {
  const found = /^\s*[[{]/.test(changes) ? JSON.parse(changes) : await fetchJson(changes);
  return Array.isArray(found) ? found : found.changes;
}

async function draw({ viewer }, address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  await viewer.importXML(await answer.text());
}

function mark(sides, { element, kind }) {
  if (!(kind in KINDS) || kind === 'moved') return; // making room moves half a diagram: colour is for what matters
  for (const { viewer } of sides) {
    const drawn = viewer.get('elementRegistry').get(element);
    if (!drawn?.parent) continue;
    viewer.get('canvas').addMarker(element, `is-${kind}`);
    if (drawn.waypoints) continue;
    const html = make('div', { class: `compare-mark compare-mark--${kind}` }, icon(KINDS[kind]), word(kind));
    viewer.get('overlays').add(element, 'change', { position: { bottom: -2, left: 4 }, html, show: { minZoom: WORDS_FROM } });
  }
}

/* Both show the same part at the same size; a move of one moves the other. */
function lookTogether(sides) {
  const [first, second] = sides.map(({ viewer }) => viewer.get('canvas'));
  const inner = [first, second].map((canvas) => canvas.viewbox().inner);
  const left = Math.min(...inner.map(({ x }) => x));
  const top = Math.min(...inner.map(({ y }) => y));
  const right = Math.max(...inner.map(({ x, width }) => x + width));
  const bottom = Math.max(...inner.map(({ y, height }) => y + height));
  const { outer } = first.viewbox();
  const scale = Math.max(Math.min((outer.width - 32) / (right - left), (outer.height - 32) / (bottom - top), 1), 0.2);
  let leading = false;
  const follow = (from, to) => () => {
    if (leading) return;
    leading = true;
    const { x, y, scale: size } = from.viewbox();
    const { outer: room } = to.viewbox();
    if (room.width && room.height) to.viewbox({ x, y, width: room.width / size, height: room.height / size });
    leading = false;
  };
  sides[0].viewer.on('canvas.viewbox.changed', follow(first, second));
  sides[1].viewer.on('canvas.viewbox.changed', follow(second, first));
  if (outer.width && outer.height) first.viewbox({ x: left - 16 / scale, y: top - 16 / scale, width: outer.width / scale, height: outer.height / scale });
}

function show(sides, { element }) {
  for (const { viewer } of sides) {
    const registry = viewer.get('elementRegistry');
    registry.forEach((each) => viewer.get('canvas').removeMarker(each, 'is-chosen'));
    const drawn = registry.get(element);
    if (!drawn?.parent) continue;
    viewer.get('canvas').scrollToElement(drawn, 80);
    viewer.get('canvas').addMarker(drawn, 'is-chosen');
  }
}
