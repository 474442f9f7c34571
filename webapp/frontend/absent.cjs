/* Stands for parts of libraries that no page reaches (see bundling.mjs). */
module.exports = {
  Annotation: { define: () => ({ of: () => undefined }) },
  EditorView: { theme: () => undefined },
  jsonParseLinter: () => undefined,
};
