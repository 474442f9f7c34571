/* The condition columns of a table, as fields to fill in. */
export function inputsOf(decision) {
  return (decision?.decisionLogic?.input ?? [])
    .map(({ label, inputExpression, inputValues }) => ({
      name: inputExpression?.text?.trim() ?? '',
      label: label ?? '',
      type: inputExpression?.typeRef ?? 'string',
      values: listed(inputValues?.text),
    }))
    .filter(({ name }) => name);
}

export function outputLabels(decision) {
  const outputs = decision?.decisionLogic?.output ?? [];
  return Object.fromEntries(outputs.map(({ name, label }) => [name, label || name]));
}

/* '"a","b"' → ['a', 'b'] */
function listed(text = '') {
  return [...text.matchAll(/"([^"]*)"|([^",\s]+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}
