import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let mother: string;
let own: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  mother = await register(gulou, aPerson());
  own = `${gulou.url}/fhir/Patient/${mother}`;
});
afterAll(() => network[Symbol.asyncDispose]());

const ELSEWHERE = 'https://elsewhere.example/fhir/Patient/1';

interface Kept {
  readonly id: string;
  readonly subject: { readonly reference: string };
}

const about = (reference: string, more: object = {}) => ({ ...anObservation(''), subject: { reference }, ...more });
const kept = async (id: string): Promise<Kept> => (await gulou.fhir(`Observation/${id}`)).body;
const inBundle = async (type: 'transaction' | 'batch', entry: object): Promise<string> => {
  const answer = await gulou.fhir('', post({ resourceType: 'Bundle', type, entry: [entry] }));
  const { body }: { body: { entry: { response: { location: string } }[] } } = answer;
  return body.entry[0]?.response.location.split('/')[1] ?? '';
};
const idOf = (answer: { readonly body: never }): string => (answer.body as Kept).id;
const idsFound = async (path: string): Promise<string[]> => {
  const { body }: { body: { entry?: { resource: { id: string } }[] } } = await gulou.fhir(path);
  return (body.entry ?? []).map(({ resource }) => resource.id);
};

/** Ways of writing an Observation about the resident by an address; each gives its id. */
const writes: Readonly<Record<string, (reference: string) => Promise<string>>> = {
  create: (reference) => register(gulou, about(reference)),
  'update under a new id': async (reference) => {
    const id = crypto.randomUUID();
    return idOf(await gulou.fhir(`Observation/${id}`, put({ ...about(reference), id })));
  },
  'update of what is there': async (reference) => {
    const id = await register(gulou, anObservation(mother));
    return idOf(await gulou.fhir(`Observation/${id}`, put({ ...about(reference), id })));
  },
  'JSON Patch': async (reference) => {
    const id = await register(gulou, anObservation(mother));
    const body = JSON.stringify([{ op: 'replace', path: '/subject/reference', value: reference }]);
    const headers = { 'content-type': 'application/json-patch+json' };
    return idOf(await gulou.fhir(`Observation/${id}`, { method: 'PATCH', headers, body }));
  },
  'conditional create': async (reference) =>
    idOf(await gulou.fhir('Observation', post(about(reference), { 'if-none-exist': `identifier=${crypto.randomUUID()}` }))),
  transaction: (reference) =>
    inBundle('transaction', { resource: about(reference), request: { method: 'POST', url: 'Observation' } }),
  batch: (reference) => inBundle('batch', { resource: about(reference), request: { method: 'POST', url: 'Observation' } }),
};

describe('a reference by the address of the platform itself', () => {
  test.each(Object.keys(writes))('is kept relative by %s, and what it stands in is found', async (way) => {
    const id = (await writes[way]?.(own)) ?? '';

    const found = await Promise.all(
      [
        `Observation?_id=${id}&subject=Patient/${mother}`,
        `Observation?_id=${id}&patient=${mother}`,
        `Observation?_id=${id}&subject=${encodeURIComponent(own)}`,
        `Observation?_id=${id}&subject:Patient._id=${mother}`,
        `Patient/${mother}/Observation?_id=${id}`,
      ].map(idsFound),
    );
    const everything = await idsFound(`Patient/${mother}/$everything?_type=Observation`);
    expect((await kept(id)).subject.reference).toBe(`Patient/${mother}`);
    expect(found).toEqual(found.map(() => [id]));
    expect(everything).toContain(id);
    expect(await idsFound(`Observation?_id=${id}&_include=Observation:subject`)).toEqual([id, mother]);
  });

  test.each(Object.keys(writes))('of elsewhere stays as it is by %s', async (way) => {
    const id = (await writes[way]?.(ELSEWHERE)) ?? '';

    expect((await kept(id)).subject.reference).toBe(ELSEWHERE);
    expect(await idsFound(`Observation?_id=${id}&subject=${encodeURIComponent(ELSEWHERE)}`)).toEqual([id]);
    expect(await idsFound(`Observation?_id=${id}&subject=Patient/1`)).toEqual([]);
  });

  test.each<[string, () => string, () => string]>([
    ['of one version', () => `${own}/_history/1`, () => `Patient/${mother}/_history/1`],
    ['with capitals in the host', () => own.replace('http:', 'HTTP:'), () => `Patient/${mother}`],
    ['that goes on', () => `${own}/$everything`, () => `${own}/$everything`],
    ['with a query', () => `${own}?x=1`, () => `${own}?x=1`],
    ['outside of its FHIR interface', () => own.replace('/fhir/', '/'), () => own.replace('/fhir/', '/')],
  ])('%s is kept as it should be', async (_, written, expected) => {
    const id = await register(gulou, about(written()));

    expect((await kept(id)).subject.reference).toBe(expected());
  });

  test('leads to the entry that has it as fullUrl', async () => {
    const fullUrl = `${gulou.url}/fhir/Patient/not-yet`;
    const entry = [
      { fullUrl, resource: aPerson(), request: { method: 'POST', url: 'Patient' } },
      { resource: about(fullUrl), request: { method: 'POST', url: 'Observation' } },
    ];

    const { body }: { body: { entry: { response: { location: string } }[] } } = await gulou.fhir(
      '',
      post({ resourceType: 'Bundle', type: 'transaction', entry }),
    );

    const [patient, observation] = body.entry.map(({ response }) => response.location.split('/')[1] ?? '');
    expect((await kept(observation ?? '')).subject.reference).toBe(`Patient/${patient}`);
  });

  test('stays as it is inside of a document, which has names of its own', async () => {
    const document = { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: own, resource: about(own) }] };

    const id = await register(gulou, document);

    const { body }: { body: { entry: { resource: Kept }[] } } = await gulou.fhir(`Bundle/${id}`);
    expect(body.entry[0]?.resource.subject.reference).toBe(own);
  });
});
