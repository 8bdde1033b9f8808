import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, put, register } from '../../../tests/support/people.ts';
import { type DeclaredType, type Statement, statementOf } from '../../../tests/support/statement.ts';
import { searchParametersOf } from '../../fhir/index.ts';
import { validateResource } from '../../standards/index.ts';

/** Every claim of the CapabilityStatement is tried: of searching on every type that it names, of the rest on some. */
let network: TestNetwork;
let gulou: TestPlatform;
let statement: Statement;
let types: readonly DeclaredType[];
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  statement = await statementOf(gulou);
  types = statement.rest.resource;
});
afterAll(() => network[Symbol.asyncDispose]());

/** A value that a parameter of this kind can read. */
const values: Readonly<Record<string, string>> = {
  token: 'urn:test|x',
  string: 'x',
  date: 'ge2026-01-01',
  number: '1',
  quantity: '1',
  reference: 'Basic/x',
  uri: 'urn:x',
};

/** Parameters that read a form of their own. */
const ownForms: Readonly<Record<string, string>> = { near: '26.08|119.29|5|km', _list: 'x', _type: 'Basic' };

function exampleOf(type: string, name: string, kind: string): string {
  const parts = searchParametersOf(type).get(name)?.composite?.parts ?? [];
  return ownForms[name] ?? (kind === 'composite' ? parts.map((part) => values[part.kind]).join('$') : (values[kind] ?? 'x'));
}

interface Asked {
  readonly path: string;
  readonly init?: RequestInit;
}

/** Those that are not answered with 200, with what was answered; some at a time. */
async function refusedOf(asked: readonly Asked[]): Promise<string[]> {
  const waiting = [...asked];
  const refused: string[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const answer = await strictly(next.path, next.init);
      if (answer.status !== 200) refused.push(`${answer.status} ${codeOf(answer)} ${next.path}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return refused;
}

const strictly = (path: string, init: RequestInit = {}) =>
  gulou.fhir(path, { ...init, headers: { prefer: 'handling=strict', ...init.headers } });

test('the CapabilityStatement is itself valid', async () => {
  const { body } = await gulou.fhir('metadata');

  expect(validateResource(body, 'CapabilityStatement')).toBeUndefined();
});

describe('searching, as the CapabilityStatement claims it', () => {
  test('knows every parameter of every type', async () => {
    const asked = types.flatMap(({ type, searchParam }) =>
      searchParam.map(({ name, type: kind }) => ({
        path: `${type}?${name}=${encodeURIComponent(exampleOf(type, name, kind))}&_summary=count`,
      })),
    );

    const refused = await refusedOf(asked);

    expect(asked.length).toBeGreaterThan(2000);
    expect(refused).toEqual([]);
  });

  test('includes along every reference in both directions', async () => {
    const asked = types.flatMap(({ type, searchInclude, searchRevInclude = [] }) => [
      ...searchInclude.map((name) => ({ type, form: `_include=${name}` })),
      ...searchRevInclude.map((name) => ({ type, form: `_revinclude=${name}` })),
    ]);
    // several at once: as many as a search may have
    const groups = [...Map.groupBy(asked, ({ type }) => type)].flatMap(([type, all]) =>
      Array.from({ length: Math.ceil(all.length / 20) }, (_, at) => ({
        path: `${type}?_count=1&${all
          .slice(at * 20, at * 20 + 20)
          .map(({ form }) => form)
          .join('&')}`,
      })),
    );

    const refused = await refusedOf(groups);

    expect(asked.length).toBeGreaterThan(1000);
    expect(refused).toEqual([]);
  });

  test('refuses what it does not name', async () => {
    const asked = types.map(({ type }) => ({ path: `${type}?no-such-parameter=x` }));

    expect(await refusedOf(asked)).toHaveLength(types.length);
  });

  test('finds in every compartment what belongs to it', async () => {
    const names = (statement.rest.compartment ?? []).map((url) => url.slice(url.lastIndexOf('/') + 1));
    const owners = names.map((name) => `${name[0]?.toUpperCase()}${name.slice(1)}`);
    const ids = new Map<string, string>();
    for (const owner of owners) ids.set(owner, await register(gulou, aSample(owner)));

    const refused = await refusedOf(owners.map((owner) => ({ path: `${owner}/${ids.get(owner)}/Observation` })));

    expect(owners).toContain('Patient');
    expect(refused).toEqual([]);
  });

  test('in forms of every format', async () => {
    const asked = statement.format.flatMap((format) => [
      { path: `Basic?_format=${encodeURIComponent(format)}` },
      ...(format.includes('/') ? [{ path: 'Basic', init: { headers: { accept: format } } }] : []),
    ]);

    expect(asked.length).toBeGreaterThan(0);
    expect(await refusedOf(asked)).toEqual([]);
  });
});

const samples: Readonly<Record<string, () => object>> = {
  Patient: () => aPerson(),
  Basic: () => ({ code: { text: 'x' } }),
  Observation: () => ({ status: 'final', code: { text: 'x' } }),
  Encounter: () => ({ status: 'finished', class: { code: 'AMB' } }),
  RelatedPerson: () => ({ patient: { display: 'x' } }),
  Organization: () => ({ name: '鼓楼医院' }),
};
const aSample = (type: string) => ({ ...samples[type]?.(), resourceType: type });
let numbers = 0;
/** A resource that can be found by a number that only it has. */
const identified = (type: string) => ({ ...aSample(type), identifier: [{ system: 'urn:test', value: `n${numbers++}` }] });
const numberOf = ({ identifier }: ReturnType<typeof identified>) => `identifier=urn:test|${identifier[0]?.value}`;
const declared = (type: string): DeclaredType => {
  const found = types.find((one) => one.type === type);
  if (!found) throw new Error(`the statement has no ${type}`);
  return found;
};

describe.each(['Basic', 'Observation', 'Organization'])('writing, as the CapabilityStatement claims it of %s', (type) => {
  test('a create on a condition', async () => {
    const resource = identified(type);
    const create = () => gulou.fhir(type, { ...post(resource), headers: { 'if-none-exist': numberOf(resource) } });

    const answers = [await create(), await create()];

    expect(declared(type).conditionalCreate).toBe(true);
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
  });

  test('a read on a condition', async () => {
    const id = await register(gulou, aSample(type));
    const read = await gulou.fhir(`${type}/${id}`);

    const answers = await Promise.all([
      gulou.fhir(`${type}/${id}`, { headers: { 'if-none-match': read.headers.get('etag') ?? '' } }),
      gulou.fhir(`${type}/${id}`, { headers: { 'if-modified-since': read.headers.get('last-modified') ?? '' } }),
      gulou.fhir(`${type}/${id}`, { headers: { 'if-none-match': 'W/"9"' } }),
    ]);

    expect(declared(type).conditionalRead).toBe('full-support');
    expect(answers.map(({ status }) => status)).toEqual([304, 304, 200]);
  });

  test('an update on a condition, and one that creates', async () => {
    const resource = identified(type);
    const update = () => gulou.fhir(`${type}?${numberOf(resource)}`, put({ ...resource, language: `zh-${numbers++}` }));

    const answers = [
      await update(),
      await update(),
      await gulou.fhir(`${type}/own-${type}`, put({ ...resource, id: `own-${type}` })),
    ];

    expect([declared(type).conditionalUpdate, declared(type).updateCreate]).toEqual([true, true]);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
  });

  test('a delete on a condition, of one only', async () => {
    const resource = identified(type);
    const only = await register(gulou, resource);
    const [one, same] = [identified(type), { identifier: [{ system: 'urn:test', value: `twice-${type}` }] }];
    await Promise.all([1, 2].map(() => register(gulou, { ...one, ...same })));

    const answers = [
      await gulou.fhir(`${type}?${numberOf(resource)}`, { method: 'DELETE' }),
      await gulou.fhir(`${type}?identifier=urn:test|twice-${type}`, { method: 'DELETE' }),
      await gulou.fhir(`${type}/${only}`),
    ];

    expect(declared(type).conditionalDelete).toBe('single');
    expect(answers.map(({ status }) => status)).toEqual([204, 412, 410]);
  });

  test('versions: that of the update is told and can be required, an earlier one read', async () => {
    const resource = { ...aSample(type), id: `versions-${type}` };
    const update = (match: string, language: string) =>
      gulou.fhir(`${type}/${resource.id}`, {
        ...put({ ...resource, language }),
        headers: { ...put(resource).headers, 'if-match': match },
      });
    await gulou.fhir(`${type}/${resource.id}`, put(resource));

    const answers = [
      await update('W/"1"', 'zh'),
      await update('W/"1"', 'en'),
      await gulou.fhir(`${type}/${resource.id}/_history/1`),
    ];

    expect([declared(type).versioning, declared(type).readHistory]).toEqual(['versioned-update', true]);
    expect(answers.map(({ status }) => status)).toEqual([200, 412, 200]);
    expect(answers[0]?.headers.get('etag')).toBe('W/"2"');
  });

  test('patches of every format', async () => {
    const id = await register(gulou, aSample(type));
    const parts = [
      { name: 'type', valueCode: 'add' },
      { name: 'path', valueString: type },
      { name: 'name', valueString: 'implicitRules' },
      { name: 'value', valueUri: 'urn:rules' },
    ];
    const bodies: Readonly<Record<string, object>> = {
      'application/json-patch+json': [{ op: 'add', path: '/language', value: 'zh' }],
      'application/fhir+json': { resourceType: 'Parameters', parameter: [{ name: 'operation', part: parts }] },
    };

    const statuses: [string, number][] = [];
    for (const format of statement.patchFormat) {
      const init = { method: 'PATCH', headers: { 'content-type': format }, body: JSON.stringify(bodies[format]) };
      statuses.push([format, (await gulou.fhir(`${type}/${id}`, init)).status]);
    }

    expect(statuses).toEqual(Object.keys(bodies).map((format) => [format, 200]));
  });

  test('references as they are: literal ones, to this server', async () => {
    const target = await register(gulou, aSample('Patient'));
    const reference = { extension: [{ url: 'urn:test:about', valueReference: { reference: `Patient/${target}` } }] };

    const answer = await gulou.fhir(type, post({ ...aSample(type), ...reference }));

    expect(declared(type).referencePolicy).toEqual(['literal', 'local']);
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining(reference)]);
  });
});
