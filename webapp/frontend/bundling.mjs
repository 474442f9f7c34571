/* How the bundles are made: shared by the build and by what looks into it (words.mjs). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Editors for expression languages (FEEL, JSON) that no page of ours uses: conditions and cells are plain text here.
const UNUSED = /^(@codemirror\/|@bpmn-io\/(feel-editor|feelers-editor|extract-process-variables|dmn-variable-resolver))/;
const absent = fileURLToPath(new URL('absent.cjs', import.meta.url));

const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    build.onResolve({ filter: UNUSED }, ({ importer }) =>
      /@bpmn-io\/properties-panel|bpmn-js-properties-panel|dmn-js-/.test(importer) ? { path: absent } : undefined,
    );
  },
};

// The panel's library is one file: the panel, then its own groups for three engines, which no page of ours registers
// and which the bundler cannot tell apart. Only what stands before them is taken. The picture of an event that does not
// interrupt is its dashed ring point by point, up to 24 KB; the solid ring stands for it, the words beside it say the rest.
const panelOnly = {
  name: 'panel-only',
  setup(build) {
    build.onLoad({ filter: /bpmn-js-properties-panel\/dist\/index\.esm\.js$/ }, ({ path }) => ({ contents: panelPart(readFileSync(path, 'utf8')) }));
  },
};

export function panelPart(source) {
  const named = /export \{ (index\$\d+) as BpmnPropertiesPanelModule,.* useService \};/.exec(source)?.[1];
  const begin = named ? source.indexOf(`\nvar ${named} = {`) : -1;
  const end = source.indexOf('\n};\n', begin);
  if (begin < 0 || end < 0) throw new Error('bpmn-js-properties-panel is put together in another way: see bundling.mjs');
  const panel = source
    .slice(0, end + 4)
    .replace('<div style="height: 100%" tabindex', '<div tabindex') // css/board_panel.css says so; the policy drops it here
    .replace(/(?<=: \w+)NonInterrupting(\w+)(?=Icon\b)/g, (_, event) => (event === 'Parallel' ? 'ParallelMultiple' : event));
  return `${panel}export { ${named} as BpmnPropertiesPanelModule, useService };\n`;
}

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 8);

// Pictures inside style sheets become files: the policy of the pages allows no data: addresses.
const picturesAsFiles = {
  name: 'pictures-as-files',
  setup(build) {
    build.onResolve({ filter: /^data:image\/svg\+xml/ }, ({ path, kind }) =>
      kind === 'url-token' ? { path: `picture-${digest(path)}.svg`, namespace: 'picture', pluginData: path } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'picture' }, ({ pluginData: address }) => ({
      contents: decodeURIComponent(address.slice(address.indexOf(',') + 1)),
      loader: 'file',
    }));
  },
};

// Inline styles, which the policy of the pages drops, as attributes, which it does not ask about.
const iconsWithoutStyles = {
  name: 'icons-without-styles',
  setup(build) {
    build.onLoad({ filter: /bpmn-js\/lib\/features\/(align|distribute)-elements\/\w+Icons\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/ style="([^"]*)"/g, (_, rules) => rules.replace(/([\w-]+):([^;]+);/g, ' $1="$2"')),
    }));
  },
};

export const options = {
  entryNames: '[name]',
  bundle: true,
  minify: true,
  format: 'esm',
  charset: 'utf8',
  legalComments: 'eof',
  // Offices still run Windows 7, whose last Chrome is 109.
  target: ['chrome109', 'firefox115', 'safari16'],
  loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty' },
  assetNames: 'fonts/[name]-[hash]',
  logLevel: 'warning',
  plugins: [withoutUnused, panelOnly, picturesAsFiles, iconsWithoutStyles],
};
