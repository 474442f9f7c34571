/*
 * The editor of decision tables: an island on the page of one table.
 *
 *   <div data-dmn-editor data-key data-source data-save data-lint data-try data-names data-presence data-user>
 */
document.querySelectorAll('[data-dmn-editor]').forEach(async (place) => {
  const drawing = fetch(place.dataset.source, { cache: 'no-store' }); // is on its way while the editor loads
  drawing.catch(() => {}); // whoever awaits it says so
  const { TablePage } = await import('./page.js');
  place.dmnEditor = new TablePage(place, drawing); // for tests and the page's own scripts
  place.dmnEditor.open();
});
