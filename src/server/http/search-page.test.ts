import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, IDENTITY, post, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let village: Caller;
let patient: string;
let observations: readonly string[];
const number = anIdentityNumber();
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  patient = await register(gulou, aPerson({ number, name: '密中文' }));
  observations = await Promise.all(['1', '2', '3'].map(() => register(gulou, anObservation(patient))));
  village = await gulou.as('village');
});
afterAll(() => network[Symbol.asyncDispose]());

interface Searchset {
  readonly total?: number;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource: { readonly resourceType: string; readonly id: string } }[];
}

const form = (body: string): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});
const linkIn = ({ link }: Searchset, wanted: string) =>
  link
    .find(({ relation }) => relation === wanted)
    ?.url.replace(`${gulou.url}/fhir`, '')
    .replace(/^\//, '');

async function pagesOf(path: string, body: string): Promise<Searchset[]> {
  const pages: Searchset[] = [(await gulou.fhir(path, form(body))).body];
  for (let next = linkIn(pages[0] as Searchset, 'next'); next; next = linkIn(pages.at(-1) as Searchset, 'next'))
    pages.push((await gulou.fhir(next)).body);
  return pages;
}
const idsIn = (pages: readonly Searchset[]) =>
  pages.flatMap(({ entry = [] }) => entry.map(({ resource }) => resource.id)).toSorted();
const query = () => `patient.identifier=${encodeURIComponent(`${IDENTITY}|${number}`)}&_count=1`;

describe('links of a search that came as a form', () => {
  test.each<[string, () => string, () => string]>([
    ['of a type', () => 'Observation/_search', query],
    ['of several types', () => '_search', () => `_type=Observation,Condition&${query()}`],
    ['in a compartment', () => `Patient/${patient}/Observation/_search`, query],
  ])('%s lead through all pages, and tell nothing of what was asked', async (_, path, body) => {
    const pages = await pagesOf(path(), body());

    const addresses = pages.flatMap(({ link }) => link.map(({ url }) => url));
    expect(idsIn(pages)).toEqual(observations.toSorted());
    expect(pages).toHaveLength(3);
    for (const address of addresses) {
      expect(address).toMatch(/\?_page=[A-Za-z0-9_-]+$/);
      expect(Buffer.from(address.split('=')[1] ?? '', 'base64url').toString('latin1')).not.toContain(number);
    }
  });

  test('and back to the first page', async () => {
    const [first] = await pagesOf('Observation/_search', query());

    const again = await gulou.fhir(linkIn(first as Searchset, 'self') ?? '');

    expect(idsIn([again.body])).toEqual(idsIn([first as Searchset]));
  });

  test('are of use to nobody else, at no other path, and not when they are damaged', async () => {
    const [first] = await pagesOf('Observation/_search', query());
    const next = linkIn(first as Searchset, 'next') ?? '';
    const handle = next.split('=')[1] ?? '';

    const answers = await Promise.all([
      village.fhir(next),
      gulou.fhir(`Condition?_page=${handle}`),
      gulou.fhir(`Observation?_page=${handle.slice(1)}`),
      gulou.fhir('Observation?_page='),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(answers.map(({ body }: { body: { issue: { expression: string[] }[] } }) => body.issue[0]?.expression)).toEqual(
      answers.map(() => ['_page']),
    );
  });

  test('are no longer given where so much was asked that they fit no address', async () => {
    const ids = Array.from({ length: 900 }, () => crypto.randomUUID());
    const asked = (count: number) => form(`_id=${[...observations, ...ids].join(',')}&_count=${count}`);

    const [whole, parted] = await Promise.all([
      gulou.fhir('Observation/_search', asked(5)),
      gulou.fhir('Observation/_search', asked(1)),
    ]);

    const all: Searchset = whole.body;
    expect([whole.status, parted.status]).toEqual([200, 413]);
    expect(all.link).toEqual([{ relation: 'self', url: `${gulou.url}/fhir/Observation` }]);
  });
});

describe('links of a search in an order that tells of people', () => {
  const names = ['密甲', '密乙', '密丙'];
  const births = ['1961-02-03', '1962-02-03', '1963-02-03'];
  const born = () => `identifier=${encodeURIComponent('urn:ward|7')}&_count=1`;
  beforeAll(async () => {
    for (const [index, family] of names.entries())
      await register(gulou, {
        ...aPerson({ number: null, birthDate: births[index] as string }),
        identifier: [{ system: 'urn:ward', value: '7' }],
        name: [{ family, text: family }],
      });
  });

  const follow = async (path: string): Promise<Searchset[]> => {
    const pages: Searchset[] = [(await gulou.fhir(path)).body];
    for (let next = linkIn(pages[0] as Searchset, 'next'); next; next = linkIn(pages.at(-1) as Searchset, 'next'))
      pages.push((await gulou.fhir(next)).body);
    return pages;
  };
  const told = (address: string) => {
    const cursor = new URL(address, gulou.url).searchParams.get('_cursor') ?? '';
    return cursor + Buffer.from(cursor.replace(/^s\./, ''), 'base64url').toString();
  };

  test.each<[string, () => string]>([
    ['family names', () => `Patient?_sort=family&${born()}`],
    ['family names, of several types', () => `?_type=Patient,Person&_sort=name&${born()}`],
    ['birth dates', () => `Patient?_sort=birthdate&${born()}`],
    ['numbers', () => `Patient?_sort=identifier&${born()}`],
  ])('by %s lead through all pages and say none of them', async (_, path) => {
    const pages = await follow(path());

    const addresses = pages.flatMap(({ link }) => link.map(({ url }) => url)).filter((url) => url.includes('_cursor'));
    expect(new Set(idsIn(pages)).size).toBe(3);
    expect([pages.length, addresses.length]).toEqual([3, 2]);
    for (const secret of [...names, ...births, ...births.map((day) => `${Date.parse(day)}`), '"7"'])
      expect(addresses.map(told).join(' ')).not.toContain(secret);
  });

  test('are of use to nobody else and at no other path', async () => {
    const [first] = await follow(`Patient?_sort=family&${born()}`);
    const next = linkIn(first as Searchset, 'next') ?? '';

    const answers = await Promise.all([
      village.fhir(next),
      gulou.fhir(next.replace('Patient', 'Person')),
      gulou.fhir(next.replace('_cursor=s.', '_cursor=s.A')),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(answers.map(({ body }: { body: { issue: { expression: string[] }[] } }) => body.issue[0]?.expression)).toEqual(
      answers.map(() => ['_cursor']),
    );
  });

  test('are sealed in a batch too, and lead on from there and in another batch', async () => {
    const inBatch = async (url: string): Promise<Searchset> => {
      const entry = [{ request: { method: 'GET', url } }];
      const { body } = await gulou.fhir('', post({ resourceType: 'Bundle', type: 'batch', entry }));
      return (body as { entry: { resource: Searchset }[] }).entry[0]?.resource as Searchset;
    };

    const first = await inBatch(`Patient?_sort=family&${born()}`);
    const next = linkIn(first, 'next') ?? '';
    const seconds = [await inBatch(next), (await gulou.fhir(next)).body as Searchset];

    expect(told(next)).not.toContain(names[0]);
    expect(idsIn([first])).toHaveLength(1);
    expect(idsIn(seconds.slice(0, 1))).toEqual(idsIn(seconds.slice(1)));
    expect(idsIn(seconds)).not.toContain(idsIn([first])[0]);
  });

  test('stay as they are where the order is that of ids or of changes', async () => {
    const [first] = await follow(`Patient?_sort=-_lastUpdated&${born()}`);

    expect(linkIn(first as Searchset, 'next')).toMatch(/_cursor=[A-Za-z0-9_-]+$/);
  });
});

describe('a search of several types over HTTP', () => {
  test('gives its parts, its self link, and enters whose data it showed', async () => {
    const { status, body } = await gulou.fhir(`?_type=Patient,Observation&_id=${patient},${observations[0]}&_elements=status`);

    const set: Searchset = body;
    const entries = await gulou.running.platform.database.sql`
      select what, count from audit.entry where resident = ${patient} and what = 'Patient,Observation'`;
    expect(status).toBe(200);
    expect(set.entry?.map(({ resource }) => `${resource.resourceType}/${resource.id}`)).toEqual([
      `Observation/${observations[0]}`,
      `Patient/${patient}`,
    ]);
    expect(linkIn(set, 'self')).toBe(
      `?${new URLSearchParams([
        ['_type', 'Patient,Observation'],
        ['_id', `${patient},${observations[0]}`],
        ['_elements', 'status'],
      ])}`,
    );
    expect([...entries]).toEqual([{ what: 'Patient,Observation', count: 2 }]);
  });

  test('of all types finds by id', async () => {
    const { body } = await gulou.fhir(`?_id=${patient}`);

    expect(idsIn([body])).toEqual([patient]);
  });

  test.each(['', '?_count=1', '?code=x', '?_type=Nothing&_id=x', '?_type=Observation,Organization&code=x'])(
    'that is not clear is refused: "%s"',
    async (asked) => {
      const answer = await gulou.fhir(asked);

      expect(answer).toMatchObject({ status: 400, body: { resourceType: 'OperationOutcome' } });
    },
  );
});
