import { checks } from './checks/index.mjs';
import { SetupError } from './prepare.mjs';

/**
 * What came of one part of the proof.
 * @typedef {{ readonly title: string, readonly ok: boolean, readonly passed: number, readonly failed: number, readonly skipped: number }} Part
 */

/** Runs all checks, whatever the earlier ones found. @returns {Part[]} */
export const runChecks = () => checks.map(runCheck);

function runCheck({ title, run }) {
  const began = Date.now();
  const { ok, note } = orFinding(run);
  console.log(`${ok ? '✓' : '✗'} ${title} (${seconds(began)}): ${ok ? note : `\n${note}`}`);
  return { title, ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function orFinding(run) {
  try {
    return run();
  } catch (thrown) {
    return { ok: false, note: thrown instanceof SetupError ? thrown.message : (thrown?.stack ?? String(thrown)) };
  }
}

export const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;

/** Says what failed, counts everything in one line, and sets the exit code. @param {readonly Part[]} parts */
export function conclude(parts) {
  const failed = parts.filter(({ ok }) => !ok);
  console.log(failed.length > 0 ? `\nFailed: ${failed.map(({ title }) => title).join('; ')}` : '\nEverything passed.');
  const sum = (name) => parts.reduce((total, part) => total + part[name], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
