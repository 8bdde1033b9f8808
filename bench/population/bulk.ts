import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Judgement, judge } from '../../tests/support/clusters.ts';
import type { Run } from '../harness.ts';
import { generateResidents } from '../residents/generate.ts';
import { link, readAlone } from './linked.ts';

/** The population that is linked; the same in every run. */
const SEED = 11;

/** Links a generated population from a CSV file: time, memory, and what came of it against the truth. Limit: the rows are read alone. */
export async function linkInBulk(run: Run): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'minkang-bench-population-'));
  try {
    const at = (name: string) => join(folder, name);
    await generateResidents({ records: at('people.csv'), truth: at('truth.csv'), traps: at('traps.csv') }, run.size, SEED);
    const reading = await readAlone(at('people.csv'));
    const { summary, processor } = await link(at('people.csv'), at('clusters.csv'));
    const { records, seconds, peakMegabytes, pairs, precision, recall, review } = summary;
    run.report({
      work: 'bulk link, from CSV to clusters',
      value: records / seconds,
      unit: 'records/s',
      limit: records / reading,
      note: `${seconds.toFixed(1)} s, ${pairs.toLocaleString('en')} pairs compared; limit: the rows read alone, by one thread`,
    });
    run.report({ work: 'bulk link, processor time', value: processor, unit: 's', note: 'of all threads' });
    run.report({ work: 'bulk link, memory at most', value: peakMegabytes, unit: 'MB' });
    const judged = await judge(at('truth.csv'), at('clusters.csv'), at('traps.csv'));
    const expected = { precision, recall, review: review / records };
    reportAccuracy(run, `seed ${SEED}`, judged, expected);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What traps are called that an engine may fall into. */
const TRAPS: Readonly<Record<string, string>> = {
  twin: 'twins',
  stranger: 'namesakes born on one day',
  parentid: 'children under a parent’s number',
  otherid: 'records under another’s number',
};

interface Expectation {
  readonly precision: number;
  readonly recall: number;
  /** Share of the records that somebody should look at. */
  readonly review: number;
}

/** Accuracy by pairs of records, and of each kind of trap how many pairs of people were kept apart. */
export function reportAccuracy(run: Run, of: string, judged: Judgement, expected: Expectation): void {
  const { precision, recall, f1, merged, traps } = judged;
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  run.report({
    work: `${of}: precision of links`,
    value: precision * 100,
    unit: '%',
    note: `${percent(precision)}; ${percent(expected.precision)} was expected without knowing the truth; ${percent(expected.review)} of the records to be looked at`,
  });
  run.report({
    work: `${of}: recall`,
    value: recall * 100,
    unit: '%',
    note: `${percent(recall)}; ${percent(expected.recall)} was expected; F1 ${f1.toFixed(5)}`,
  });
  for (const [kind, count] of Object.entries(traps))
    run.report({
      work: `${of}: ${TRAPS[kind] ?? kind} kept apart`,
      value: ((count - (merged[kind] ?? 0)) / count) * 100,
      unit: '%',
      note: `${merged[kind] ?? 0} of ${count.toLocaleString('en')} pairs of people made one`,
    });
}
