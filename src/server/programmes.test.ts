import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { aPerson } from '../../tests/support/people.ts';
import { healthRecordsCatalogue } from '../databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../databases/medical-records/index.ts';
import { keepResidents, populationCatalogue } from '../databases/population/index.ts';
import type { Resource } from '../fhir/index.ts';
import { dayNumber, dayText } from '../life-course/index.ts';
import {
  type Database,
  makeCatalogue,
  openStore,
  readPosition,
  type ScopedStore,
  setLinked,
  wholePlatform,
} from '../store/index.ts';
import { openProgrammes, type Programmes } from './programmes.ts';

const catalogue = makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]);
const FIRST_DAY = dayNumber('2026-03-01');

let database: Database & AsyncDisposable;
let store: ScopedStore;
let today: number;
let programmes: Programmes;
beforeEach(async () => {
  database = await freshDatabase();
  today = FIRST_DAY;
  store = openStore({
    ...{ database, catalogue },
    placeOf: (resource) => (resource['extension'] as { valueCode: string }[] | undefined)?.[0]?.valueCode ?? '350102',
    now: () => new Date(),
    validate: () => undefined,
    participants: [keepResidents],
  }).as(wholePlatform);
  programmes = openProgrammes({ database, catalogue, division: '350102', now: () => new Date(`${dayText(today)}T04:00:00Z`) });
});
afterEach(() => database[Symbol.asyncDispose]());

/** Works until all that was written is followed; what runs elsewhere on the server holds the feed back. */
const settle = async () => {
  const [last] = await database.sql`select xid::text, position from store.change order by change.xid desc, position desc limit 1`;
  for (;;) {
    while (await programmes.work());
    const { xid, position } = await readPosition(database.sql, 'chronicle');
    if (!last || (last['xid'] === xid && last['position'] === position)) return;
    await setTimeout(5);
  }
};

/** All that follows from lives: who is in what, what is due, as what each is counted, and the figures. */
async function everything() {
  const { sql } = database;
  const standings = await sql`
    select resident, programme, version, state, since::text, division, place, worker, classes from programmes.standing order by resident, programme`;
  const due = await sql`
    select resident, programme, activity, step, due_from::text, due_by::text, choice, division, place from programmes.due
     order by resident, programme, activity, step`;
  const counted = await sql`select resident, division, sex, born, said from indicators.counted order by resident`;
  const figures = await sql`
    select measure, period, division, institution, sex, band, sum(denominator)::int as denominator, sum(numerator)::int as numerator
      from (select measure, period, division, institution, sex, band, denominator, numerator from indicators.figure
             union all select measure, period, division, institution, sex, band, denominator, numerator from indicators.change) known
     group by 1, 2, 3, 4, 5, 6 having sum(denominator) <> 0 or sum(numerator) <> 0 order by 1, 2, 3, 4, 5, 6`;
  return { standings: [...standings], due: [...due], counted: [...counted], figures: [...figures] };
}

/** Forgets all that was kept, and works it out from the whole history. */
async function fromScratch() {
  await database.sql`
    truncate chronicle.life, chronicle.kept_by, programmes.standing, programmes.due, programmes.kept,
             indicators.counted, indicators.figure, indicators.figure_home, indicators.change`;
  await database.sql`delete from store.consumer where name = 'chronicle'`;
  await settle();
  return everything();
}

const PEOPLE = ['a', 'b', 'c'] as const;
type Person = (typeof PEOPLE)[number];

const patient = (
  id: Person,
  changes: { birthDate?: string; deceasedDateTime?: string; division?: string },
): Resource & { id: string } => ({
  ...aPerson({ number: null, birthDate: '1955-06-15', ...changes }),
  id,
});
const contact = (id: string, of: Person, on: string, systolic: number): (Resource & { id: string })[] => [
  {
    resourceType: 'Encounter',
    id: `contact-${id}`,
    status: 'finished',
    class: { code: 'AMB' },
    type: [{ coding: [{ system: 'urn:minkang:activity', code: 'hypertension/follow-up' }] }],
    subject: { reference: `Patient/${of}` },
    period: { start: on, end: on },
    serviceProvider: { reference: 'Organization/centre' },
  },
  {
    resourceType: 'Observation',
    id: `found-${id}`,
    status: 'final',
    code: { coding: [{ system: 'urn:minkang:form-section', code: 'hypertension/follow-up/signs' }] },
    subject: { reference: `Patient/${of}` },
    encounter: { reference: `Encounter/contact-${id}` },
    effectiveDateTime: on,
    component: [
      ['systolic', systolic],
      ['diastolic', 80],
    ].map(([code, value]) => ({
      code: { coding: [{ system: 'urn:minkang:element', code }] },
      valueQuantity: { value, code: 'mm[Hg]', system: 'http://unitsofmeasure.org' },
    })),
  },
];
const enrolment = (of: Person, start: string, end?: string): Resource & { id: string } => ({
  resourceType: 'EpisodeOfCare',
  id: `enrolment-${of}`,
  status: end ? 'finished' : 'active',
  type: [{ coding: [{ system: 'urn:minkang:programme', code: 'hypertension' }] }],
  patient: { reference: `Patient/${of}` },
  period: { start, ...(end ? { end } : {}) },
});
const put = async (...resources: (Resource & { id: string })[]) => {
  for (const resource of resources) await store.put(resource, undefined);
};

describe('what is due and the figures', () => {
  test('follow a contact that comes late, is corrected, and is taken back', async () => {
    await put(patient('a', {}), enrolment('a', '2026-01-01'), ...contact('1', 'a', '2026-02-20', 150));
    await settle();
    const nextVisit = async () =>
      (await everything()).due.filter(({ programme, activity }) => programme === 'hypertension' && activity === 'follow-up');
    expect(await nextVisit()).toMatchObject([{ due_from: '2026-02-20', choice: expect.any(Number) }]);

    await put(...contact('1', 'a', '2026-02-20', 130));
    await settle();
    const corrected = await nextVisit();
    await store.delete('Observation', 'found-1', undefined);
    await store.delete('Encounter', 'contact-1', undefined);
    await settle();

    expect(corrected).toMatchObject([{ due_from: '2026-04-20', choice: null }]);
    expect(await nextVisit()).toMatchObject([{ due_from: '2026-01-01' }]);
  });

  test('are those of one resident where two Patients are linked, and of two once they are parted', async () => {
    await put(patient('a', {}), patient('b', {}), enrolment('a', '2026-01-01'), ...contact('1', 'b', '2026-02-20', 130));
    await settle();
    let telephone = 13_850_160_000;
    // both are written, as they are where the registrar links them
    const link = async (groups: string[][]) => {
      await database.begin((tx) => setLinked(tx, groups));
      telephone++;
      const telecom = [{ system: 'phone', value: String(telephone) }];
      await put({ ...patient('a', {}), telecom }, { ...patient('b', {}), telecom });
      await settle();
      return (await everything()).counted.map(({ resident }) => resident);
    };

    expect(await link([['a', 'b']])).toEqual(['a']);
    expect((await everything()).due).toContainEqual(
      expect.objectContaining({ resident: 'a', activity: 'follow-up', due_from: '2026-04-20' }),
    );
    expect(await link([['a'], ['b']])).toEqual(['a', 'b']);
  });

  test('as of a past day are what was known then', async () => {
    await put(patient('a', {}));
    await settle();
    today += 10;
    await put(patient('b', {}));
    await settle();
    const elderlyOn = async (day: number) =>
      (
        await database.sql`
          select sum(denominator)::int as people from (select * from indicators.figure union all select division, measure, period, institution, sex, band, day, denominator, numerator from indicators.change) known
           where division = '350102' and measure = 'elderly-management' and period = '2026' and day <= ${dayText(day)}::date`
      )[0]?.['people'];

    expect([await elderlyOn(FIRST_DAY), await elderlyOn(today)]).toEqual([1, 2]);
  });

  test('are whatever a plain recomputation of the whole history says', { timeout: 300_000 }, async () => {
    const person = fc.constantFrom(...PEOPLE);
    const day = fc.integer({ min: FIRST_DAY - 500, max: FIRST_DAY + 200 }).map(dayText);
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('patient'),
        who: person,
        born: fc.constantFrom('1955-06-15', '1961-04-30', '1990-02-28', '2024-05-31'),
        died: fc.option(day),
        division: fc.constantFrom('350102', '350102001'),
      }),
      fc.record({
        kind: fc.constant('contact'),
        who: person,
        which: fc.constantFrom('1', '2', '3'),
        on: day,
        systolic: fc.constantFrom(130, 150, 190),
      }),
      fc.record({ kind: fc.constant('enrolment'), who: person, on: day, length: fc.option(fc.nat(200)) }),
      fc.record({ kind: fc.constant('delete'), which: fc.constantFrom('1', '2', '3') }),
      fc.record({ kind: fc.constant('wait'), days: fc.nat(120) }),
    );
    type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;
    const run = async (one: Step) => {
      if ('born' in one)
        await put(
          patient(one.who, { birthDate: one.born, division: one.division, ...(one.died ? { deceasedDateTime: one.died } : {}) }),
        );
      else if ('systolic' in one) await put(...contact(one.which, one.who, one.on, one.systolic));
      else if ('length' in one)
        await put(enrolment(one.who, one.on, one.length === null ? undefined : dayText(dayNumber(one.on) + one.length)));
      else if ('days' in one) today += one.days;
      else await store.delete('Observation', `found-${one.which}`, undefined).catch(() => undefined);
      await settle();
    };

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        for (const id of PEOPLE) await put(patient(id, {}));
        for (const one of steps) await run(one);

        const kept = await everything();

        expect(kept).toEqual(await fromScratch());
      }),
      { numRuns: 12 },
    );
  });
});
