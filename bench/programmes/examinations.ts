import { utils, write } from '@e965/xlsx';
import { keepResidents } from '../../src/databases/population/index.ts';
import { parseJson, type Resource } from '../../src/fhir/index.ts';
import { newIdBeside } from '../../src/kernel/index.ts';
import { findNationalTable } from '../../src/platform/terminology/index.ts';
import { contactSheet, lookAtContacts, writeContacts } from '../../src/programmes/index.ts';
import { importTask } from '../../src/server/import-task.ts';
import { openProgrammes } from '../../src/server/programmes.ts';
import { identityNumber } from '../../src/standards/index.ts';
import { type Database, type ScopedStore, wholePlatform } from '../../src/store/index.ts';
import type { Run } from '../harness.ts';
import { type Patient, patients, placeOf } from '../population/patients.ts';
import { catalogue, within, withServer, withStore } from '../store/opened.ts';
import { delayOfAWrite } from './delay.ts';

const SEED = 21;
const AT_ONCE = 500;

/**
 * A workbook of health examinations, each row looked at, matched by number and name, and written with the store's checks and audit
 * entries; beside it the same resources written without any of that. Then how long a single write takes to be seen.
 */
export async function examineVillages(run: Run): Promise<void> {
  const options = { placeOf, participants: [keepResidents] };
  await withServer((_server, url) => withStore(url, 8, (database, store) => measure(run, database, store), options));
}

async function measure(run: Run, database: Database, store: ScopedStore): Promise<void> {
  const count = run.number('examinations');
  const people = await register(store, count);
  await database.sql`vacuum analyze`;
  const programmes = openProgrammes({ database, catalogue, division: '350102', now: () => new Date() });
  const task = importTask(programmes.book, { programme: 'health-examination', activity: 'examination', on: dayOf(new Date()) });
  const sheet = contactSheet(task, findNationalTable);
  const checking = { scope: wholePlatform, now: new Date(), today: programmes.today() };
  const content = workbookOf(people);
  const looked = await secondsOf(async () => {
    const file = { name: 'bench.xlsx', content, owner: 'bench' };
    return lookAtContacts(database, sheet, file, checking);
  });
  const writing = {
    ...{ ...checking, sql: database.sql, sheet, findTable: findNationalTable, store, file: looked.value },
    ...{ by: { id: 'bench', name: 'bench' }, place: undefined, within },
  };
  const written = await secondsOf(async () => {
    for (let line: number | undefined = 0; line !== undefined; line = (await writeContacts(writing, line)).last);
  });
  const outcomes = await database.sql<{ outcome: string; count: number }[]>`
    select outcome, count(*)::int as count from imports.entry group by 1`;
  if (outcomes.length !== 1 || outcomes[0]?.outcome !== 'created') throw new Error(`rows were left: ${JSON.stringify(outcomes)}`);
  const bare = await writeBare(database, store);
  run.report({
    work: 'examinations from a workbook',
    value: count / (looked.seconds + written.seconds),
    unit: 'rows/s',
    limit: count / bare.seconds,
    note: `${(bare.resources / count).toFixed(1)} resources a row; looking ${Math.round(count / looked.seconds)} rows/s, writing ${Math.round(count / written.seconds)} rows/s; limit: the same resources in transactions of ${AT_ONCE}, not looked at`,
  });
  await delayOfAWrite(run, database, store, programmes, people);
}

/** Residents with a number of their own and a name. */
async function register(store: ScopedStore, count: number): Promise<Patient[]> {
  const people: Patient[] = [];
  const seen = new Set<string>();
  for (const patient of patients(SEED)) {
    const number = numberOf(patient);
    if (number === undefined || seen.has(number) || !('birthDate' in patient)) continue;
    seen.add(number);
    people.push(patient);
    if (people.length === count) break;
  }
  for (let from = 0; from < count; from += AT_ONCE)
    await store.commit(
      people.slice(from, from + AT_ONCE).map((resource) => ({ kind: 'create', resource })),
      { atomic: true },
    );
  return people;
}

const numberOf = ({ identifier }: Patient): string | undefined =>
  (Array.isArray(identifier) ? identifier : []).find(({ system }) => system === identityNumber)?.value;
const nameOf = ({ name }: Patient): string => (Array.isArray(name) ? String(name[0]?.text) : '');
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** What a village doctor measures and asks at the yearly examination. */
function workbookOf(people: readonly Patient[]): Uint8Array {
  const lines = people.map((patient, index) => ({
    identityNumber: numberOf(patient),
    name: nameOf(patient),
    contactDay: '2026-03-02',
    ...{ symptoms: '1', temperature: 36.5, pulse: 70 + (index % 20), respiration: 18 },
    ...{
      systolicRight: 118 + (index % 40),
      diastolicRight: 72 + (index % 20),
      height: 155 + (index % 30),
      weight: 52 + (index % 30),
    },
    ...{ waist: 80 + (index % 15), exerciseFrequency: '4', heartRate: 70 + (index % 20), heartRhythm: '1' },
    ...{ haemoglobin: 120 + (index % 40), leucocytes: 6.1, platelets: 210, fastingGlucose: 5 + (index % 30) / 10 },
    ...{ alanineTransaminase: 22, creatinine: 71, totalCholesterol: 4.6, triglycerides: 1.3, assessmentAbnormal: '否' },
  }));
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.json_to_sheet(lines), 'bench');
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true });
}

/** The same resources once more, under other ids. */
async function writeBare(database: Database, store: ScopedStore): Promise<{ seconds: number; resources: number }> {
  const rows = await database.sql<{ body: string; resident: string }[]>`
    select body, resident from health_records.resource where type in ('Encounter', 'Observation') order by resident, id`;
  const resources = rows.map(({ body, resident }) => ({ ...(parseJson(body) as Resource), id: newIdBeside(resident) }));
  const { seconds } = await secondsOf(async () => {
    for (let from = 0; from < resources.length; from += AT_ONCE)
      await store.commit(
        resources.slice(from, from + AT_ONCE).map((resource) => ({ kind: 'create', resource })),
        { atomic: true },
      );
  });
  return { seconds, resources: resources.length };
}

async function secondsOf<Value>(work: () => Promise<Value>): Promise<{ seconds: number; value: Value }> {
  const began = performance.now();
  const value = await work();
  return { seconds: (performance.now() - began) / 1000, value };
}
