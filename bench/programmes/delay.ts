import { keepDoing } from '../../src/jobs/index.ts';
import { newIdBeside } from '../../src/kernel/index.ts';
import { dayText } from '../../src/life-course/index.ts';
import type { Programmes } from '../../src/server/programmes.ts';
import { ACTIVITY, PROGRAMME } from '../../src/standards/index.ts';
import type { Database, ScopedStore, Sql } from '../../src/store/index.ts';
import { quantilesOf, type Run } from '../harness.ts';
import type { Patient } from '../population/patients.ts';

/** As a platform rests between two looks at the feed (src/server/background.ts). */
const PAUSES = { pauseMs: 300, leastMs: 300, mostMs: 5000 };
const LOOK_MS = 5;
const MEASURE = 'hypertension-control';

/** How long it takes until an enrolment with its first follow-up stands in the due list and in the county's figure. */
export async function delayOfAWrite(
  run: Run,
  database: Database,
  store: ScopedStore,
  programmes: Programmes,
  people: readonly Patient[],
): Promise<void> {
  while (await programmes.work());
  const loop = keepDoing(PAUSES, console.error, () => programmes.work());
  const times: number[] = [];
  const bare: number[] = [];
  let counted = await figure(database.sql);
  for (const { id } of people.slice(0, run.quick ? 3 : 200)) {
    // writes come at any moment of a pause
    await sleep(Math.random() * PAUSES.pauseMs);
    const began = performance.now();
    await store.commit(
      enrolled(id, dayText(programmes.today())).map((resource) => ({ kind: 'create', resource })),
      { atomic: true },
    );
    bare.push(performance.now() - began);
    loop.wake();
    counted += 1;
    while ((await figure(database.sql)) < counted || !(await isDue(database.sql, id))) await sleep(LOOK_MS);
    times.push(performance.now() - began);
  }
  await loop.stop();
  const [seen, written] = [quantilesOf(times), quantilesOf(bare)];
  run.report({
    work: 'a write in the due list and the figure',
    value: seen.p95,
    unit: 'ms p95',
    limit: written.p95,
    times: seen,
    note: 'limit: until the write is acknowledged',
  });
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const enrolled = (patient: string, on: string) => [
  {
    resourceType: 'EpisodeOfCare',
    id: newIdBeside(patient),
    status: 'active',
    type: [{ coding: [{ system: PROGRAMME, code: 'hypertension' }] }],
    patient: { reference: `Patient/${patient}` },
    period: { start: on },
  },
  {
    resourceType: 'Encounter',
    id: newIdBeside(patient),
    status: 'finished',
    class: { code: 'AMB' },
    type: [{ coding: [{ system: ACTIVITY, code: 'hypertension/follow-up' }] }],
    subject: { reference: `Patient/${patient}` },
    period: { start: on, end: on },
  },
];

async function figure(sql: Sql): Promise<number> {
  const [row] = await sql<{ sum: number }[]>`
    select coalesce(sum(denominator), 0)::int as sum
      from (select denominator from indicators.figure where measure = ${MEASURE} union all
            select denominator from indicators.change where measure = ${MEASURE}) known`;
  return row?.sum ?? 0;
}

async function isDue(sql: Sql, resident: string): Promise<boolean> {
  const rows = await sql`
    select 1 from programmes.due where resident = ${resident} and programme = 'hypertension' and activity = 'follow-up'`;
  return rows.length > 0;
}
