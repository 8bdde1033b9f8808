import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import {
  anIdentityNumber,
  anObservation,
  aPerson,
  IDENTITY,
  post,
  put,
  register,
  vitalSigns,
} from '../../../tests/support/people.ts';

/** Two residents of two townships with the same records; the doctor of a village sees the first one. */
let network: TestNetwork;
let gulou: TestPlatform;
let village: Caller;
let publicHealth: Caller;
let here: Settled;
let elsewhere: Settled;
const SECRET = '藏';

interface Settled {
  readonly patient: string;
  readonly laboratory: string;
  readonly pressure: string;
  readonly number: string;
}

beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  const settle = async (division: string, name: string): Promise<Settled> => {
    const number = anIdentityNumber();
    const patient = await register(gulou, aPerson({ division, name, number }));
    const coded = { code: { coding: [{ system: 'urn:c', code: name }], text: name } };
    const laboratory = await register(gulou, anObservation(patient, coded));
    const pressure = await register(
      gulou,
      anObservation(patient, { ...coded, ...vitalSigns, hasMember: [{ reference: `Observation/${laboratory}` }] }),
    );
    return { patient, laboratory, pressure, number };
  };
  here = await settle('350102001', '林晓明');
  elsewhere = await settle('350102002', SECRET);
  // one of the village refers to one of elsewhere
  await register(gulou, anObservation(here.patient, { hasMember: [{ reference: `Observation/${elsewhere.laboratory}` }] }));
  village = await gulou.as('village');
  publicHealth = await gulou.as('public-health');
});
afterAll(() => network[Symbol.asyncDispose]());

interface Searchset {
  readonly total?: number;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly resource: {
      readonly resourceType: string;
      readonly id: string;
      readonly meta: { readonly tag?: readonly { readonly code: string }[] };
      readonly issue?: readonly {
        readonly details: { readonly coding: readonly { code: string }[] };
        readonly diagnostics: string;
      }[];
      readonly [element: string]: unknown;
    };
    readonly search: { readonly mode: string };
  }[];
}

async function searched(caller: Pick<Caller, 'fhir'>, path: string, init?: RequestInit) {
  const { status, body } = await caller.fhir(path, init);
  return { status, set: body as Searchset, text: JSON.stringify(body) };
}
const idsIn = ({ entry = [] }: Searchset) => entry.map(({ resource }) => resource.id);
const form = (body: string): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

describe('who sees one township', () => {
  test.each([
    ['a chain', () => `Observation?has-member.code=urn:c|${SECRET}`],
    ['a chain to a resident', () => `Observation?subject:Patient.name=${SECRET}`],
    ['a chain by number', () => `Observation?patient.identifier=${IDENTITY}|${elsewhere.number}`],
    ['a reverse chain', () => `Patient?_has:Observation:patient:code=${SECRET}`],
    ['a nested reverse chain', () => `Patient?_has:Observation:patient:_has:Observation:has-member:code=${SECRET}`],
    ['a chain inside a reverse chain', () => `Patient?_has:Observation:patient:has-member.code=${SECRET}`],
    ['a search by resident', () => `Observation?patient=${elsewhere.patient}`],
    ['a search by number', () => `Patient?identifier=${elsewhere.number}`],
    ['the text of a concept', () => `Observation?code:text=${SECRET}`],
    ['an id', () => `Observation?_id=${elsewhere.laboratory},${elsewhere.pressure}`],
  ])('neither finds nor counts anything of another by %s', async (_, path) => {
    const found = await searched(village, path());
    const counted = await searched(village, `${path()}&_summary=count`);
    const estimated = await searched(village, `${path()}&_total=estimate`);
    const inBody = await searched(village, `${path().replace('?', '/_search?')}`, form('_total=accurate'));

    expect(idsIn(found.set)).toEqual([]);
    expect([counted.set.total, estimated.set.total, inBody.set.total]).toEqual([0, 0, 0]);
    expect(idsIn((await searched(gulou, path())).set)).not.toEqual([]);
  });

  test.each([
    'Observation?_include=Observation:has-member&_include:iterate=*',
    'Observation?_include=*&_revinclude:iterate=Observation:*',
    'Patient?_revinclude=Observation:patient&_include:iterate=Observation:*&_revinclude:iterate=Observation:has-member',
    'Observation?_sort=value-string,-date&_total=accurate',
  ])('is shown nothing of another by %s', async (path) => {
    const { set, text } = await searched(village, path);

    expect(idsIn(set)).toContain(here.pressure);
    for (const id of [elsewhere.patient, elsewhere.laboratory, elsewhere.pressure]) expect(idsIn(set)).not.toContain(id);
    expect(text).not.toContain(SECRET);
  });

  test('has no compartment of a resident of another', async () => {
    const answers = await Promise.all(
      ['Observation', 'Patient', 'Observation?_summary=count'].map((rest) =>
        village.fhir(`Patient/${elsewhere.patient}/${rest}`),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  test('learns nothing by a condition on what is elsewhere', async () => {
    const conditional = (ifNoneExist: string) =>
      village.fhir('Observation', post(anObservation(here.patient), { 'if-none-exist': encodeURI(ifNoneExist) }));

    const answers = await Promise.all([
      conditional(`code=urn:c|${SECRET}`),
      conditional(`subject:Patient.name=${SECRET}`),
      conditional(`_id=${elsewhere.laboratory}`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  });
});

describe('who does not see a database', () => {
  test('finds nothing of it by way of what he sees', async () => {
    const paths = [
      'Observation?has-member.status=final',
      'Patient?_has:Observation:patient:_has:Observation:has-member:status=final',
      `Observation?_id=${here.laboratory}`,
    ];
    const chained = await Promise.all(paths.map((path) => searched(publicHealth, path)));
    const included = await searched(publicHealth, 'Observation?_include=*&_revinclude=Observation:has-member');

    expect(chained.map(({ set }) => idsIn(set))).toEqual([[], [], []]);
    expect(idsIn(included.set).toSorted()).toEqual(
      [here.patient, here.pressure, elsewhere.patient, elsewhere.pressure].toSorted(),
    );
  });
});

describe('what a search answers', () => {
  test('goes on in the same way on the next page', async () => {
    const asked = `Observation?_count=1&_elements=status&_include=Observation:subject&_tag:not=${encodeURIComponent('a&b=c|d#é, +')}`;
    const { set } = await searched(gulou, asked);
    const next = set.link.find(({ relation }) => relation === 'next')?.url ?? '';

    const following = await searched(gulou, next.replace(`${gulou.url}/fhir/`, ''));

    const self = new URL(set.link[0]?.url ?? '').searchParams;
    expect(Object.fromEntries(self)).toMatchObject({ _elements: 'status', '_tag:not': 'a&b=c|d#é, +' });
    expect(following.set.entry?.map(({ search }) => search.mode)).toEqual(['match', 'include']);
    for (const { resource } of following.set.entry ?? []) {
      expect(Object.keys(resource)).toEqual(expect.arrayContaining(['resourceType', 'id', 'meta']));
      expect(resource.meta.tag?.map(({ code }) => code)).toEqual(['SUBSETTED']);
    }
  });

  test('to a count of none is the whole number alone', async () => {
    const { set } = await searched(gulou, `Observation?patient=${elsewhere.patient}&_count=0`);

    expect(set).toMatchObject({ total: 2 });
    expect(set.entry).toBeUndefined();
  });

  test('names the elements of the resource, by whichever path', async () => {
    const { set } = await searched(gulou, `Patient?_id=${here.patient}&_elements=Patient.birthDate,name.text`);

    expect(Object.keys(set.entry?.[0]?.resource ?? {}).toSorted()).toEqual(['birthDate', 'id', 'meta', 'name', 'resourceType']);
  });

  test('says what it left out, or refuses it when asked to be strict', async () => {
    const lenient = await searched(gulou, 'Patient?shoe-size=42&_id=none');
    const strict = await gulou.fhir('Patient?shoe-size=42', { headers: { prefer: 'handling=strict' } });

    expect(lenient.set.entry?.map(({ resource }) => resource.issue?.[0]?.diagnostics)).toEqual(['shoe-size']);
    expect(new URL(lenient.set.link[0]?.url ?? '').search).toBe('?_id=none');
    expect(strict).toMatchObject({ status: 400, body: { issue: [{ expression: ['shoe-size'] }] } });
  });

  test('finds a record that names its resident by an address here', async () => {
    const whole = `${gulou.url}/fhir/Patient/${here.patient}`;
    const id = await register(gulou, { ...anObservation(''), subject: { reference: whole } });

    const found = await Promise.all(
      [whole, `Patient/${here.patient}`, here.patient].map((one) => searched(gulou, `Observation?subject=${one}&_id=${id}`)),
    );

    expect(found.map(({ set }) => idsIn(set))).toEqual([[id], [id], [id]]);
  });

  test('follows a record to another resident, another database, and back from a deletion', async () => {
    const id = await register(gulou, anObservation(here.patient, { valueString: 'moving' }));
    const findBy = async (path: string) => idsIn((await searched(gulou, `Observation?value-string=moving${path}`)).set);

    await gulou.fhir(
      `Observation/${id}`,
      put({ ...anObservation(elsewhere.patient, { valueString: 'moving', ...vitalSigns }), id }),
    );

    expect(await findBy(`&patient=${here.patient}`)).toEqual([]);
    expect(await findBy(`&patient=${elsewhere.patient}`)).toEqual([id]);
    await gulou.fhir(`Observation/${id}`, { method: 'DELETE' });
    expect(await findBy('')).toEqual([]);
    await gulou.fhir(`Observation/${id}`, put({ ...anObservation(here.patient, { valueString: 'moving' }), id }));
    expect(await findBy('')).toEqual([id]);
    expect(await findBy(`&subject:Patient.name=林晓明`)).toEqual([id]);
  });
});

describe('what cannot be asked', () => {
  const NAME = '不可说';
  test.each([
    [`Patient?birthdate=${NAME}`, 'birthdate'],
    [`Patient?birthdate:not=${NAME}`, 'birthdate:not'],
    [`Observation?value-quantity=${NAME}`, 'value-quantity'],
    [`Observation?value-quantity=5|urn:x|`, 'value-quantity'],
    [`Patient?name:phonetic=${NAME}`, 'name:phonetic'],
    [`Patient?_id:not=${NAME}`, '_id:not'],
    [`Observation?subject:Patient.birthdate=${NAME}`, 'birthdate'],
    [`Observation?code.name=${NAME}`, 'code.name'],
    [`Patient?_has:Observation:status:code=${NAME}`, '_has:Observation:status:code'],
    [`Patient?name=`, 'name'],
    [`Patient?_sort=${NAME}`, '_sort'],
    [`Patient?_include=${NAME}`, '_include'],
    [`Patient?_revinclude=*`, '_revinclude'],
    [`Patient?_contained=both`, '_contained'],
    [`Patient?_cursor=${NAME}`, '_cursor'],
    [`Observation?code-value-quantity=${NAME}`, 'code-value-quantity'],
    [`Location?near=${NAME}`, 'near'],
    [`Observation?code:in=${NAME}`, 'code:in'],
    [`Observation?code:text=${NAME.repeat(100)}`, 'code:text'],
  ])('%s is refused by its name', async (path, name) => {
    const { status, body } = await gulou.fhir(path.replaceAll('|', '%7C'));

    const answer = JSON.stringify(body);
    expect(status).toBe(400);
    expect(answer).toContain(`"expression":["${name}"]`);
    if (!path.includes('_sort')) expect(answer).not.toContain(NAME);
  });

  test.each([
    ['ten thousand codes', 'Observation', `code=${Array.from({ length: 10_000 }, (_, index) => index).join(',')}`],
    ['ten thousand dates', 'Observation', `date=${'2024,'.repeat(10_000)}2024`],
    ['ten thousand conditions', 'Observation', 'date=gt2000&'.repeat(10_000)],
    ['ten thousand inclusions', 'Patient', '_revinclude=Observation:patient&'.repeat(10_000)],
    ['hundreds of measures', 'Observation', `value-quantity=${'gt5,'.repeat(600)}5`],
    ['residents of any type in a hundred lists', 'Composition', `subject=${'a,'.repeat(9)}a&`.repeat(100)],
    ['a long chain', 'Observation', `${'has-member.'.repeat(50)}code=x`],
    ['chains through every type', 'Observation', 'focus.subject.name=x&'.repeat(20)],
    ['a hundred orders', 'Patient', `_sort=${'name,'.repeat(100)}name`],
    ['a broken number in a page link', 'Patient', `_sort=birthdate&_cursor=${Buffer.from('["x","a"]').toString('base64url')}`],
    [
      'a day that is none in a page link',
      'Patient',
      `_sort=_lastUpdated&_cursor=${Buffer.from('["2024-02-30 00:00:00+00","a"]').toString('base64url')}`,
    ],
  ])('%s', async (_, type, parameters) => {
    const { status, body } = await gulou.fhir(`${type}/_search`, form(parameters));

    expect(body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
    expect([400, 413]).toContain(status);
  });
});

describe('a search inside a batch', () => {
  test('includes, and shows parts, as one by itself does', async () => {
    const url = `Observation?_id=${here.laboratory}&_include=Observation:subject&_elements=status`;
    const { body } = await gulou.fhir(
      '',
      post({ resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url } }] }),
    );

    const { entry }: { entry: readonly { resource: Searchset }[] } = body;
    const shown = entry[0]?.resource.entry ?? [];
    expect(shown.map(({ resource, search }) => [search.mode, resource.id])).toEqual([
      ['match', here.laboratory],
      ['include', here.patient],
    ]);
    expect(shown.map(({ resource }) => resource.meta.tag?.at(-1)?.code)).toEqual(['SUBSETTED', 'SUBSETTED']);
  });
});
