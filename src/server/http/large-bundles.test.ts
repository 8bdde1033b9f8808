import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const MOST = 10_000;
const HOSPITAL = 'urn:test:hospital';
const list = <Value>(length: number, make: (index: number) => Value) => Array.from({ length }, (_, index) => make(index));
const aResident = (card: string) => aPerson({ number: null, identifier: [{ system: HOSPITAL, value: card }] });

interface Answered {
  readonly type: string;
  readonly entry: readonly { readonly response: { readonly status: string; readonly location: string } }[];
}
const counted = ({ entry }: Answered) =>
  Object.fromEntries([...Map.groupBy(entry, ({ response }) => response.status)].map(([status, all]) => [status, all.length]));
const idAt = ({ entry }: Answered, index: number) => entry[index]?.response.location.split('/')[1];

test('a transaction of ten thousand entries that refer to each other is carried out whole', { timeout: 180_000 }, async () => {
  const entry = [
    ...list(4000, (n) => ({
      resource: { ...anObservation(''), subject: { reference: `Patient?identifier=${HOSPITAL}|T${n % 3000}` } },
      request: { method: 'POST', url: 'Observation' },
    })),
    ...list(3000, (n) => ({
      resource: { ...anObservation(''), subject: { reference: `urn:uuid:t${n}` } },
      request: { method: 'POST', url: 'Observation' },
    })),
    ...list(3000, (n) => ({
      fullUrl: `urn:uuid:t${n}`,
      resource: aResident(`T${n}`),
      request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${HOSPITAL}|T${n}` },
    })),
  ];

  const answer = await gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry }));

  const body: Answered = answer.body;
  expect([answer.status, body.type, counted(body)]).toEqual([200, 'transaction-response', { '201': MOST }]);
  const { total }: { total: number } = (await gulou.fhir(`Observation?patient=${idAt(body, 7042)}&_summary=count`)).body;
  expect(total).toBe(3);
});

test('a batch of ten thousand entries answers each, and one at fault stands back alone', { timeout: 180_000 }, async () => {
  const entry = list(MOST, (n) => ({
    resource: n === 5000 ? { ...aResident(`B${n}`), gender: 'F' } : aResident(`B${n}`),
    request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${HOSPITAL}|B${n}` },
  }));

  const answer = await gulou.fhir('', post({ resourceType: 'Bundle', type: 'batch', entry }));

  const body: Answered = answer.body;
  expect([answer.status, body.type, counted(body)]).toEqual([200, 'batch-response', { '201': MOST - 1, '422': 1 }]);
  expect(body.entry[5000]?.response.status).toBe('422');
});
