import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register, vitalSigns } from '../../../tests/support/people.ts';

/** Two residents of two townships of one county, each with a measurement of either database. */
let network: TestNetwork;
let gulou: TestPlatform;
let here: { patient: string; pressure: string; laboratory: string };
let elsewhere: { patient: string; pressure: string; laboratory: string };
let organization: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  const settle = async (division: string) => {
    const patient = await register(gulou, aPerson({ division }));
    const pressure = await register(gulou, anObservation(patient, vitalSigns));
    return { patient, pressure, laboratory: await register(gulou, anObservation(patient)) };
  };
  here = await settle('350102001');
  elsewhere = await settle('350102002');
  organization = await register(gulou, { resourceType: 'Organization', name: '鼓楼医院' });
});
afterAll(() => network[Symbol.asyncDispose]());

const get = (path: () => string) => (caller: Caller) => caller.fhir(path());
const api = (path: () => string, init?: RequestInit) => (caller: Caller) => caller.api(path(), init);

/** What is tried, by name; the answer in short: its status, and how many entries a list has. */
const attempts: Readonly<Record<string, (caller: Caller) => ReturnType<Caller['fhir']>>> = {
  'read a resident': get(() => `Patient/${here.patient}`),
  'read a resident of another township': get(() => `Patient/${elsewhere.patient}`),
  'read a health record': get(() => `Observation/${here.pressure}`),
  'read a medical record': get(() => `Observation/${here.laboratory}`),
  'read a medical record of another township': get(() => `Observation/${elsewhere.laboratory}`),
  'read its history': get(() => `Observation/${here.laboratory}/_history`),
  'read its first version': get(() => `Observation/${here.laboratory}/_history/1`),
  'read all of a resident': get(() => `Patient/${here.patient}/$everything`),
  'read an institution': get(() => `Organization/${organization}`),
  'search residents': get(() => 'Patient?_count=100'),
  'search records': get(() => 'Observation?_count=100'),
  'search in a batch': (caller) =>
    caller.fhir('', post({ resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: 'Observation' } }] })),
  'create a resident': (caller) => caller.fhir('Patient', post(aPerson())),
  'create a health record': (caller) => caller.fhir('Observation', post(anObservation(here.patient, vitalSigns))),
  'create a medical record': (caller) => caller.fhir('Observation', post(anObservation(here.patient))),
  'create a record in another township': (caller) => caller.fhir('Observation', post(anObservation(elsewhere.patient))),
  'change a medical record to a health record': (caller) =>
    caller.fhir(`Observation/${here.laboratory}`, put({ ...anObservation(here.patient, vitalSigns), id: here.laboratory })),
  'change an institution': (caller) =>
    caller.fhir(`Organization/${organization}`, put({ resourceType: 'Organization', id: organization, name: '别的' })),
  'delete a record': (caller) => caller.fhir(`Observation/${here.laboratory}`, { method: 'DELETE' }),
  'fetch a record from elsewhere': get(() => `Patient/$record?identifier=urn:nobody|1`),
  'fetch the record of a resident': get(() => `Patient/${here.patient}/$record`),
  'export all in bulk': (caller) => caller.fhir('$export', { headers: { prefer: 'respond-async' } }),
  'see what may be exported': api(() => 'exports/choices'),
  'index everything anew': api(() => 'jobs/reindex', { method: 'POST' }),
  'list jobs': api(() => 'jobs'),
  'cancel a job': api(() => 'jobs/none/cancel', { method: 'POST' }),
  'list residents': api(() => 'residents'),
  'list a household': api(() => `residents/${here.patient}/household`),
  'see a number in full': api(() => `residents/${here.patient}/reveal`, post({ field: 'identity-number' })),
  'seal a number': api(() => 'lookups', post({ number: '350102198405060011' })),
  'list institutions': api(() => 'institutions'),
  'see the network': api(() => 'network'),
  'stop a platform': api(() => 'network/350102/stop', { method: 'POST' }),
  'see who read': api(() => 'accesses'),
  "see who read a resident's": api(() => `accesses?resident=${here.patient}`),
  'see figures': api(() => 'home'),
};

interface Listed {
  readonly entry?: readonly { readonly resource?: { readonly entry?: readonly unknown[] } }[];
}

const inShort = async (caller: Caller, attempt: string): Promise<string> => {
  const answer = await attempts[attempt]?.(caller);
  if (!answer || !attempt.includes('search')) return `${answer?.status}`;
  const { entry = [] }: Listed = answer.body;
  const shown = attempt === 'search in a batch' ? (entry[0]?.resource?.entry ?? []) : entry;
  return `${answer.status} ×${shown.length}`;
};

/** The matrix: one line an attempt, one column a role. */
const columns = ['doctor', 'village', 'public-health', 'registrar', 'authority', 'admin', 'auditor', 'statistician'] as const;
const matrix: Readonly<Record<string, readonly string[]>> = {
  'read a resident': ['200', '200', '200', '200', '404', '404', '404', '200'],
  'read a resident of another township': ['200', '404', '200', '200', '404', '404', '404', '200'],
  'read a health record': ['200', '200', '200', '404', '404', '404', '404', '200'],
  'read a medical record': ['200', '200', '404', '404', '404', '404', '404', '200'],
  'read a medical record of another township': ['200', '404', '404', '404', '404', '404', '404', '200'],
  'read its history': ['200', '200', '404', '404', '404', '404', '404', '200'],
  'read its first version': ['200', '200', '404', '404', '404', '404', '404', '200'],
  'read all of a resident': ['200', '200', '200', '200', '404', '404', '404', '200'],
  'read an institution': ['200', '200', '200', '200', '200', '200', '200', '200'],
  'search residents': ['200 ×2', '200 ×1', '200 ×2', '200 ×2', '200 ×0', '200 ×0', '200 ×0', '200 ×2'],
  'search records': ['200 ×4', '200 ×2', '200 ×2', '200 ×0', '200 ×0', '200 ×0', '200 ×0', '200 ×4'],
  'search in a batch': ['200 ×4', '200 ×2', '200 ×2', '200 ×0', '200 ×0', '200 ×0', '200 ×0', '200 ×4'],
  'create a record in another township': ['201', '403', '403', '403', '403', '403', '403', '403'],
  'change a medical record to a health record': ['200', '200', '403', '403', '403', '403', '403', '403'],
  'change an institution': ['403', '403', '403', '403', '403', '403', '403', '403'],
  'delete a record': ['403', '403', '403', '403', '403', '403', '403', '403'],
  'fetch a record from elsewhere': ['404', '404', '403', '403', '403', '403', '403', '403'],
  'fetch the record of a resident': ['200', '200', '403', '403', '403', '403', '403', '403'],
  'export all in bulk': ['403', '403', '403', '403', '403', '403', '403', '202'],
  'see what may be exported': ['403', '403', '403', '403', '403', '403', '403', '200'],
  'index everything anew': ['403', '403', '403', '403', '403', '200', '403', '403'],
  'list jobs': ['403', '200', '200', '200', '403', '200', '403', '200'],
  'cancel a job': ['403', '404', '404', '404', '403', '404', '403', '404'],
  'list residents': ['200', '200', '200', '200', '403', '403', '403', '403'],
  'list a household': ['200', '200', '200', '200', '403', '403', '403', '403'],
  'see a number in full': ['200', '200', '200', '200', '403', '403', '403', '403'],
  'seal a number': ['200', '200', '403', '403', '403', '403', '403', '403'],
  'list institutions': ['200', '200', '200', '200', '200', '200', '200', '200'],
  'see the network': ['200', '200', '200', '403', '200', '200', '200', '200'],
  'stop a platform': ['403', '403', '403', '403', '403', '409', '403', '403'],
  'see who read': ['403', '403', '403', '403', '403', '403', '200', '403'],
  "see who read a resident's": ['200', '200', '200', '200', '403', '403', '200', '403'],
  'see figures': ['200', '200', '200', '200', '200', '200', '200', '200'],
  'create a resident': ['201', '201', '201', '201', '403', '403', '403', '403'],
  'create a health record': ['201', '201', '201', '403', '403', '403', '403', '403'],
  'create a medical record': ['201', '201', '403', '403', '403', '403', '403', '403'],
};

describe('the matrix of roles', () => {
  test.each(columns.map((username, column) => ({ username, column })))('what $username may do', async ({ username, column }) => {
    const caller = await gulou.as(username);
    const reading = Object.keys(matrix).filter((attempt) => !/^(create|change|delete)/.test(attempt));

    const answers: [string, string][] = [];
    for (const attempt of reading) answers.push([attempt, await inShort(caller, attempt)]);

    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(reading.map((attempt) => [attempt, matrix[attempt]?.[column]])),
    );
  });

  test('every attempt has its line', () => {
    expect(Object.keys(matrix).sort()).toEqual(Object.keys(attempts).sort());
  });
});

describe('what changes something', () => {
  const writing = Object.keys(matrix).filter((attempt) => /^(create|change|delete)/.test(attempt));

  // last, since what is written would be counted by the searches above; who may do least begins
  test.each([...columns].reverse().map((username) => ({ username })))('$username', async ({ username }) => {
    const caller = await gulou.as(username);
    const column = columns.indexOf(username);

    const answers: [string, string][] = [];
    for (const attempt of writing) answers.push([attempt, await inShort(caller, attempt)]);

    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(writing.map((attempt) => [attempt, matrix[attempt]?.[column]])),
    );
  });
});
