/*
 * Rows that repeat: recipients, legal bases, annexes. Without scripts the buttons submit the form
 * (add_row, remove_row, raise_row) and the server answers with the changed rows.
 *
 *   <div data-rows="legal_bases"> <ol data-rows-list> <li data-row>…</li> </ol>
 *     <template data-row-template><li data-row>…</li></template>
 *     <button name="add_row" value="legal_bases" formnovalidate>
 */
export function startRows() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[name="add_row"], button[name="remove_row"], button[name="raise_row"]');
    const rows = button?.closest('[data-rows]');
    if (!rows) return;
    event.preventDefault();
    if (button.name === 'add_row') focusFirst(addRow(rows));
    else if (button.name === 'remove_row') removeRow(rows, button.closest('[data-row]'));
    else raiseRow(button.closest('[data-row]'), button);
    rows.dispatchEvent(new CustomEvent('trinhky:rows', { bubbles: true }));
  });
}

/* Makes room for values, a Map of name to list, before they are written into a form. */
export function ensureRows(form, values) {
  form.querySelectorAll('[data-rows]').forEach((rows) => {
    const wanted = values.get(rows.dataset.rows)?.length ?? 0;
    while (listOf(rows).children.length < wanted) addRow(rows);
    while (listOf(rows).children.length > Math.max(wanted, 1)) listOf(rows).lastElementChild.remove();
  });
}

function addRow(rows) {
  const list = listOf(rows);
  const copy = rows.querySelector('template[data-row-template]').content.cloneNode(true);
  const number = list.children.length + 1;
  for (const element of copy.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes('__n__')) element.setAttribute(name, value.replaceAll('__n__', number));
    }
  }
  list.append(copy);
  return list.lastElementChild;
}

function removeRow(rows, row) {
  const list = listOf(rows);
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  if (list.children.length > 1) {
    row.remove();
    focusFirst(neighbour);
  } else {
    row.querySelectorAll('input, textarea, select').forEach((input) => (input.value = ''));
    focusFirst(row);
  }
}

function raiseRow(row, button) {
  row.previousElementSibling?.before(row);
  button.focus();
}

function focusFirst(row) {
  row.querySelector('input, textarea, select')?.focus();
}

function listOf(rows) {
  return rows.querySelector('[data-rows-list]');
}
