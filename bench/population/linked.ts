import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LinkSummary } from '../../src/server/link/index.ts';

const execute = promisify(execFile);
const program = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** What a linkage took, alone in a process of its own. */
export interface Linked {
  readonly summary: LinkSummary;
  /** Processor seconds, of all threads. */
  readonly processor: number;
}

/** Links a file as `minkang link` does. */
export async function link(file: string, out: string): Promise<Linked> {
  const { stdout } = await execute(process.execPath, [program('population-link.ts'), file, out]);
  return JSON.parse(stdout) as Linked;
}

/** Seconds that it takes to read the rows of a file and do nothing with them. */
export async function readAlone(file: string): Promise<number> {
  const { stdout } = await execute(process.execPath, [program('population-read.ts'), file]);
  return Number(stdout);
}
