/* How the bundles are made: shared by the build and by what looks into it (words.mjs). */
import { createHash } from 'node:crypto';
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
  plugins: [withoutUnused, picturesAsFiles],
};
