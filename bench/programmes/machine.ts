import { fileURLToPath } from 'node:url';
import { publicHealthProgrammes } from '../../src/applications/public-health/index.ts';
import { chinaDay } from '../../src/kernel/index.ts';
import { dayNumber, dayText } from '../../src/life-course/index.ts';
import { openProgrammes } from '../../src/server/programmes.ts';
import { type Database, findMigrations, migrate, openDatabase, type Sql } from '../../src/store/index.ts';
import type { Run } from '../harness.ts';
import { catalogue, withServer } from '../store/opened.ts';
import { byHand } from './by-hand.ts';
import { loadLives } from './lives.ts';

const MEASURED: ReadonlySet<string> = new Set(['hypertension', 'elderly']);

/**
 * What is due for everybody and all figures of two programmes, from scratch, beside the same by statements written by hand. Both
 * must say the same.
 */
export async function planEverybody(run: Run): Promise<void> {
  await withServer(async (_server, url) => {
    const database = openDatabase(url, 4);
    try {
      await migrate(database, await findMigrations(fileURLToPath(new URL('../../src', import.meta.url))));
      await measure(run, database, run.number('residents'));
    } finally {
      await database.close();
    }
  });
}

async function measure(run: Run, database: Database, residents: number): Promise<void> {
  const today = dayNumber(chinaDay(new Date()));
  const programmes = openProgrammes({
    ...{ database, catalogue, division: '350102', now: () => new Date(`${dayText(today)}T04:00:00Z`) },
    programmes: publicHealthProgrammes.filter(({ code }) => MEASURED.has(code)),
  });
  const events = await loadLives(database.sql, residents, today);
  // lives are there already: they are not read from resources
  await database.sql`insert into chronicle.kept_by (what, digest) values ('lives', ${programmes.dictionary.digest})`;
  const own = await secondsOf(async () => {
    while (await programmes.work());
  });
  const hand = await secondsOf(() => byHand(database.sql, dayText(today)));
  await refuseDifference(database.sql);
  const note = `${events.toLocaleString('en')} events; limit: SQL by hand for these two programmes, ${hand.toFixed(1)} s; here ${own.toFixed(1)} s`;
  run.report({
    work: 'due lists and figures from scratch',
    value: residents / own,
    unit: 'residents/s',
    limit: residents / hand,
    note,
  });
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** @throws Error where the two do not say the same */
async function refuseDifference(sql: Sql): Promise<void> {
  const due = await sql`
    select * from (select resident, programme, activity, due_from, due_by from programmes.due except all select * from bench.due) one
     union all select * from (select * from bench.due except all select resident, programme, activity, due_from, due_by from programmes.due) other
     limit 3`;
  const figures = await sql`
    with own as (
      select measure, period, division, sex, band, sum(denominator) as denominator, sum(numerator) as numerator
        from (select * from indicators.figure union all
              select division, measure, period, institution, sex, band, day, denominator, numerator from indicators.change) known
       where division in (select division from bench.figure)
       group by 1, 2, 3, 4, 5),
    hand as (select measure, period, division, sex, band, denominator::numeric, numerator::numeric from bench.figure)
    select * from (select * from own except all select * from hand) one
     union all select * from (select * from hand except all select * from own) other limit 3`;
  if (due.length > 0 || figures.length > 0)
    throw new Error(`what is kept differs from what is reckoned by hand: ${JSON.stringify([...due, ...figures])}`);
}
