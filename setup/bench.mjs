// npm run bench:NAME -- [--quick] [--json FILE] …: runs bench/NAME.ts on the Node that the program runs on.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, nodeProgram, orEnd, root } from './prepare.mjs';

const [name = '', ...values] = process.argv.slice(2);
orEnd(() => ensureInstalled(true));
const { status } = spawnSync(nodeProgram(), [join(root, 'bench', `${name}.ts`), ...values], {
  cwd: process.cwd(),
  stdio: 'inherit',
});
process.exit(status ?? 1);
