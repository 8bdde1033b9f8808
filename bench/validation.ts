import { parseJson } from '../src/fhir/index.ts';
import { validate } from '../src/fhir/validation/index.ts';
import { bench, processorSeconds, type Run, rateOf } from './harness.ts';
import { sampleTexts } from './samples.ts';

const ROUNDS = 15;
const WARM_UP = 3;

await bench('bench:validation', { size: 10_000, quick: 200 }, async (run: Run) => {
  const lines = sampleTexts(run.size);
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
