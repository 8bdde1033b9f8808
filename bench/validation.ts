import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isObject, parseJson } from '../src/fhir/index.ts';
import { validate } from '../src/fhir/validation/index.ts';
import { bench, processorSeconds, type Run } from './harness.ts';

const folder = fileURLToPath(new URL('../../shared/samples/synthea', import.meta.url));
const ROUNDS = 15;
const WARM_UP = 3;

/** Resources of the Synthea samples as texts, bundles taken apart; of the project's own examples where they are missing. */
function texts(size: number): readonly string[] {
  const here = existsSync(folder) ? folder : fileURLToPath(new URL('../data/examples', import.meta.url));
  const files = readdirSync(here).filter((file) => /\.json(?:\.gz)?$/.test(file));
  const all = files.flatMap((file) => {
    const bytes = readFileSync(join(here, file));
    return resourcesOf(parseJson((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')));
  });
  return all.slice(0, size).map((resource) => JSON.stringify(resource));
}

function resourcesOf(bundle: unknown): readonly unknown[] {
  const entries = isObject(bundle) ? bundle['entry'] : undefined;
  return Array.isArray(entries) ? entries.filter(isObject).map(({ resource }) => resource) : [];
}

/** Median processor time of several rounds, as resources a second. */
function rateOf(count: number, rounds: number, work: () => void): number {
  const seconds = Array.from({ length: rounds }, () => processorSeconds(work)).sort((a, b) => a - b);
  return count / (seconds[Math.floor(rounds / 2)] ?? Number.NaN);
}

await bench('bench:validation', { size: 10_000, quick: 200 }, async (run: Run) => {
  const lines = texts(run.size);
  const resources = lines.map((line) => parseJson(line));
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  const rounds = run.quick ? 1 : ROUNDS;
  const first = lines.length / processorSeconds(() => checkAll(resources));
  for (let round = 0; round < (run.quick ? 0 : WARM_UP); round++) checkAll(resources);

  const parsing = rateOf(lines.length, rounds, () => {
    for (const line of lines) JSON.parse(line);
  });
  const validation = rateOf(lines.length, rounds, () => checkAll(resources));
  const note = `${lines.length} resources of ${Math.round(bytes / lines.length)} characters; limit: JSON.parse of the same texts`;

  run.report({ work: 'validation, one core', value: validation, unit: '/s', limit: parsing, note });
  run.report({
    work: 'validation, the first time in a process',
    value: first,
    unit: '/s',
    limit: parsing,
    note: 'compiling included',
  });
});

function checkAll(resources: readonly unknown[]): void {
  for (const resource of resources) if (validate(resource).length > 0) throw new Error('a sample is not valid');
}
