/*
 * The BPMN editor: an island on the page of one process.
 *
 *   <div data-bpmn-editor data-key data-name data-source data-save data-lint data-options data-presence data-user data-list>
 *
 * Everything inside is made here; without scripts the element's own content (a link to the list editor) stays.
 */
const WIDE = matchMedia('(min-width: 900px)');

document.querySelectorAll('[data-bpmn-editor]').forEach((place) => {
  // A narrow screen keeps the page's own words and loads nothing; turning it may make it wide.
  if (WIDE.matches) open(place);
  else WIDE.addEventListener('change', () => open(place), { once: true });
});

async function open(place) {
  const drawing = fetch(place.dataset.source, { cache: 'no-store' }); // is on its way while the board loads
  drawing.catch(() => {}); // whoever awaits it says so
  const { startBoard } = await import('./board.js');
  startBoard(place, drawing);
}
