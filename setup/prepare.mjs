// Plain JavaScript for any Node 20 or newer: what must be done before the program itself can run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.minkang-installed');
const ownNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs the packages of package-lock.json, unless they are there. @param {boolean} withDevelopment also those for tests */
export function ensureInstalled(withDevelopment) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const [hash, scope] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
  if (hash !== wanted || (withDevelopment && scope !== 'all')) {
    console.log(withDevelopment ? 'Installing packages for tests …' : 'Installing packages …');
    npm(['ci', ...(withDevelopment ? [] : ['--omit=dev']), '--no-fund', '--no-audit', '--loglevel=error']);
    ensureNode();
    linkCommand();
    writeFileSync(stamp, `${wanted} ${withDevelopment ? 'all' : 'production'}`);
  }
}

/** The Node that runs TypeScript: the one at hand where it is new enough, else the one that came with the packages. */
export function nodeProgram() {
  const [major] = process.versions.node.split('.').map(Number);
  return major >= 24 ? process.execPath : ownNode;
}

/** npm may leave out the script with which the package `node` fetches its program; then it is run here. */
function ensureNode() {
  if (nodeProgram() === process.execPath || existsSync(ownNode)) return;
  const folder = join(modules, 'node');
  spawnSync(process.execPath, ['installArchSpecificPackage'], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  if (!existsSync(ownNode))
    fail(`This needs Node 24, this is ${process.version}, and the one from the npm package "node" could not be installed.`);
}

/** `npx minkang` finds the command in the project itself. */
function linkCommand() {
  const link = join(modules, '.bin', 'minkang');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  if (!existsSync(link) && process.platform !== 'win32') symlinkSync('../../bin/minkang.mjs', link);
}

/** Builds the console, unless it was built from just these files. */
export function ensureConsole() {
  const built = join(root, 'dist', 'console', '.built');
  const wanted = hashOfSources();
  if (existsSync(built) && readFileSync(built, 'utf8') === wanted) return;
  console.log('Building the console …');
  const result = spawnSync(nodeProgram(), [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) fail('The console could not be built.');
  writeFileSync(built, wanted);
}

function hashOfSources() {
  const hash = createHash('sha256');
  const files = [
    'package-lock.json',
    'vite.config.ts',
    ...filesBelow('web'),
    ...filesBelow('src').filter((file) => file.endsWith('contract.ts')),
  ];
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(join(root, file)).isFile())
    .sort();
}

function npm(args) {
  const script = process.env.npm_execpath;
  const [command, first] = script ? [process.execPath, [script]] : ['npm', []];
  const result = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: !script && process.platform === 'win32',
  });
  if (result.status !== 0) fail('The packages could not be installed; is the npm registry reachable?');
}

export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
