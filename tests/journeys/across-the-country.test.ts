import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestNetwork, testNetwork } from '../support/network.ts';
import { anIdentityNumber, anObservation, aPerson, CARD, IDENTITY, post } from '../support/people.ts';

/** The way of one record: from Gulou in Fujian up to the nation, and down to a doctor of Jinjiang in Sichuan. */
let network: TestNetwork;
beforeAll(async () => {
  network = await testNetwork('000000', '350000', '350100', '350102', '510000', '510100', '510104');
});
afterAll(() => network[Symbol.asyncDispose]());

const MOTHER = anIdentityNumber('1995-02-03');
const MOTHERS_CARD = '350102900000000033';

interface Entry {
  readonly resource: {
    readonly resourceType: string;
    readonly meta?: { readonly source: string; readonly lastUpdated: string };
    readonly issue?: readonly { readonly diagnostics: string; readonly extension: readonly { readonly valueCode?: string }[] }[];
  };
}

async function recordInJinjiang(system: string, value: string) {
  const doctor = await network.at('510104').as('doctor');
  const answer = await doctor.fhir(`Patient/$record?identifier=${encodeURIComponent(`${system}|${value}`)}`);
  const { entry = [] }: { entry?: readonly Entry[] } = answer.body;
  return {
    status: answer.status,
    resources: entry
      .flatMap(({ resource }) => (resource.meta ? [`${resource.resourceType} ${resource.meta.source}`] : []))
      .sort(),
    issues: entry.flatMap(({ resource }) => resource.issue ?? []),
  };
}

const WHOLE = ['Immunization', 'Observation', 'Patient'].map((type) => `${type} urn:minkang:platform:350102`);

test('a birth registered in Gulou reaches the index of the nation', async () => {
  const child = {
    fullUrl: 'urn:uuid:00000000-0000-4000-8000-00000000000a',
    resource: aPerson({ name: '林小宝', number: null, birthDate: '2026-10-01' }),
  };
  const { subject: _, ...weight } = anObservation('');
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { ...child, request: { method: 'POST', url: 'Patient' } },
      { resource: { ...weight, subject: { reference: child.fullUrl } }, request: { method: 'POST', url: 'Observation' } },
    ],
  };
  const answer = await network.at('350102').fhir('', post(bundle));
  const { sql } = network.at('000000').running.platform.database;
  const known = () => sql<{ home: string; place: string; holdings: number }[]>`
    select e.home, e.place, (select sum(count)::integer from document_registry.holding h where h.home = e.home and h.patient = e.patient) as holdings
      from resident_index.entry e where name = '林小宝'`;

  await network.until(async () => (await known()).length > 0);

  expect(answer.status).toBe(200);
  expect(await known()).toEqual([{ home: '350102', place: '350102001', holdings: 1 }]);
});

test('a record written in Gulou is read in Jinjiang, by identity number and by card number', async () => {
  const gulou = network.at('350102');
  const { body } = await gulou.fhir(
    'Patient',
    post(aPerson({ name: '林秀英', number: MOTHER, card: MOTHERS_CARD, birthDate: '1995-02-03' })),
  );
  const { id }: { id: string } = body;
  await gulou.fhir('Observation', post(anObservation(id)));
  const vaccine = {
    vaccineCode: { text: '流感疫苗' },
    patient: { reference: `Patient/${id}` },
    occurrenceDateTime: '2026-10-10',
  };
  await gulou.fhir('Immunization', post({ resourceType: 'Immunization', status: 'completed', ...vaccine }));
  await network.until(async () => (await recordInJinjiang(IDENTITY, MOTHER)).status === 200);

  const records = [await recordInJinjiang(IDENTITY, MOTHER), await recordInJinjiang(CARD, MOTHERS_CARD)];

  expect(records.map(({ resources }) => resources)).toEqual([WHOLE, WHOLE]);
  expect(records.flatMap(({ issues }) => issues)).toEqual([]);
});

test('the reading is in the log of both platforms, under the same request', async () => {
  await recordInJinjiang(IDENTITY, MOTHER);

  const [here, there] = await Promise.all(
    ['510104', '350102'].map(
      (division) => network.at(division).running.platform.database.sql<{ actor: string; from: string; request: string }[]>`
        select actor, from_division as from, request_id as request from audit.entry where action = 'record' order by at desc limit 1`,
    ),
  );

  expect(here).toMatchObject([{ actor: 'doctor', from: '510104' }]);
  expect(there).toEqual(here);
});

test('with Fuzhou stopped the answer says whose records are missing, and why', async () => {
  await network.at('350100').stop();

  const { status, resources, issues } = await recordInJinjiang(IDENTITY, MOTHER);

  expect({ status, resources }).toEqual({ status: 200, resources: [] });
  expect(issues).toMatchObject([
    {
      diagnostics: 'Records of 350102 are missing: 350100 does not answer',
      extension: expect.arrayContaining([
        expect.objectContaining({ valueCode: '350100' }),
        expect.objectContaining({ valueCode: '350102' }),
      ]),
    },
  ]);
});

test('what is written meanwhile goes up when Fuzhou is back, and the record is whole again', async () => {
  const number = anIdentityNumber('2001-01-01');
  await network.at('350102').fhir('Patient', post(aPerson({ number, birthDate: '2001-01-01' })));

  await network.at('350100').start();

  await network.until(async () => (await recordInJinjiang(IDENTITY, number)).status === 200);
  expect((await recordInJinjiang(IDENTITY, MOTHER)).resources).toEqual(WHOLE);
  expect((await recordInJinjiang(IDENTITY, MOTHER)).issues).toEqual([]);
});
