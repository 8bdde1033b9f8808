import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';
import { officialDefinitions } from '../../fhir/index.ts';
import type { JobPage, JobRow } from '../../jobs/contract.ts';
import { wholePlatform } from '../../store/index.ts';
import { openPlatform, type Platform } from '../platform.ts';

let network: TestNetwork;
let gulou: TestPlatform;
/** Who may define. */
let admin: Caller;
/** Another process of the same platform. */
let second: Platform;
let patient: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  admin = await gulou.as('admin');
  second = await openPlatform({ settings: gulou.settings, log: pino({ level: 'silent' }) });
  patient = await register(gulou, aPerson({ extension: [code('urn:x:blood', 'A'), division] }));
});
afterAll(async () => {
  await second.close();
  await network[Symbol.asyncDispose]();
});

const division = { url: 'urn:minkang:extension:division', valueCode: '350102001' };
const code = (url: string, value: string) => ({ url, valueCodeableConcept: { coding: [{ system: 'urn:codes', code: value }] } });

const aParameter = (elements: Record<string, unknown>) => ({
  resourceType: 'SearchParameter',
  url: `urn:test:${elements['code']}`,
  name: 'Test',
  status: 'active',
  description: 'A test',
  base: ['Patient'],
  type: 'token',
  ...elements,
});

const strict = { headers: { prefer: 'handling=strict' } };

/** Ids that a search finds; the code of the problem where it is refused. */
async function find(query: string): Promise<readonly string[] | string> {
  const { body, status } = await gulou.fhir(query, strict);
  const { entry, issue }: Found = body;
  return status === 200 ? (entry ?? []).map(({ resource }) => resource.id) : (issue?.[0]?.details.coding[0]?.code ?? '');
}
interface Found {
  readonly entry?: readonly { readonly resource: { readonly id: string } }[];
  readonly issue?: readonly {
    readonly details: { readonly coding: readonly { readonly code: string }[] };
    readonly expression?: string[];
  }[];
}

async function ready(query: string): Promise<readonly string[] | string> {
  await network.until(async () => (await find(query)) !== 'parameter-being-indexed');
  return find(query);
}

async function jobs(): Promise<readonly JobRow[]> {
  const { items }: JobPage = (await (await gulou.as('admin')).api('jobs')).body;
  return items;
}

/** Keeps the job from beginning: it waits for transactions that may know the former parameters. */
async function holdIndexing(): Promise<() => Promise<void>> {
  const [begun, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = gulou.running.platform.database.begin(async (tx) => {
    await tx`select 1`;
    begun.resolve();
    await release.promise;
  });
  await begun.promise;
  return async () => {
    release.resolve();
    await held;
  };
}

describe('what all who use the platform go by', () => {
  test.each([
    ['a SearchParameter', () => aParameter({ code: 'smuggled', expression: 'Patient.gender' })],
    [
      'a StructureDefinition',
      () => ({
        ...{ resourceType: 'StructureDefinition', url: 'urn:test:smuggled', name: 'Smuggled', status: 'active' },
        ...{ kind: 'resource', abstract: false, type: 'Patient', derivation: 'constraint' },
        baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
        differential: { element: [{ id: 'Patient', path: 'Patient' }] },
      }),
    ],
  ])('%s is written by who administers, by no institution and no other role', async (_, definition) => {
    const { resourceType } = definition();
    const doctor = await gulou.as('doctor');
    const inBundle = { resource: definition(), request: { method: 'POST', url: resourceType } };

    const refused = [
      await gulou.fhir(resourceType, post(definition())),
      await gulou.fhir(`${resourceType}/own`, put({ ...definition(), id: 'own' })),
      await gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry: [inBundle] })),
      await doctor.fhir(resourceType, post(definition())),
    ];
    const created = await admin.fhir(resourceType, post(definition()));
    const { id }: { id: string } = created.body;
    const read = await gulou.fhir(`${resourceType}/${id}`);
    const changed = [
      await gulou.fhir(`${resourceType}/${id}`, { method: 'DELETE' }),
      await admin.fhir(`${resourceType}/${id}`, { method: 'DELETE' }),
    ];

    expect(refused.map((answer) => [answer.status, codeOf(answer)])).toEqual(refused.map(() => [403, 'right-missing']));
    expect([created.status, read.status, ...changed.map(({ status }) => status)]).toEqual([201, 200, 403, 204]);
  });
});

describe('a SearchParameter that is created', () => {
  test.each([
    [
      'token',
      'blood',
      "Patient.extension.where(url='urn:x:blood').value",
      { extension: [division, code('urn:x:blood', 'B')] },
      'urn:codes|B',
    ],
    [
      'string',
      'nick',
      "Patient.name.where(use='nickname').text",
      { name: [{ text: '林' }, { use: 'nickname', text: 'Lily' }] },
      'lil',
    ],
    [
      'reference',
      'clinic',
      'Patient.managingOrganization.where(resolve() is Organization)',
      { managingOrganization: { reference: 'Organization/clinic' } },
      'Organization/clinic',
    ],
    [
      'date',
      'moved-in',
      'Patient.address.period',
      { address: [{ period: { start: '2020-03-04', end: '2020-03-09' } }] },
      '2020-03-05',
    ],
    ['number', 'names', 'Patient.name.count()', { name: [{ text: '一' }, { text: '二' }, { text: '三' }] }, '3'],
    [
      'quantity',
      'height',
      "Patient.extension.where(url='urn:x:height').value",
      {
        extension: [
          division,
          { url: 'urn:x:height', valueQuantity: { value: 1.7, system: 'http://unitsofmeasure.org', code: 'm' } },
        ],
      },
      '170|http://unitsofmeasure.org|cm',
    ],
    ['uri', 'source-url', 'Patient.photo.url', { photo: [{ url: 'http://photos.test/1' }] }, 'http://photos.test/1'],
  ])('of the kind %s finds what was there before, and what comes after', async (type, name, expression, elements, value) => {
    const before = await register(gulou, { ...aPerson(), ...elements });
    await register(gulou, aPerson());

    const created = await admin.fhir('SearchParameter', post(aParameter({ type, code: name, expression })));
    const after = await register(gulou, { ...aPerson(), ...elements });
    const found = await ready(`Patient?${name}=${encodeURIComponent(type === 'date' ? `ge${value}` : value)}`);

    expect(created.status).toBe(201);
    expect([...found].toSorted()).toEqual([before, after].toSorted());
  });

  test('of the kind composite finds parts of one element together, in what was there before and what comes after', async () => {
    const aNeed = (kind: string, since: string) => ({
      url: 'urn:x:need',
      extension: [
        { url: 'kind', valueCoding: { system: 'urn:needs', code: kind } },
        { url: 'since', valueDate: since },
      ],
    });
    const needy = (...needs: readonly object[]) => aPerson({ extension: [division, ...needs] });
    const deafOfLate = () => needy(aNeed('hearing', '2024-01-01'), aNeed('seeing', '2020-01-01'));
    const partsOf = (definitions: Readonly<Record<string, string>>) =>
      Object.entries(definitions).map(([url, definition]) => ({
        definition: `http://hl7.org/fhir/SearchParameter/${definition}`,
        expression: `extension('${url}').value`,
      }));
    const composite = { type: 'composite', code: 'need', expression: "Patient.extension('urn:x:need')" };
    const before = await register(gulou, deafOfLate());

    const refused = await admin.fhir(
      'SearchParameter',
      post(
        aParameter({ ...composite, component: partsOf({ kind: 'Observation-value-concept', since: 'individual-birthdate' }) }),
      ),
    );
    const created = await admin.fhir(
      'SearchParameter',
      post(aParameter({ ...composite, component: partsOf({ kind: 'individual-gender', since: 'individual-birthdate' }) })),
    );
    const found = await ready('Patient?need=hearing$ge2023');
    const after = await register(gulou, deafOfLate());
    const other = await register(gulou, needy(aNeed('hearing', '2020-01-01'), aNeed('seeing', '2024-01-01')));

    expect((refused.body as Found).issue?.[0]?.expression).toEqual(['SearchParameter.component[0].definition']);
    expect([created.status, found]).toEqual([201, [before]]);
    const asked = ['hearing$ge2023', 'urn:needs|hearing$ge2023', 'urn:other|hearing$ge2023', 'hearing$2020-01-01', 'seeing$2024'];
    const answers = await Promise.all(asked.map(async (value) => find(`Patient?need=${encodeURIComponent(value)}`)));
    expect(answers.map((ids) => [...ids].toSorted())).toEqual([
      [before, after].toSorted(),
      [before, after].toSorted(),
      [],
      [other],
      [other],
    ]);
    expect(await find('Patient?need=hearing')).toBe('parameter-invalid');
  });

  test('of the kind reference includes what it leads to, and is included by it', async () => {
    const expression = "Patient.extension.where(url='urn:x:contracted').value";
    const doctor = await register(gulou, { resourceType: 'Practitioner', name: [{ text: '签约医生' }] });
    const contracted = { url: 'urn:x:contracted', valueReference: { reference: `Practitioner/${doctor}` } };
    const before = await register(gulou, aPerson({ extension: [division, contracted] }));

    await admin.fhir('SearchParameter', post(aParameter({ type: 'reference', code: 'contracted', expression })));
    await ready(`Patient?_id=${before}&_include=Patient:contracted`);
    const after = await register(gulou, aPerson({ extension: [division, contracted] }));

    expect(await find(`Patient?_id=${before}&_include=Patient:contracted`)).toEqual([before, doctor]);
    expect(await find(`Patient?_id=${before}&_include=Patient:contracted:Organization`)).toEqual([before]);
    const around = await find(`Practitioner?_id=${doctor}&_revinclude=Patient:contracted`);
    expect([around[0], [...around].slice(1).toSorted()]).toEqual([doctor, [before, after].toSorted()]);
    expect(await find(`Patient?_id=${before}&_include=Patient:blood`)).toBe('parameter-invalid');
  });

  test('is in chains, reversed ones, sorting and the CapabilityStatement', async () => {
    await admin.fhir('SearchParameter', post(aParameter({ code: 'called', type: 'string', expression: 'Patient.name.text' })));
    const [zhang, ai] = [await register(gulou, aPerson({ name: 'zhang-x' })), await register(gulou, aPerson({ name: 'ai-x' }))];
    const observation = await register(gulou, anObservation(zhang));
    await ready('Patient?called=zhang-x');

    const chained = await find('Observation?subject:Patient.called=zhang-x');
    const sorted = await find(`Patient?_id=${zhang},${ai}&_sort=called`);
    const statement: { rest: { resource: { type: string; searchParam: { name: string }[] }[] }[] } = (
      await gulou.fhir('metadata')
    ).body;

    expect([chained, sorted]).toEqual([[observation], [ai, zhang]]);
    const names = statement.rest[0]?.resource.find(({ type }) => type === 'Patient')?.searchParam.map(({ name }) => name);
    expect(names).toContain('called');
  });

  test('is refused to searches until everything stored is indexed by it, while writes are', async () => {
    const release = await holdIndexing();
    await admin.fhir(
      'SearchParameter',
      post(aParameter({ code: 'pet', expression: "Patient.extension.where(url='urn:x:pet').value" })),
    );

    const during = await find('Patient?pet=cat');
    const inChain = await find('Observation?subject:Patient.pet=cat');
    const written = await register(gulou, aPerson({ extension: [division, code('urn:x:pet', 'cat')] }));
    await release();
    const after = await ready('Patient?pet=cat');

    expect([during, inChain]).toEqual(['parameter-being-indexed', 'parameter-being-indexed']);
    expect(after).toEqual([written]);
  });

  test('indexes what another process writes a moment later, though that one has not heard of it', async () => {
    const expression = "Patient.extension.where(url='urn:x:shoe').value";
    const store = second.store.as(wholePlatform);
    const version = second.store.parameters?.version;
    await admin.fhir('SearchParameter', post(aParameter({ code: 'shoe', expression })));

    const { extension, ...rest } = aPerson({ extension: [division, code('urn:x:shoe', '41')] });
    const written = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store.create({ ...rest, identifier: [{ system: 'urn:n', value: `${index}` }], extension }),
      ),
    );
    const found = await ready('Patient?shoe=41');

    expect([...found].toSorted()).toEqual(written.map(({ row }) => row.id).toSorted());
    expect(second.store.parameters?.version).toBeGreaterThan(version ?? 0);
  });

  test('makes neither versions nor changes of what it indexes', async () => {
    const { sql } = gulou.running.platform.database;
    const count = async () => (await sql<{ count: number }[]>`select count(*) as count from store.change`)[0]?.count ?? 0;
    const before = [await count(), (await gulou.fhir(`Patient/${patient}`)).body];

    await admin.fhir('SearchParameter', post(aParameter({ code: 'quiet', expression: 'Patient.gender' })));
    await ready('Patient?quiet=female');

    expect([await count(), (await gulou.fhir(`Patient/${patient}`)).body]).toEqual([(before[0] as number) + 1, before[1]]);
  });

  test('decides conditional creates, also of two in one transaction', async () => {
    await admin.fhir(
      'SearchParameter',
      post(aParameter({ code: 'badge', expression: "Patient.extension.where(url='urn:x:badge').value" })),
    );
    await ready('Patient?badge=7');
    const resource = aPerson({ extension: [division, code('urn:x:badge', '7')], number: null });
    const entry = { resource, request: { method: 'POST', url: 'Patient', ifNoneExist: 'badge=7' } };

    const first = await gulou.fhir('', post({ resourceType: 'Bundle', type: 'transaction', entry: [entry] }));
    const repeated = await gulou.fhir('Patient', post(resource, { 'if-none-exist': 'badge=7' }));

    expect([first.status, repeated.status]).toEqual([200, 200]);
    expect(await find('Patient?badge=7')).toHaveLength(1);
  });
});

describe('a SearchParameter that changes', () => {
  const expressionOf = (url: string) => `Patient.extension.where(url='${url}').value`;

  test('finds by what it says now, and no more by what it said', async () => {
    const person = await register(gulou, aPerson({ extension: [division, code('urn:x:old', 'o'), code('urn:x:new', 'n')] }));
    const id = await register(admin, aParameter({ code: 'turning', expression: expressionOf('urn:x:old') }));
    const before = [await ready('Patient?turning=o'), await find('Patient?turning=n')];

    await admin.fhir(
      `SearchParameter/${id}`,
      put({ ...aParameter({ code: 'turning', expression: expressionOf('urn:x:new') }), id }),
    );
    const after = [await ready('Patient?turning=n'), await find('Patient?turning=o')];

    expect([before, after]).toEqual([
      [[person], []],
      [[person], []],
    ]);
  });

  test('is unknown when it is deleted, and misses nothing when it comes back', async () => {
    const parameter = aParameter({ code: 'coming', expression: expressionOf('urn:x:coming') });
    const id = await register(admin, parameter);
    await ready('Patient?coming=x');

    await admin.fhir(`SearchParameter/${id}`, { method: 'DELETE' });
    const gone = await find('Patient?coming=x');
    const meanwhile = await register(gulou, aPerson({ extension: [division, code('urn:x:coming', 'x')] }));
    await admin.fhir('SearchParameter', post(parameter));
    const back = await ready('Patient?coming=x');

    expect([gone, back]).toEqual(['parameter-unsupported', [meanwhile]]);
  });
});

describe('a SearchParameter that cannot be put in force', () => {
  test.each([
    ['a search by place', { type: 'special', code: 'place', expression: 'Patient.address' }, 'SearchParameter.type'],
    ['an expression that is none', { code: 'broken', expression: 'Patient.name.where(' }, 'SearchParameter.expression'],
    ['an unknown function', { code: 'odd', expression: 'Patient.name.frobnicate()' }, 'SearchParameter.expression'],
    [
      'an expression without end',
      { code: 'long', expression: `Patient.id${' | Patient.id'.repeat(300)}` },
      'SearchParameter.expression',
    ],
    ['a code like those of R4', { code: '_mine', expression: 'Patient.id' }, 'SearchParameter.code'],
  ])('is refused: %s', async (_, elements, at) => {
    const answer = await admin.fhir('SearchParameter', post(aParameter(elements)));
    const { issue }: Found = answer.body;

    expect([answer.status, issue?.[0]?.expression]).toEqual([422, [at]]);
  });

  test('changes nothing as a draft, or under one of R4’s own codes', async () => {
    const before = await find('Patient?gender=female&_count=1000');

    const draft = await admin.fhir(
      'SearchParameter',
      post(aParameter({ code: 'drafted', status: 'draft', expression: 'Patient.(' })),
    );
    const official = await admin.fhir('SearchParameter', post(aParameter({ code: 'gender', expression: 'Patient.name.text' })));

    expect([draft.status, official.status]).toEqual([201, 201]);
    expect(await find('Patient?drafted=x')).toBe('parameter-unsupported');
    expect(await find('Patient?gender=female&_count=1000')).toEqual(before);
  });
});

describe('the job', () => {
  test('is seen, cancelled and resumed by the system administrator', async () => {
    const admin = await gulou.as('admin');
    const release = await holdIndexing();
    await admin.fhir('SearchParameter', post(aParameter({ code: 'held', expression: 'Patient.gender' })));
    const [job] = await jobs();

    const cancelled = await admin.api(`jobs/${job?.id}/cancel`, { method: 'POST' });
    await release();
    await network.until(async () => (await jobs()).find(({ id }) => id === job?.id)?.state === 'cancelled');
    const during = await find('Patient?held=female&_count=1');
    const resumed = await admin.api(`jobs/${job?.id}/resume`, { method: 'POST' });
    const after = await ready('Patient?held=female&_count=1');

    expect(job).toMatchObject({ kind: 'reindex', title: { en: 'Indexing anew' }, owner: 'platform' });
    expect([cancelled.status, during, resumed.status]).toEqual([204, 'parameter-being-indexed', 204]);
    expect(after).toHaveLength(1);
    expect((await jobs()).find(({ id }) => id === job?.id)).toMatchObject({ state: 'done' });
  });

  test('of everything leaves the index as writing has made it', async () => {
    const { sql } = gulou.running.platform.database;
    await register(gulou, anObservation(patient, { valueQuantity: { value: 5.4, unit: 'mmol/L' }, note: [{ text: '空腹' }] }));
    const index = async () => ({
      rows: await sql`
        select type, id, version, happened_from, lasting, links, array(select unnest(tokens) order by 1) as tokens
          from (select * from population.resource union all select * from medical_records.resource
                union all select * from reference.resource) r where not deleted order by type, id`,
      ranges: await sql`select * from medical_records.search_range order by id, place, low, high`,
      texts: await sql`select * from population.search_text order by id, place, text, part`,
    });
    const before = await index();

    const asked = await (await gulou.as('admin')).api('jobs/reindex', { method: 'POST' });
    const { id }: { id: string } = asked.body;
    await network.until(async () => (await jobs()).find((one) => one.id === id)?.state === 'done');

    expect(await index()).toEqual(before);
    const job = (await jobs()).find((one) => one.id === id);
    expect(job?.done).toBe(job?.total);
  });

  test('begins by itself where everything was indexed by other definitions', async () => {
    const { sql } = gulou.running.platform.database;
    await sql`update population.resource set tokens = '{}' where id = ${patient}`;
    await sql`update store.parameter_set set digest = 'of an earlier program'`;
    const before = await find(`Patient?gender=female&_id=${patient}`);

    await gulou.stop();
    await gulou.start();
    await network.until(async () => (await find(`Patient?gender=female&_id=${patient}`)).length > 0);

    expect(before).toEqual([]);
  });

  test('finds by position, and by the system of a coding without a code, what an earlier program stored', async () => {
    const { sql } = gulou.running.platform.database;
    const clinic = await register(gulou, { resourceType: 'Location', position: { latitude: 26.0812, longitude: 119.2961 } });
    const observation = await register(
      gulou,
      anObservation(patient, { code: { coding: [{ system: 'urn:system-alone' }], text: '体温' } }),
    );
    await network.until(async () => (await jobs()).every(({ state }) => state !== 'waiting' && state !== 'running'));
    const asked = ['Location?near=26.08|119.30|5', 'Observation?code=urn:system-alone|'];
    // as the index of that program was: it knew neither
    await sql`delete from reference.search_range where id = ${clinic}`;
    await sql`update medical_records.resource set tokens = '{}' where id = ${observation}`;
    const digest = createHash('sha256').update(`1 ${officialDefinitions()}`).digest('hex');
    await sql`update store.parameter_set set digest = ${digest}`;
    const before = await Promise.all(asked.map(find));

    await gulou.stop();
    await gulou.start();
    await network.until(async () => (await Promise.all(asked.map(find))).every(({ length }) => length > 0));

    expect(before).toEqual([[], []]);
    expect(await Promise.all(asked.map(find))).toEqual([[clinic], [observation]]);
  });
});
