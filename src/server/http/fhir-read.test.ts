import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, put, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let patient: string;
let record: string;
let updated: string;
const number = anIdentityNumber();
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  patient = await register(gulou, aPerson({ number }));
  record = await register(gulou, anObservation(patient, { valueQuantity: { value: 1, unit: 'g' } }));
  const body: { meta: { lastUpdated: string } } = (await gulou.fhir(`Observation/${record}`)).body;
  updated = body.meta.lastUpdated;
});
afterAll(() => network[Symbol.asyncDispose]());

/** An answer as text: the headers that tell the version, and what was sent. */
async function raw(path: string, init: RequestInit = {}) {
  const response = await fetch(`${gulou.url}/fhir/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${await gulou.token()}`, ...init.headers },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const httpDate = (shiftSeconds: number) => new Date(Date.parse(updated) + shiftSeconds * 1000).toUTCString();

describe('reading a resource on condition', () => {
  test.each<[string, () => Record<string, string>, number]>([
    ['it has the version', () => ({ 'if-none-match': 'W/"1"' }), 304],
    ['one of its versions is this one', () => ({ 'if-none-match': 'W/"7", "1"' }), 304],
    ['it wants nothing that is there', () => ({ 'if-none-match': '*' }), 304],
    ['it has another version', () => ({ 'if-none-match': 'W/"11"' }), 200],
    ['it has what is of that second', () => ({ 'if-modified-since': httpDate(0) }), 304],
    ['it has something later', () => ({ 'if-modified-since': httpDate(60) }), 304],
    ['it has something earlier', () => ({ 'if-modified-since': httpDate(-1) }), 200],
    ['its date is none', () => ({ 'if-modified-since': 'yesterday' }), 200],
    [
      'its version is another though its date is later',
      () => ({ 'if-none-match': 'W/"2"', 'if-modified-since': httpDate(60) }),
      200,
    ],
  ])('where the caller says that %s', async (_, headers, status) => {
    const paths = [`Observation/${record}`, `Observation/${record}/_history/1`];

    const answers = await Promise.all(paths.map((path) => raw(path, { headers: headers() })));

    expect(answers.map((answer) => [answer.status, answer.headers.get('etag'), answer.headers.get('last-modified')])).toEqual(
      paths.map(() => [status, 'W/"1"', httpDate(0)]),
    );
    expect(answers.map(({ text }) => text === '')).toEqual(paths.map(() => status === 304));
  });

  test('HEAD answers as GET does, without the resource', async () => {
    const paths = [`Observation/${record}`, `Observation?patient=${patient}`, `Observation/${record}/_history`, 'Patient/nobody'];

    const [heads, gets] = await Promise.all(
      ['HEAD', 'GET'].map((method) => Promise.all(paths.map((path) => raw(path, { method })))),
    );

    const told = ({ status, headers }: { status: number; headers: Headers }) =>
      ['etag', 'last-modified', 'content-type', 'content-length'].map((name) => headers.get(name)).concat(`${status}`);
    expect(heads?.map(told)).toEqual(gets?.map(told));
    expect(heads?.map(({ text }) => text)).toEqual(['', '', '', '']);
  });
});

describe('the form of an answer', () => {
  test('is a part of the resource, tagged as one', async () => {
    const { body } = await gulou.fhir(`Patient/${patient}?_elements=birthDate`);

    expect(body).toMatchObject({ id: patient, birthDate: '1984-05-06', meta: { tag: [{ code: 'SUBSETTED' }] } });
    expect(body).not.toHaveProperty('name');
  });

  test.each([
    ['_summary=true', 200],
    ['_summary=text', 200],
    ['_summary=false', 200],
    ['_summary=count', 400],
    ['_summary=much', 400],
    ['_format=json', 200],
    ['_format=application/fhir%2Bjson', 200],
    ['_format=application/fhir+json', 200],
    ['_format=xml', 406],
    ['_format=text/turtle', 406],
  ])('with %s is answered with %i', async (query, status) => {
    const answer = await gulou.fhir(`Patient/${patient}?${query}`);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ resourceType: status === 200 ? 'Patient' : 'OperationOutcome' });
  });

  test.each([
    ['application/fhir+json;fhirVersion=4.0', '', 200],
    ['text/html, application/xml;q=0.9, */*;q=0.8', '', 200],
    ['application/fhir+xml', '', 406],
    ['application/fhir+xml', '?_format=json', 200],
    ['application/fhir+json', '?_format=xml', 406],
  ])('to %s with "%s" has status %i', async (accept, query, status) => {
    const answer = await raw(`Patient/${patient}${query}`, { headers: { accept } });

    expect(answer.status).toBe(status);
  });

  test.each(['metadata', 'ValueSet/$expand?url=x', 'ConceptMap/$translate?url=x'])(
    'of %s as XML is refused with what there is instead',
    async (path) => {
      const { status, body } = await gulou.fhir(path, { headers: { accept: 'application/fhir+xml' } });

      expect([status, JSON.stringify(body)]).toEqual([406, expect.stringContaining('application/fhir+json')]);
    },
  );

  test('is indented where that is asked for, and says the same', async () => {
    const [plain, pretty] = await Promise.all(['', '?_pretty=true'].map((query) => raw(`Observation/${record}${query}`)));

    expect(pretty?.text.split('\n').length).toBeGreaterThan(5);
    expect(pretty?.text.replaceAll(/\n */g, '').replaceAll('": ', '":')).toBe(plain?.text);
  });
});

interface HistoryBody {
  readonly type: string;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly fullUrl: string;
    readonly resource?: { readonly id: string };
    readonly request: { readonly method: string; readonly url: string };
    readonly response: { readonly status: string; readonly etag: string; readonly lastModified: string };
  }[];
}

async function pagesOf(caller: Pick<Caller, 'fhir'>, first: string): Promise<HistoryBody[]> {
  const pages: HistoryBody[] = [];
  for (let path: string | undefined = first; path; ) {
    const page: HistoryBody = (await caller.fhir(path)).body;
    pages.push(page);
    path = page.link.find(({ relation }) => relation === 'next')?.url.replace(`${gulou.url}/fhir/`, '');
  }
  return pages;
}

describe('the history of a type and of the system', () => {
  test('tells what was done to each resource, deletions too, page after page', async () => {
    const organization = await register(gulou, { resourceType: 'Organization', name: '历史医院' });
    const changed = { resourceType: 'Organization', id: organization, name: '历史医院二' };
    await gulou.fhir(`Organization/${organization}`, put(changed));
    await gulou.fhir(`Organization/${organization}`, { method: 'DELETE' });

    const pages = await pagesOf(gulou, `Organization/_history?_count=2&_since=${encodeURIComponent(updated)}`);

    const mine = pages.flatMap(({ entry = [] }) => entry).filter(({ fullUrl }) => fullUrl.endsWith(organization));
    expect(pages.map(({ type }) => type)).toEqual(pages.map(() => 'history'));
    expect(
      mine.map(({ request, response, resource }) => [request, response.status, response.etag, resource !== undefined]),
    ).toEqual([
      [{ method: 'DELETE', url: `Organization/${organization}` }, '204', 'W/"3"', false],
      [{ method: 'PUT', url: `Organization/${organization}` }, '200', 'W/"2"', true],
      [{ method: 'POST', url: 'Organization' }, '201', 'W/"1"', true],
    ]);
  });

  test('is under the scope, and enters whose data it showed', async () => {
    const elsewhere = await register(gulou, aPerson({ division: '350102002', name: '别处' }));
    const own = await register(gulou, aPerson({ division: '350102001', name: '此处' }));
    const village = await gulou.as('village');

    const pages = await Promise.all(
      ['_history?_count=1000', 'Patient/_history?_count=1000'].map((path) => pagesOf(village, path)),
    );

    const shown = pages.map((of) => JSON.stringify(of));
    const entries = await gulou.running.platform.database.sql<{ resident: string; what: string }[]>`
      select resident, what from audit.entry where action = 'search' and what like '%_history' and resident in (${own}, ${elsewhere})`;
    expect(shown.map((text) => [text.includes(own), text.includes(elsewhere)])).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(entries.toSorted((a, b) => (a.what < b.what ? 1 : -1))).toEqual([
      { resident: own, what: '_history' },
      { resident: own, what: 'Patient/_history' },
    ]);
  });

  test.each([
    ['Observation/_history?_since=yesterday', 400],
    ['Observation/_history?_at=2026-13-01', 400],
    ['_history?_count=many', 400],
    ['_history?_sort=_lastUpdated', 400],
    ['_history?_sort=-_lastUpdated', 200],
    ['_history?_cursor=xx', 400],
    ['Observation/_history?_at=2026', 200],
    ['Nothing/_history', 404],
    ['Observation/nobody/_history', 404],
  ])('%s is answered with %i', async (path, status) => {
    const answer = await gulou.fhir(path);

    expect(answer.status).toBe(status);
  });

  test('refuses what it does not know where the caller is strict', async () => {
    const answer = await gulou.fhir('_history?code=1', { headers: { prefer: 'handling=strict' } });

    expect(answer).toMatchObject({ status: 400, body: { issue: [{ expression: ['code'] }] } });
  });

  test('of a resource since its last change is empty, and no error', async () => {
    const answer = await gulou.fhir(`Observation/${record}/_history?_since=2200-01-01T00:00:00Z`);

    expect(answer).toMatchObject({ status: 200, body: { type: 'history' } });
    expect(answer.body).not.toHaveProperty('entry');
  });
});
