/*
 * Lists every text of the libraries that a page can show and says which have no Vietnamese words.
 *
 *   npm run list-words     the texts, one a line
 *   npm run check-words    fails when one is missing, or when our own texts differ between Vietnamese and English
 *
 * Reads the packages themselves (those files that are in the bundles), so a new version of a package is noticed.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { options } from './bundling.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const scripts = join(here, '../static/js');
const STRING = String.raw`(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")`;

globalThis.document = { documentElement: { lang: 'vi' } };

/* Where the libraries keep texts that they do not hand to translate() as a literal. */
const KEPT_APART = [
  [/popup-menu\/PopupEntries\.js$/, [`label: ${STRING}`]],
  [/replace\/ReplaceOptions\.js$/, [`label: ${STRING}`, `label = ${STRING}`, `label \\+= ${STRING}`]],
  [/hit-policy\/HitPolicies\.js$/, [`label: ${STRING}`, `explanation: ${STRING}`]],
  [/SimpleStringEditContextMenuComponent\.js$/, [`_LABEL = ${STRING}`]],
  [/DurationInput\.js$/, [`Duration: ${STRING}`]],
  [/simple-(date|time|date-time)-edit\/Utils\.js$/, [`return ${STRING.replaceAll('*)', '*must match[^\'"]*)')}`]],
  [/bpmn-js-token-simulation\/lib\/features\/(?!log\/|toggle-mode\/)/, [`text: ${STRING}`, '()title="([^"$]+)"']],
];
/* Texts put together at run time: file → pattern of the parts → the texts. */
const COMPOSED = [
  [/AlignElementsMenuProvider\.js$/, /^ {2}'(left|center|right|top|middle|bottom)',?$/gm, (part) => `Align elements ${part}`],
  [/SetAnimationSpeed\.js$/, /\[ '(\w+)', [\d.]+ \]/g, (part) => `Set animation speed = ${part}`],
  [/PauseHandler\.js$/, /'(Remove|Add)'/g, (part) => `${part} pause point`],
  [/ShowScopes\.js$/, /title="Focus process instance (\$)/g, () => 'Focus process instance {id}'],
  [/DataTypes\.js$/, /'(\w+)'(?=[,\]])/g, (part) => part],
  [/bpmn-js-properties-panel\/dist/, /^ {2}'([A-Z]\w+)': \w+Icon,?$/gim, heading],
];
/* Examples in comments, parts of the texts above, types of data that table_editor.js does not offer. */
const NOT_SHOWN = new Set([
  ' + shift + ',
  ' + x + ',
  ' (removes content)',
  'Align elements ',
  'Event based instantiating Gateway',
  'HELLO {you}',
  'Parallel Event based instantiating Gateway',
  'double',
  'integer',
  'long',
]);

function heading(type) {
  return type.replace(/(\B[A-Z])/g, ' $1').replace(/(\bNon Interrupting)/g, '($1)');
}

async function textsOf(entry) {
  const { metafile } = await build({
    ...options,
    entryPoints: [join(scripts, entry)],
    bundle: true,
    write: false,
    metafile: true,
    outdir: here,
    nodePaths: [join(here, 'node_modules')],
  });
  const texts = new Set();
  for (const path of Object.keys(metafile.inputs)) {
    if (path.includes('node_modules')) collect(path, readFileSync(resolve(path), 'utf8'), texts);
  }
  return [...texts].filter((text) => text && !NOT_SHOWN.has(text)).sort();
}

function collect(path, source, texts) {
  // The panel's providers for other engines lie in the same file and are never registered.
  const end = source.indexOf('class BpmnPropertiesPanelRenderer');
  const shown = end > 0 ? source.slice(0, end) : source;
  const patterns = [`[tT]ranslate\\$?\\d?\\(\\s*${STRING}`];
  for (const [where, more] of KEPT_APART) if (where.test(path)) patterns.push(...more);
  for (const pattern of patterns) {
    for (const [, single, double] of shown.matchAll(new RegExp(pattern, 'g'))) texts.add(unescape(single ?? double));
  }
  for (const [where, parts, compose] of COMPOSED) {
    if (where.test(path)) for (const [, part] of shown.matchAll(parts)) texts.add(compose(part));
  }
}

function unescape(text) {
  return text.replace(/\\(.)/g, '$1');
}

let missing = 0;
for (const [entry, words] of [
  ['editor/editor.js', 'editor/words/index.js'],
  ['tables/tables.js', 'tables/words/index.js'],
]) {
  const { WORDS } = await import(join(scripts, words));
  const texts = await textsOf(entry);
  if (process.argv.includes('--list')) console.log(texts.join('\n'));
  else {
    const without = texts.filter((text) => !Object.hasOwn(WORDS, text));
    without.forEach((text) => console.error(`${words}: ${JSON.stringify(text)}`));
    missing += without.length;
    console.log(`${entry}: ${texts.length} texts, ${without.length} without Vietnamese words`);
  }
}

const { VI } = await import(join(scripts, 'editor/texts_vi.js'));
const { EN } = await import(join(scripts, 'editor/texts_en.js'));
for (const key of new Set([...Object.keys(VI), ...Object.keys(EN)])) {
  const [vi = '', en = ''] = [VI[key], EN[key]];
  const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  if (vi && en && places(vi) === places(en)) continue;
  console.error(`editor/texts_*.js: ${key} is not the same in both languages`);
  missing += 1;
}
process.exitCode = missing ? 1 : 0;
