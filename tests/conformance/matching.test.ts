import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkFile } from '../../src/server/link/index.ts';
import { judge } from '../support/clusters.ts';
import { hasSamples, samplePath } from '../support/samples.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minkang-matching-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Links a set of the samples, unlabelled and as it is, and judges the clusters. */
async function judged(name: string, traps: boolean) {
  const out = join(folder, `${name}.csv`);
  const file = (part: string) => samplePath(`matching/${name}.${part}.csv.gz`);
  const summary = await linkFile({ file: file('records'), out, onProgress: () => {} });
  return { ...(await judge(file('truth'), out, traps ? file('traps') : undefined)), summary };
}

describe.skipIf(!hasSamples)('published sets of records of people', () => {
  test('FEBRL 4: every pair of the two sources, and no other', async () => {
    const { f1 } = await judged('febrl4', false);

    expect(f1).toBeGreaterThanOrEqual(0.9999);
  }, 120_000);

  test('OpenCR Uganda: every pair, and no other', async () => {
    const { f1 } = await judged('uganda_opencr', false);

    expect(f1).toBe(1);
  }, 120_000);

  test('20,000 Chinese records: hardly a wrong link, no twins, few namesakes, little to look at', async () => {
    const { precision, recall, merged, traps, summary } = await judged('cn20k', true);

    expect(precision).toBeGreaterThanOrEqual(0.998);
    expect(recall).toBeGreaterThanOrEqual(0.975);
    const share = (kind: string) => (merged[kind] ?? 0) / (traps[kind] ?? 1);
    expect(share('twin')).toBeLessThanOrEqual(0.005);
    expect(share('stranger')).toBeLessThanOrEqual(0.1);
    expect(share('otherid')).toBeLessThanOrEqual(0.001);
    expect(share('parentid')).toBeLessThanOrEqual(0.001);
    expect(summary.review / summary.records).toBeLessThanOrEqual(0.02);
  }, 120_000);
});
