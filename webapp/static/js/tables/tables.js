/*
 * The editor of decision tables: an island on the page of one table.
 *
 *   <div data-dmn-editor data-key data-source data-save data-lint data-try data-options data-presence data-user>
 */
import { TablePage } from './page.js';

document.querySelectorAll('[data-dmn-editor]').forEach((place) => {
  place.dmnEditor = new TablePage(place); // for tests and the page's own scripts
  place.dmnEditor.open();
});
