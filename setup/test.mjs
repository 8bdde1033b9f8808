// npm test: the whole proof. All checks, then all tests; with words after `--` only the tests whose files have them in
// their path: npm test -- src/store. What speaks SQL is then tested once more, on the oldest PostgreSQL that it runs on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOldest, OLDEST, ON_OLDEST } from './oldest-postgres.mjs';
import { ensureConsole, ensureInstalled, nodeProgram, orEnd, root } from './prepare.mjs';
import { conclude, runChecks, seconds } from './report.mjs';

const wanted = process.argv.slice(2);

orEnd(() => ensureInstalled(true));
if (wanted.length > 0) orEnd(ensureConsole);
const checked = wanted.length > 0 ? [] : runChecks();
const embedded = runTests('tests', wanted);
conclude([...checked, embedded, ...(wanted.length > 0 ? [] : [runOnOldest()])]);

/** @returns {import('./report.mjs').Part} */
function runOnOldest() {
  const title = `tests on PostgreSQL ${OLDEST}`;
  const folder = findOldest();
  if (folder) return runTests(title, ON_OLDEST, { TEST_POSTGRES: folder });
  console.log(`\nSkipped:\n  ${title}: this machine has none`);
  return { title, ok: true, passed: 0, failed: 0, skipped: 1 };
}

/** @returns {import('./report.mjs').Part} */
function runTests(title, values, env = {}) {
  const began = Date.now();
  const file = join(root, 'node_modules', '.cache', 'minkang', 'tests.json');
  rmSync(file, { force: true });
  console.log(`\n${title}`);
  const { status } = spawnSync(
    nodeProgram(),
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      ...values,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...withoutSettings(process.env), ...env } },
  );
  const counts = readCounts(file);
  const ok = status === 0 && counts.failed === 0;
  console.log(`${ok ? '✓' : '✗'} ${title} (${seconds(began)})`);
  // a file that could not be loaded fails without a failed test
  return { title, ok, ...counts, failed: ok ? 0 : Math.max(1, counts.failed) };
}

function readCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  nameSkipped(report);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A test that needs the folder `../shared` is skipped where it is missing; nobody should take that for passed. */
function nameSkipped({ testResults }) {
  const skipped = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed'),
  );
  if (skipped.length > 0) console.log(`Skipped:\n${skipped.map(({ fullName }) => `  ${fullName}`).join('\n')}`);
}

/** Tests bring their own data directory and ports: those of the person at the terminal are not touched. */
function withoutSettings({
  MINKANG_DATA: _data,
  MINKANG_PORT: _port,
  MINKANG_SETTINGS: _settings,
  TEST_POSTGRES: _other,
  ...env
}) {
  return env;
}
