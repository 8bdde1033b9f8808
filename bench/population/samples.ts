import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from '../../tests/support/clusters.ts';
import type { Run } from '../harness.ts';
import { reportAccuracy } from './bulk.ts';
import { link } from './linked.ts';

const folder = fileURLToPath(new URL('../../../shared/samples/matching', import.meta.url));
const SETS = ['cn20k', 'febrl4', 'uganda_opencr'] as const;

/** Links the public sets, where they are there, with the same engine and without labels. */
export async function linkSamples(run: Run): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), 'minkang-bench-sets-'));
  try {
    for (const name of SETS) {
      const file = (kind: string) => join(folder, `${name}.${kind}.csv.gz`);
      if (!existsSync(file('records'))) {
        console.log(`${name}: left out, its file is not here`);
        continue;
      }
      const out = join(made, `${name}.csv`);
      const { summary } = await link(file('records'), out);
      const judged = await judge(file('truth'), out, existsSync(file('traps')) ? file('traps') : undefined);
      reportAccuracy(run, name, judged, { ...summary, review: summary.review / summary.records });
    }
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
