#!/usr/bin/env node
// Runs on any Node 20 or newer: where it is too old for TypeScript, the Node that npm installed takes over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = `${root}src/server/cli/main.ts`;
const own = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 24 || (major === 24 && minor >= 0)) {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.(`${root}node_modules/.cache/minkang`);
  await import(main);
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; it decides when to end
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
} else {
  console.error('Minkang is not installed yet: run "npm start" once, or "npm ci".');
  process.exit(1);
}
