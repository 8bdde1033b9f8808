import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const WRITERS = 50;
const HOSPITAL = 'urn:test:hospital';
const aResident = (value: string) => aPerson({ number: null, identifier: [{ system: HOSPITAL, value }] });
const atOnce = (work: (index: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: WRITERS }, (_, index) => work(index)));

interface History {
  readonly entry: readonly {
    readonly resource: { readonly meta: { readonly versionId: string }; readonly note: [{ text: string }] };
  }[];
}

test('of fifty who write one measurement with If-Match one wins each round, and the history has no gap', async () => {
  const patient = await register(gulou, aPerson());
  const aNote = (text: string) => anObservation(patient, { id: 'guarded', note: [{ text }] });
  await gulou.fhir('Observation/guarded', put(aNote('first')));

  const winners = ['first'];
  for (let round = 1; round <= 5; round++) {
    const answers = await atOnce((index) =>
      gulou.fhir('Observation/guarded', put(aNote(`${round}-${index}`), { 'if-match': `W/"${round}"` })),
    );
    const won = answers.flatMap(({ status }, index) => (status === 200 ? [`${round}-${index}`] : []));
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(WRITERS - 1);
    winners.unshift(`${won[0]}`);
  }

  const { entry }: History = (await gulou.fhir('Observation/guarded/_history')).body;
  expect(entry.map(({ resource }) => resource.meta.versionId)).toEqual(['6', '5', '4', '3', '2', '1']);
  expect(entry.map(({ resource }) => resource.note[0].text)).toEqual(winners);
});

describe('of fifty who register a resident unless the card is known', () => {
  test('by the header one does, and the others are led to what it made', async () => {
    const answers = await atOnce(() =>
      gulou.fhir('Patient', post(aResident('A0000001'), { 'if-none-exist': `identifier=${HOSPITAL}|A0000001` })),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(WRITERS - 1);
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
  });

  test('in transactions with a record each, one does, and all records are of that resident', async () => {
    const aVisit = () => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:5a1b3c9e-0000-4000-8000-000000000001',
          resource: aResident('A0000002'),
          request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${HOSPITAL}|A0000002` },
        },
        {
          resource: { ...anObservation(''), subject: { reference: 'urn:uuid:5a1b3c9e-0000-4000-8000-000000000001' } },
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    });

    const answers = await atOnce(() => gulou.fhir('', post(aVisit())));

    const [first] = answers.map(({ body }): { entry: { response: { location: string; status: string } }[] } => body);
    const patient = first?.entry[0]?.response.location.split('/')[1];
    const { total }: { total: number } = (await gulou.fhir(`Observation?patient=${patient}&_summary=count`)).body;
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: WRITERS }, () => 200));
    expect(total).toBe(WRITERS);
  });
});
