// npm start: installs what is missing, builds the console, and starts the sample network.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureConsole, ensureInstalled, nodeProgram, orEnd, root } from './prepare.mjs';

orEnd(() => {
  ensureInstalled(false);
  ensureConsole();
});

const child = spawn(nodeProgram(), [join(root, 'bin', 'minkang.mjs'), 'network', ...process.argv.slice(2)], { stdio: 'inherit' });
// the network decides when everything has ended; a signal that reaches it twice, as Ctrl-C does, is one
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
