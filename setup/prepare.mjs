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

/** What cannot be done, in one sentence for the person at the terminal. */
export class SetupError extends Error {}

/**
 * Installs the packages of package-lock.json, unless they are there.
 * @param {boolean} withDevelopment also those for tests
 * @throws {SetupError}
 */
export function ensureInstalled(withDevelopment) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const [hash, scope] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
  if (hash !== wanted || (withDevelopment && scope !== 'all')) {
    console.log(withDevelopment ? 'Installing packages for tests …' : 'Installing packages …');
    install(withDevelopment, hash === wanted || (hash === undefined && existsSync(join(modules, '.package-lock.json'))));
    writeFileSync(stamp, `${wanted} ${withDevelopment ? 'all' : 'production'}`);
  }
  ensureNode();
  linkCommands();
}

/** @param {boolean} inPlace packages are there, some may be missing: what runs on them is not disturbed */
function install(withDevelopment, inPlace) {
  const command = inPlace ? ['install', '--no-save'] : ['ci'];
  const result = npm([...command, ...(withDevelopment ? [] : ['--omit=dev']), '--no-fund', '--no-audit', '--loglevel=error']);
  if (result.status !== 0)
    throw new SetupError(
      `The packages could not be installed (npm ended with ${result.status ?? result.error?.message}); is its registry reachable?`,
    );
}

/** The Node that runs TypeScript: the one at hand where it is new enough, else the one that came with the packages. */
export function nodeProgram() {
  const [major] = process.versions.node.split('.').map(Number);
  return major >= 24 ? process.execPath : ownNode;
}

/**
 * npm may leave out the script with which the package `node` fetches its program; then it is done here, in the same way:
 * the program is a package of its own for each kind of machine.
 * @throws {SetupError}
 */
function ensureNode() {
  if (nodeProgram() === process.execPath || existsSync(ownNode)) return;
  const folder = join(modules, 'node');
  console.log('Installing Node 24 …');
  spawnSync(process.execPath, ['installArchSpecificPackage'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm inside npm would install into the folder of the outer one
    env: { ...withoutPrefix(process.env), npm_config_loglevel: 'error' },
  });
  if (!existsSync(ownNode))
    throw new SetupError(
      `This needs Node 24, this is ${process.version}, and the one from the npm package "node" could not be installed.`,
    );
}

const withoutPrefix = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_config_(local_prefix|prefix|omit|include)$/i.test(name)));

/** `npx minkang` finds the command in the project itself, `npx node` the program that ensureNode may have brought. */
function linkCommands() {
  if (process.platform === 'win32') return;
  const folder = join(modules, '.bin');
  mkdirSync(folder, { recursive: true });
  const wanted = { minkang: '../../bin/minkang.mjs', node: '../node/bin/node' };
  for (const [name, target] of Object.entries(wanted))
    if (!existsSync(join(folder, name)) && existsSync(join(folder, target))) symlinkSync(target, join(folder, name));
}

/** Where the console is built to. */
export const consoleFolder = join(root, 'dist', 'console');

/**
 * Builds the console, unless it was built from just these files.
 * @throws {SetupError}
 */
export function ensureConsole() {
  const built = join(consoleFolder, '.built');
  const wanted = hashOfSources();
  if (existsSync(built) && readFileSync(built, 'utf8') === wanted) return;
  console.log('Building the console …');
  const result = spawnSync(
    nodeProgram(),
    [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--manifest', '--logLevel', 'warn'],
    { cwd: root, stdio: 'inherit' },
  );
  if (result.status !== 0) throw new SetupError('The console could not be built.');
  writeFileSync(built, wanted);
}

function hashOfSources() {
  const hash = createHash('sha256');
  const files = [
    ...['package-lock.json', 'vite.config.ts', join('setup', 'prepare.mjs')],
    ...filesBelow('web').filter((file) => !file.includes('.test.')),
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
  const [command, first] = script?.endsWith('npm-cli.js') ? [process.execPath, [script]] : ['npm', []];
  return spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: command === 'npm' && process.platform === 'win32',
  });
}

/** Does the work; what cannot be done becomes its sentence and exit code 1. */
export function orEnd(work) {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof SetupError)) throw thrown;
    console.error(thrown.message);
    return process.exit(1);
  }
}
