/* The bar above the drawing: what one does all the time, each with its word. */
import { button, icon, make } from './shared/elements.js';
import { showKeys } from './keys_help.js';
import { say } from './texts.js';
import { fitAll, zoomBy } from './view.js';

export function makeBar(place, modeler, acts) {
  const commands = modeler.get('commandStack');
  const canvas = modeler.get('canvas');
  const undo = button(say('undo'), 'undo', () => commands.undo(), { title: 'Ctrl Z' });
  const redo = button(say('redo'), 'redo', () => commands.redo(), { title: 'Ctrl Y' });
  const align = button(say('align'), 'align', () => openAlign(modeler, align), { title: say('align_hint') });
  const map = button(say('minimap'), 'map', () => modeler.get('minimap').toggle(), { 'aria-pressed': 'false' });
  const simulate = button(say('simulate'), 'play', () => modeler.get('simulation').toggle(), { 'aria-pressed': 'false' });
  place.append(
    group(undo, redo),
    group(
      // After this click is over: a click outside closes the search.
      button(say('find'), 'search', () => setTimeout(() => modeler.get('searchPad').toggle()), { title: 'Ctrl F' }),
      align,
    ),
    group(
      button(say('zoom_out'), 'zoom-out', () => zoomBy(canvas, 1 / 1.25), iconOnly('zoom_out')),
      button(say('zoom_in'), 'zoom-in', () => zoomBy(canvas, 1.25), iconOnly('zoom_in')),
      button(say('fit'), 'fit', () => fitAll(canvas)),
      map,
    ),
    group(simulate),
    group(fileMenu(acts), button(say('keys'), 'keyboard', showKeys, iconOnly('keys'))),
  );

  const refresh = () => {
    undo.disabled = !commands.canUndo();
    redo.disabled = !commands.canRedo();
    align.disabled = modeler.get('selection').get().length < 2;
  };
  modeler.on(['commandStack.changed', 'selection.changed', 'import.done'], refresh);
  modeler.on('minimap.toggle', ({ open }) => map.setAttribute('aria-pressed', String(open)));
  modeler.on('tokenSimulation.toggleMode', ({ active }) => {
    simulate.setAttribute('aria-pressed', String(active));
    for (const each of place.querySelectorAll('button')) each.disabled = active && !simulate.contains(each) && !each.matches('[data-while-simulating]');
    if (!active) {
      for (const each of place.querySelectorAll('button')) each.disabled = false;
      refresh();
    }
  });
  refresh();
}

function group(...buttons) {
  return make('div', { class: 'board-bar__group' }, ...buttons);
}

function iconOnly(word) {
  return { title: say(word), 'aria-label': say(word), class: 'button button--small button--quiet button--icon', 'data-while-simulating': true };
}

function openAlign(modeler, opener) {
  const { left, bottom } = opener.getBoundingClientRect();
  const elements = modeler.get('selection').get();
  modeler.get('popupMenu').open(elements, 'align-elements', { x: left, y: bottom + 4 }, { title: say('align') });
}

function fileMenu(acts) {
  const summary = make('summary', { class: 'button button--small button--quiet' }, icon('folder'), say('more'));
  const menu = make('details', { class: 'board-menu' }, summary);
  const choose = (act) => () => {
    menu.open = false;
    act();
  };
  menu.append(
    make(
      'div',
      { class: 'board-menu__list' },
      ...Object.entries(acts).map(([word, act]) => button(say(word), null, choose(act))),
    ),
  );
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    summary.focus();
  });
  return menu;
}
