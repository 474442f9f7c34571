/* Where in the table a problem is: a cell, a row, a column's head, or the table as a whole. */
export function placeOf(decision, { element }) {
  const table = decision?.decisionLogic;
  if (!element || !table) return null;
  const row = (table.rule ?? []).find(({ id }) => id === element);
  if (row) return `[data-row-id="${CSS.escape(element)}"]`;
  const column = (table.input ?? []).find(({ inputExpression }) => inputExpression?.id === element);
  const id = column?.id ?? element;
  const known = column ?? [...(table.input ?? []), ...(table.output ?? [])].find((each) => each.id === id);
  if (known) return `th[data-col-id="${CSS.escape(id)}"]`;
  return `[data-element-id="${CSS.escape(id)}"]`;
}

/* The same place in words: "Dòng 2, “Người ký”". */
export function placeInWords(decision, { element }, say) {
  const table = decision?.decisionLogic;
  const columns = [...(table?.input ?? []), ...(table?.output ?? [])];
  const headed = columns.find(({ id, inputExpression }) => element && (id === element || inputExpression?.id === element));
  if (headed) return say('at_column', { column: titleOf(headed) });
  for (const [index, row] of (table?.rule ?? []).entries()) {
    if (row.id === element) return say('at_row', { row: index + 1 });
    const cells = [...(row.inputEntry ?? []), ...(row.outputEntry ?? [])];
    const column = cells.findIndex(({ id }) => id === element);
    if (column >= 0) return say('at_cell', { row: index + 1, column: titleOf(columns[column]) });
  }
  return '';
}

function titleOf(column) {
  return column?.label || column?.inputExpression?.text || column?.name || '';
}
