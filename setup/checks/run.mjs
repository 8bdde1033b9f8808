import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodeProgram, root } from '../prepare.mjs';

/**
 * What a check found.
 * @typedef {{ readonly ok: boolean, readonly note: string }} Finding
 */

/**
 * Runs a tool of node_modules under the project's Node.
 * @param {string} script below node_modules
 * @param {readonly string[]} values
 * @returns {{ ok: boolean, output: string, errors: string }}
 */
export function runTool(script, values) {
  const { status, stdout, stderr, error } = spawnSync(nodeProgram(), [join(root, 'node_modules', script), ...values], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: status === 0, output: stdout ?? '', errors: `${stderr ?? ''}${error?.message ?? ''}` };
}

/** @returns {Finding} what the tool said is the note where it failed */
export function findingOf({ ok, output, errors }, note) {
  return { ok, note: ok ? note : `${output}${errors}`.trim() };
}
