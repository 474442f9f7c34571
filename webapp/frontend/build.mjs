// Build webapp/static/dist from webapp/static/{css,js} and the npm packages. See README.md in webapp/static.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { options } from './bundling.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '../static');
const dist = join(source, 'dist');
const packages = join(here, 'node_modules');

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, 'fonts'), { recursive: true });

await build({
  ...options,
  entryPoints: [
    'js/app.js',
    'js/compare.js',
    'js/diagram.js',
    'css/app.css',
    'css/compare.css',
    'css/dark.css',
    'css/diagram.css',
    'css/editor_bpmn.css',
    'css/editor_dmn.css',
  ].map((name) => join(source, name)),
  outdir: dist,
  nodePaths: [packages],
});

// An editor is fetched while its drawing is on the way, and only where there is room for it: each is one part of its own.
for (const name of ['js/editor/editor.js', 'js/tables/tables.js']) {
  await build({
    ...options,
    entryPoints: [join(source, name)],
    outdir: dist,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    nodePaths: [packages],
  });
}

for (const name of ['icons.svg', 'favicon.svg']) cpSync(join(source, name), join(dist, name));
const tinos = join(packages, '@expo-google-fonts/tinos');
for (const [folder, name] of [
  ['400Regular', 'Regular'],
  ['700Bold', 'Bold'],
  ['400Regular_Italic', 'Italic'],
  ['700Bold_Italic', 'BoldItalic'],
]) {
  cpSync(join(tinos, folder, `Tinos_${folder}.ttf`), join(dist, `fonts/Tinos-${name}.ttf`));
}
cpSync(join(tinos, 'LICENSE_FONT'), join(dist, 'fonts/Tinos-LICENSE.txt'));

// What is text is sent compressed (webapp/assets.py); letters are compressed already.
for (const name of readdirSync(dist, { recursive: true })) {
  if (!/\.(css|js|svg)$/.test(name)) continue;
  const content = readFileSync(join(dist, name));
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}

// Logical name → address below dist/, with the content's hash so that pages may cache for ever.
const manifest = {};
for (const name of readdirSync(dist, { recursive: true }).sort()) {
  const path = join(dist, name);
  if (!statSync(path).isFile() || /\.(br|gz)$/.test(name)) continue;
  const url = relative(dist, path).replaceAll('\\', '/');
  const named = url.replace(/-[A-Z0-9]{8}(?=\.woff2$)/, '');
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);
  manifest[named] = named === url ? `${url}?v=${hash}` : url;
}
writeFileSync(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
