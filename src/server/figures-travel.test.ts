import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { aPerson } from '../../tests/support/people.ts';
import { readLives } from '../chronicle/index.ts';
import { healthRecordsCatalogue } from '../databases/health-records/index.ts';
import { medicalRecordsCatalogue } from '../databases/medical-records/index.ts';
import { keepResidents, populationCatalogue } from '../databases/population/index.ts';
import type { Resource } from '../fhir/index.ts';
import { compileMeasures } from '../indicators/count.ts';
import { askFigures } from '../indicators/index.ts';
import { dayNumber, dayText } from '../life-course/index.ts';
import { receiveBatch } from '../platform/sync/index.ts';
import { acknowledge, nextBatch } from '../platform/sync/outgoing.ts';
import { type Database, makeCatalogue, openStore, readPosition, type ScopedStore, wholePlatform } from '../store/index.ts';
import { listHeard } from '../tally/index.ts';
import { openProgrammes, type Programmes } from './programmes.ts';

const catalogue = makeCatalogue([...populationCatalogue, ...healthRecordsCatalogue, ...medicalRecordsCatalogue]);
const FIRST_DAY = dayNumber('2026-03-01');
const NATION = '000000';
const COUNTIES = ['350102', '350103', '510104'] as const;
type County = (typeof COUNTIES)[number];
/** Who stands above whom. */
const UPPER: Readonly<Record<string, string>> = {
  350102: '350100',
  350103: '350100',
  510104: '510100',
  350100: '350000',
  510100: '510000',
  350000: NATION,
  510000: NATION,
};
const DIVISIONS = [...Object.keys(UPPER).toSorted((a, b) => steps(b) - steps(a)), NATION];

/** How many platforms stand above one. */
function steps(division: string): number {
  return UPPER[division] === undefined ? 0 : 1 + steps(UPPER[division] ?? NATION);
}

interface Node {
  readonly database: Database & AsyncDisposable;
  readonly store: ScopedStore;
  readonly programmes: Programmes;
}

let today: number;
let nodes: ReadonlyMap<string, Node>;
beforeEach(async () => {
  today = FIRST_DAY;
  const opened: [string, Node][] = [];
  for (const division of DIVISIONS) {
    const database = await freshDatabase(3);
    const store = openStore({
      ...{ database, catalogue },
      placeOf: (resource) => (resource['extension'] as { valueCode: string }[] | undefined)?.[0]?.valueCode ?? division,
      now: () => new Date(),
      validate: () => undefined,
      participants: [keepResidents],
    }).as(wholePlatform);
    const now = () => new Date(`${dayText(today)}T04:00:00Z`);
    opened.push([division, { database, store, programmes: openProgrammes({ database, catalogue, division, now }) }]);
  }
  nodes = new Map(opened);
});
afterEach(async () => {
  for (const { database } of nodes.values()) await database[Symbol.asyncDispose]();
});

const at = (division: string): Node => {
  const node = nodes.get(division);
  if (!node) throw new Error(`no platform ${division}`);
  return node;
};
const put = async (county: County, ...resources: (Resource & { id: string })[]) => {
  for (const resource of resources) await at(county).store.put(resource, undefined);
};

/** Works until all that was written at a county is counted and folded. */
async function settle(county: County) {
  const { database, programmes } = at(county);
  const [last] = await database.sql`select xid::text, position from store.change order by change.xid desc, position desc limit 1`;
  for (;;) {
    while (await programmes.work());
    const { xid, position } = await readPosition(database.sql, 'chronicle');
    if (!last || (last['xid'] === xid && last['position'] === position)) return;
    await setTimeout(5);
  }
}

/** One batch of a platform to the one above; @param isLost whether the answer does not come back, so that it is sent again */
async function sendOne(division: string, isLost = false): Promise<boolean> {
  const [from, upper] = [at(division), UPPER[division] ?? NATION];
  const tallies = [from.programmes.indicators.tally];
  const batch = await nextBatch(from.database, division, tallies);
  if (!batch) return false;
  await receiveBatch(at(upper).database, division, batch.body, UPPER[upper] !== undefined, tallies);
  if (!isLost) await acknowledge(from.database, batch.sequence, tallies);
  while (await at(upper).programmes.indicators.fold());
  return true;
}

async function sendAll() {
  for (const county of COUNTIES) await settle(county);
  for (const division of DIVISIONS.filter((one) => one !== NATION)) while (await sendOne(division));
}

const PERIODS = ['2025', '2026'];
const flat = (rows: readonly { measure: string; period: string; key: string; denominator: number; numerator: number }[]) =>
  rows
    .map(({ measure, period, key, denominator, numerator }) => `${measure} ${period} ${key} ${numerator}/${denominator}`)
    .toSorted();

/** What a platform holds of a division. */
const held = async (platform: string, division: string, by: 'all' | 'division' | 'sex' | 'age' | 'institution', asOf = today) => {
  const { database, programmes } = at(platform);
  const measures = programmes.indicators.measures.map(({ code }) => code);
  return flat(await askFigures(database, wholePlatform, { periods: PERIODS, division, measures, by, asOf }));
};

/** The same, counted plainly from the lives that the counties have. */
async function plainly(by: 'all' | 'division' | 'sex' | 'age' | 'institution') {
  const sums = new Map<string, { measure: string; period: string; key: string; denominator: number; numerator: number }>();
  for (const county of COUNTIES) {
    const { database, programmes } = at(county);
    const kept = (await programmes.indicators.kept()).filter(({ code }) => PERIODS.includes(code));
    const countLife = compileMeasures(programmes.indicators.measures, kept);
    const ids = await database.sql<{ id: string }[]>`select id from population.resident_v1`;
    const { courses } = await readLives(
      database.sql,
      ids.map(({ id }) => id),
    );
    for (const course of courses)
      for (const { measure, period, numerator, institution, band } of countLife(course)) {
        const keys = { all: '', division: `${county.slice(0, 2)}0000`, sex: course.sex, age: String(band), institution };
        const name = [measure, period, keys[by]].join('|');
        const sum = sums.get(name) ?? { measure, period, key: keys[by], denominator: 0, numerator: 0 };
        sums.set(name, { ...sum, denominator: sum.denominator + 1, numerator: sum.numerator + (numerator ? 1 : 0) });
      }
  }
  return flat([...sums.values()]);
}

const patient = (id: string, county: County, changes: Parameters<typeof aPerson>[0] = {}): Resource & { id: string } => ({
  ...aPerson({ number: null, birthDate: '1955-06-15', division: county, ...changes }),
  id,
});
const contact = (of: string, on: string, systolic: number): (Resource & { id: string })[] => [
  {
    resourceType: 'Encounter',
    id: `contact-${of}-${on}`,
    status: 'finished',
    class: { code: 'AMB' },
    type: [{ coding: [{ system: 'urn:minkang:activity', code: 'hypertension/follow-up' }] }],
    subject: { reference: `Patient/${of}` },
    period: { start: on, end: on },
    serviceProvider: { reference: `Organization/centre-${Number(on.slice(-1)) % 2}` },
  },
  {
    resourceType: 'Observation',
    id: `found-${of}-${on}`,
    status: 'final',
    code: { coding: [{ system: 'urn:minkang:form-section', code: 'hypertension/follow-up/signs' }] },
    subject: { reference: `Patient/${of}` },
    encounter: { reference: `Encounter/contact-${of}-${on}` },
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
const enrolment = (of: string, start: string): Resource & { id: string } => ({
  resourceType: 'EpisodeOfCare',
  id: `enrolment-${of}`,
  status: 'active',
  type: [{ coding: [{ system: 'urn:minkang:programme', code: 'hypertension' }] }],
  patient: { reference: `Patient/${of}` },
  period: { start },
});

describe('figures on their way up', () => {
  test('a contact corrected in a county changes what it touches in the nation, and nothing else', {
    timeout: 60_000,
  }, async () => {
    await put('350102', patient('a', '350102'), enrolment('a', '2026-01-01'), ...contact('a', '2026-02-20', 150));
    await put('510104', patient('b', '510104'));
    await sendAll();
    const before = await held(NATION, NATION, 'division');

    await put('350102', ...contact('a', '2026-02-20', 130));
    await sendAll();

    const after = await held(NATION, NATION, 'division');
    expect(before).toContain('hypertension-control 2026 350000 0/1');
    expect(after).toEqual(
      before.map((line) => line.replace('hypertension-control 2026 350000 0/1', 'hypertension-control 2026 350000 1/1')),
    );
  });

  test('a county that is parted from the network shows how old its figures are', { timeout: 60_000 }, async () => {
    await put('350102', patient('a', '350102'));
    await put('510104', patient('b', '510104'));
    await sendAll();
    const { tally } = at(NATION).programmes.indicators;
    const heard = async () =>
      new Map((await listHeard(at(NATION).database.sql, tally, '')).map(({ home, asOf }) => [home, asOf.getTime()]));
    const before = await heard();

    today += 3;
    await put('350102', patient('c', '350102'));
    await put('510104', patient('d', '510104'));
    for (const county of COUNTIES) await settle(county);
    for (const division of ['510104', '510100', '510000']) while (await sendOne(division));

    const after = await heard();
    expect([after.get('350102'), (after.get('510104') ?? 0) > (before.get('510104') ?? 0)]).toEqual([before.get('350102'), true]);
    expect(before.get('350102')).toBe(Date.parse(`${dayText(FIRST_DAY)}T04:00:00Z`));
  });

  test('the nation holds the sum of what its counties count, whatever happens and however it is sent', {
    timeout: 400_000,
  }, async () => {
    const county = fc.constantFrom(...COUNTIES);
    const who = fc.constantFrom('a', 'b', 'c', 'd');
    const day = fc.integer({ min: FIRST_DAY - 400, max: FIRST_DAY + 100 }).map(dayText);
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('lives' as const),
        who,
        county,
        born: fc.constantFrom('1955-06-15', '1990-02-28', '2024-05-31'),
        died: fc.option(day),
      }),
      fc.record({ kind: fc.constant('moves' as const), who, county, to: county }),
      fc.record({
        kind: fc.constant('contact' as const),
        who,
        county,
        on: fc.constantFrom('2026-01-10', '2026-02-11', '2025-12-01'),
        systolic: fc.constantFrom(130, 150),
      }),
      fc.record({ kind: fc.constant('enrolled' as const), who, county, on: day }),
      fc.record({ kind: fc.constant('passes' as const), days: fc.nat(60) }),
      fc.record({ kind: fc.constant('sends' as const), from: fc.constantFrom(...Object.keys(UPPER)), isLost: fc.boolean() }),
    );
    type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;
    const idOf = (one: { readonly who: string; readonly county: County }) => `${one.who}-${one.county}`;
    const run = async (one: Step) => {
      switch (one.kind) {
        case 'lives':
          return put(
            one.county,
            patient(idOf(one), one.county, { birthDate: one.born, ...(one.died ? { deceasedDateTime: one.died } : {}) }),
          );
        case 'moves':
          await at(one.county)
            .store.delete('Patient', idOf(one), undefined)
            .catch(() => undefined);
          return put(one.to, patient(idOf({ ...one, county: one.to }), one.to));
        case 'contact':
          return put(one.county, ...contact(idOf(one), one.on, one.systolic));
        case 'enrolled':
          return put(one.county, enrolment(idOf(one), one.on));
        case 'passes':
          today += one.days;
          return undefined;
        case 'sends':
          for (const each of COUNTIES) await settle(each);
          return void (await sendOne(one.from, one.isLost));
      }
    };

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (all) => {
        for (const one of all) await run(one);
        await sendAll();

        for (const by of ['all', 'division', 'sex', 'age'] as const)
          expect(await held(NATION, NATION, by)).toEqual(await plainly(by));
        expect(await held(NATION, NATION, 'institution')).toEqual(await plainly('institution'));
      }),
      { numRuns: 6 },
    );
  });
});
