import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { consoleFolder, ensureConsole } from '../prepare.mjs';

const MOST_BYTES = 1024 * 1024;

/** What is loaded until the home page stands: its page, its layout, and signing in before it. */
const FIRST_ROUTE = [
  'index.html',
  'console/sign-in/SignInPage.tsx',
  'console/app/SignedInPage.tsx',
  'console/app/SignedInLayout.tsx',
  'console/home/HomePage.tsx',
];

/** Builds the console; its first load is at most 1 MB compressed. Fonts are fetched only where the machine has none. */
export function consoleSize() {
  ensureConsole();
  const manifest = JSON.parse(readFileSync(join(consoleFolder, '.vite', 'manifest.json'), 'utf8'));
  const unknown = FIRST_ROUTE.filter((name) => !manifest[name]);
  if (unknown.length > 0) return { ok: false, note: `the build has no ${unknown.join(', ')}` };
  const files = ['index.html', ...filesOf(manifest)].map((file) => readFileSync(join(consoleFolder, file)));
  const sum = (compress) => files.reduce((total, content) => total + compress(content).length, 0);
  const [gzip, brotli] = [sum((content) => gzipSync(content, { level: 9 })), sum((content) => brotliCompressSync(content))];
  const toKb = (bytes) => `${Math.round(bytes / 1024)} KB`;
  return {
    ok: gzip <= MOST_BYTES,
    note: `first load ${toKb(gzip)} by gzip, ${toKb(brotli)} by brotli, ${files.length} files, of ${toKb(MOST_BYTES)}`,
  };
}

/** Chunks and styles of the first route with everything that they import statically, each once. */
function filesOf(manifest) {
  const files = new Set();
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    const { file, css = [], imports = [] } = manifest[name];
    for (const one of [file, ...css]) files.add(one);
    for (const one of imports) visit(one);
  };
  for (const name of FIRST_ROUTE) visit(name);
  return files;
}
