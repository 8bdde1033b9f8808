import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { post, put, register } from '../../../tests/support/people.ts';

const SEX = 'urn:oid:2.16.156.10011.2.3.3.4';
const MARITAL = 'urn:oid:2.16.156.10011.2.3.3.5';
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
const GENDERS = 'http://hl7.org/fhir/ValueSet/administrative-gender';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

/** What the answers of these tests may have. */
interface Body {
  readonly url?: string;
  readonly total?: number;
  readonly parameter?: readonly Parameter[];
  readonly expansion?: { readonly contains?: readonly { readonly code: string }[] };
  readonly entry?: readonly { readonly resource: { readonly id: string; readonly url: string } }[];
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly issue?: readonly {
    readonly expression?: readonly string[];
    readonly details?: { readonly coding?: readonly { readonly code: string }[] };
  }[];
}

async function ask(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: Body }> {
  const { status, body }: Answer = await gulou.fhir(path, init);
  return { status, body: body ?? {} };
}
type Asked = Awaited<ReturnType<typeof ask>>;

const encoded = (parameters: Readonly<Record<string, string>>) => `${new URLSearchParams(parameters)}`;
const asParameters = (...parameter: object[]) => post({ resourceType: 'Parameters', parameter });

interface Parameter {
  readonly name: string;
  readonly part?: readonly Parameter[];
  readonly [value: string]: unknown;
}
const valuesOf = ({ body }: Asked): Record<string, unknown> =>
  Object.fromEntries((body.parameter ?? []).map(({ name, part, ...values }) => [name, part ?? Object.values(values)[0]]));
const idsIn = ({ entry = [] }: Body): string[] => entry.map(({ resource }) => resource.id);
const codesOf = ({ body }: Asked): string[] => (body.expansion?.contains ?? []).map(({ code }) => code);
const problemOf = ({ status, body }: Asked) => ({
  status,
  code: body.issue?.[0]?.details?.coding?.[0]?.code,
  at: body.issue?.[0]?.expression?.[0],
});

describe('CodeSystem/$lookup', () => {
  it('names a code of a national standard in the language asked for', async () => {
    const chinese = await ask(`CodeSystem/$lookup?${encoded({ system: SEX, code: '2' })}`);
    const english = await ask(`CodeSystem/$lookup?${encoded({ system: SEX, code: '2', displayLanguage: 'en' })}`);

    expect(valuesOf(chinese)).toMatchObject({ name: '性别代码', version: '2003', display: '女性' });
    expect(valuesOf(english)).toMatchObject({ display: 'Female' });
  });

  it('tells what is above and below, of a coding in the body', async () => {
    const coding = { name: 'coding', valueCoding: { system: MARITAL, code: '20' } };

    const answer = await ask('CodeSystem/$lookup', asParameters(coding, { name: 'property', valueCode: 'child' }));

    const properties = (answer.body.parameter ?? []).filter(({ name }) => name === 'property');
    expect(properties.map(({ part }) => part?.[1]?.['valueCode'])).toEqual(['21', '22', '23']);
  });

  it('reads languages and currencies by their grammar', async () => {
    const answer = await ask(
      `CodeSystem/$lookup?${encoded({ system: 'urn:iso:std:iso:4217', code: 'CNY', displayLanguage: 'zh' })}`,
    );

    expect(valuesOf(answer)).toMatchObject({ display: '人民币' });
  });

  it.each([
    [{ system: SEX, code: '7' }, 404, 'terminology-unknown', 'code'],
    [{ system: 'http://snomed.info/sct', code: '22298006' }, 404, 'terminology-unknown', 'system'],
    [{ code: '1' }, 400, 'parameter-invalid', 'system'],
    [{ system: SEX }, 400, 'parameter-invalid', 'code'],
    [{ system: SEX, code: '1', colour: 'red' }, 400, 'parameter-unsupported', 'colour'],
  ])('refuses %o', async (parameters, status, code, at) => {
    expect(problemOf(await ask(`CodeSystem/$lookup?${encoded(parameters)}`))).toEqual({ status, code, at });
  });

  it('refuses a body that is no Parameters', async () => {
    expect(problemOf(await ask('CodeSystem/$lookup', post({ resourceType: 'Patient' })))).toMatchObject({ status: 400 });
  });
});

describe('$validate-code', () => {
  it.each([
    ['CodeSystem', { url: SEX, code: '1' }, true],
    ['CodeSystem', { url: SEX, code: '3' }, false],
    ['CodeSystem', { url: SEX, code: '1', display: ' 男性 ' }, true],
    ['CodeSystem', { url: SEX, code: '1', display: '女性' }, false],
    ['ValueSet', { url: GENDERS, system: 'http://hl7.org/fhir/administrative-gender', code: 'female' }, true],
    ['ValueSet', { url: GENDERS, code: 'woman' }, false],
    ['ValueSet', { url: 'http://hl7.org/fhir/ValueSet/observation-status|4.0.1', code: 'corrected' }, true],
    ['ValueSet', { url: 'http://hl7.org/fhir/ValueSet/mimetypes', code: 'image/png' }, true],
    ['ValueSet', { url: 'http://terminology.hl7.org/ValueSet/v3-FamilyMember', system: ROLE_CODE, code: 'NMTH' }, true],
    ['ValueSet', { url: 'http://terminology.hl7.org/ValueSet/v3-FamilyMember', system: ROLE_CODE, code: 'CONSENTER' }, false],
  ])('of %s says of %o: %s', async (type, parameters, result) => {
    expect(valuesOf(await ask(`${type}/$validate-code?${encoded(parameters)}`))).toMatchObject({ result });
  });

  it('takes a concept of which one coding is valid', async () => {
    const coding = [
      { system: 'http://example.org', code: 'x' },
      { system: SEX, code: '9', display: 'Not stated' },
    ];

    const answer = await ask(
      'ValueSet/GBT2261.1-sex/$validate-code',
      asParameters({ name: 'codeableConcept', valueCodeableConcept: { coding } }),
    );

    expect(valuesOf(answer)).toEqual({ result: true, display: '未说明的性别' });
  });

  it('does not take a group of codes for a code, unless it is asked to', async () => {
    const group = { url: ROLE_CODE, code: '_AffiliationRoleType' };

    expect(valuesOf(await ask(`CodeSystem/$validate-code?${encoded(group)}`))).toMatchObject({ result: false });
    expect(valuesOf(await ask(`CodeSystem/$validate-code?${encoded({ ...group, abstract: 'true' })}`))).toMatchObject({
      result: true,
    });
  });

  it('says that it cannot tell, of a value set of a system that is not here', async () => {
    const parameters = { url: 'http://hl7.org/fhir/ValueSet/body-site', system: 'http://snomed.info/sct', code: '774007' };

    expect(problemOf(await ask(`ValueSet/$validate-code?${encoded(parameters)}`))).toMatchObject({
      status: 422,
      code: 'terminology-incomplete',
    });
  });
});

describe('CodeSystem/$subsumes', () => {
  it.each([
    [MARITAL, '20', '21', 'subsumes'],
    [MARITAL, '23', '20', 'subsumed-by'],
    [MARITAL, '10', '20', 'not-subsumed'],
    [ROLE_CODE, 'PRN', 'NMTH', 'subsumes'],
    [SEX, '1', '1', 'equivalent'],
  ])('of %s compares %s with %s: %s', async (system, codeA, codeB, outcome) => {
    expect(valuesOf(await ask(`CodeSystem/$subsumes?${encoded({ system, codeA, codeB })}`))).toEqual({ outcome });
  });

  it('compares codes of one resource', async () => {
    const answer = await ask('CodeSystem/observation-status/$subsumes?codeA=amended&codeB=corrected');

    expect(valuesOf(answer)).toEqual({ outcome: 'subsumes' });
  });

  it('names the code that is none', async () => {
    const answer = await ask(`CodeSystem/$subsumes?${encoded({ system: SEX, codeA: '1', codeB: '5' })}`);

    expect(problemOf(answer)).toEqual({ status: 404, code: 'terminology-unknown', at: 'codeB' });
  });
});

describe('ValueSet/$expand', () => {
  it('lists the codes of a value set, by address and by id', async () => {
    const byAddress = await ask(`ValueSet/$expand?${encoded({ url: GENDERS })}`);
    const byId = await ask('ValueSet/administrative-gender/$expand');

    expect(codesOf(byAddress)).toEqual(['male', 'female', 'other', 'unknown']);
    expect(codesOf(byId)).toEqual(codesOf(byAddress));
    expect(byAddress.body).toMatchObject({ resourceType: 'ValueSet', url: GENDERS, expansion: { total: 4 } });
  });

  it('lists in pages, which together are the whole', async () => {
    const all = codesOf(await ask('ValueSet/CV03.00.203/$expand'));

    const pages = await Promise.all(
      [0, 200, 400].map(async (offset) => codesOf(await ask(`ValueSet/CV03.00.203/$expand?offset=${offset}&count=200`))),
    );

    expect(all).toHaveLength(432);
    expect(pages.map(({ length }) => length)).toEqual([200, 200, 32]);
    expect(pages.flat()).toEqual(all);
  });

  it('finds what is typed, in both languages, and shows the other name', async () => {
    const answer = await ask(
      `ValueSet/GBT2261.2-marital/$expand?${encoded({ filter: 'remarried former', includeDesignations: 'true' })}`,
    );

    expect(answer.body.expansion?.contains).toEqual([
      {
        system: MARITAL,
        version: '2003',
        code: '23',
        display: '复婚',
        designation: [{ language: 'en', value: 'Remarried to former spouse' }],
      },
    ]);
  });

  it('takes a value set that comes along', async () => {
    const compose = { include: [{ system: MARITAL, filter: [{ property: 'concept', op: 'is-a', value: '20' }] }] };
    const valueSet = { resourceType: 'ValueSet', status: 'draft', compose };

    const answer = await ask('ValueSet/$expand', asParameters({ name: 'valueSet', resource: valueSet }));

    expect(codesOf(answer)).toEqual(['20', '21', '22', '23']);
  });

  it.each([
    [{ url: 'http://example.org/none' }, 404, 'terminology-unknown'],
    [{ url: 'http://hl7.org/fhir/ValueSet/all-languages' }, 422, 'expansion-too-costly'],
    [{ url: 'http://hl7.org/fhir/ValueSet/body-site' }, 422, 'terminology-incomplete'],
    [{ url: GENDERS, count: '-1' }, 400, 'parameter-invalid'],
    [{ url: GENDERS, date: '2020' }, 400, 'parameter-unsupported'],
    [{}, 400, 'parameter-invalid'],
  ])('refuses %o', async (parameters, status, code) => {
    expect(problemOf(await ask(`ValueSet/$expand?${encoded(parameters)}`))).toMatchObject({ status, code });
  });
});

describe('what comes with the program', () => {
  it('is read and searched as what is stored', async () => {
    const read = await ask('CodeSystem/observation-status');
    const byUrl = await ask(`CodeSystem?${encoded({ url: SEX, version: '2003' })}`);
    const byName = await ask(`ValueSet?${encoded({ 'name:exact': 'AdministrativeGender' })}`);

    expect(read.body).toMatchObject({ url: 'http://hl7.org/fhir/observation-status', meta: { versionId: '1' } });
    expect(idsIn(byUrl.body)).toEqual(['GBT2261.1-sex']);
    expect(byName.body.entry?.map(({ resource }) => resource.url)).toEqual([GENDERS]);
  });

  it('comes after what is stored, page by page, each once', async () => {
    const stored = await register(gulou, aCodeSystem('http://example.org/paged'));
    const ids: string[] = [];
    let next: string | undefined = 'CodeSystem?_count=500&_total=accurate&_elements=url';
    let total = 0;
    for (let page = 0; next && page < 10; page++) {
      const { body }: Asked = await ask(next);
      total = body.total ?? 0;
      ids.push(...idsIn(body));
      const link: string | undefined = body.link?.find(({ relation }) => relation === 'next')?.url;
      next = link?.slice(link.indexOf('CodeSystem?'));
    }

    expect(ids.slice(0, 1)).toEqual([stored]);
    expect(ids).toContain('v3-RoleCode');
    expect(ids).toHaveLength(total);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives way to what is stored under its id, until that is deleted', async () => {
    const id = 'cn-health-card-attr';
    const before = await ask(`CodeSystem/${id}`);

    await ask(`CodeSystem/${id}`, put({ ...aCodeSystem('http://example.org/own'), id }));
    const during = await ask(`CodeSystem/${id}`);
    await ask(`CodeSystem/${id}`, { method: 'DELETE' });
    const after = await ask(`CodeSystem/${id}`);

    expect(during.body.url).toBe('http://example.org/own');
    expect(after.body).toEqual(before.body);
  });

  it('is there for a reader who may not change it, and for nobody without a token', async () => {
    const auditor = await gulou.as('auditor');

    expect((await auditor.fhir(`ValueSet/$expand?${encoded({ url: GENDERS })}`)).status).toBe(200);
    expect((await auditor.fhir('CodeSystem', post(aCodeSystem('http://example.org/no')))).status).toBe(403);
    expect((await fetch(`${gulou.url}/fhir/ValueSet/$expand?${encoded({ url: GENDERS })}`)).status).toBe(401);
  });
});

const aCodeSystem = (url: string, concepts: readonly string[] = ['red', 'green']) => ({
  resourceType: 'CodeSystem',
  url,
  status: 'active',
  content: 'complete',
  concept: concepts.map((code) => ({ code })),
});

describe('what is stored', () => {
  const [system, colours] = ['http://example.org/colour', 'http://example.org/ValueSet/colours'];
  const valueSet = { resourceType: 'ValueSet', url: colours, status: 'active', compose: { include: [{ system }] } };

  it('takes effect at once, changes and is gone', async () => {
    const codeSystem = await register(gulou, aCodeSystem(system));
    const set = await register(gulou, valueSet);
    const expanded = async () => codesOf(await ask(`ValueSet/$expand?${encoded({ url: colours })}`));
    const first = await expanded();

    await ask(`CodeSystem/${codeSystem}`, put({ ...aCodeSystem(system, ['blue']), id: codeSystem }));
    const changed = await expanded();
    await ask(`ValueSet/${set}`, { method: 'DELETE' });
    const gone = await ask(`ValueSet/$expand?${encoded({ url: colours })}`);

    expect(first).toEqual(['red', 'green']);
    expect(changed).toEqual(['blue']);
    expect(gone.status).toBe(404);
  });

  it('is used together with what comes with the program', async () => {
    const compose = { include: [{ system: MARITAL, concept: [{ code: '10' }] }, { valueSet: [GENDERS] }] };
    await register(gulou, { ...valueSet, url: 'http://example.org/ValueSet/mixed', compose });

    const answer = await ask(`ValueSet/$expand?${encoded({ url: 'http://example.org/ValueSet/mixed' })}`);

    expect(codesOf(answer)).toEqual(['10', 'male', 'female', 'other', 'unknown']);
  });
});

describe('validation', () => {
  it('holds a resource to a stored value set as it is at that moment, where a stored profile requires it', async () => {
    const profile = 'http://example.org/StructureDefinition/coloured';
    const [system, colours] = ['http://example.org/paint', 'http://example.org/ValueSet/paints'];
    await register(await gulou.as('admin'), {
      resourceType: 'StructureDefinition',
      url: profile,
      name: 'Coloured',
      status: 'active',
      kind: 'resource',
      abstract: false,
      type: 'Basic',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Basic',
      derivation: 'constraint',
      differential: {
        element: [{ id: 'Basic.code', path: 'Basic.code', binding: { strength: 'required', valueSet: colours } }],
      },
    });
    const codeSystem = await register(gulou, aCodeSystem(system, ['red']));
    const compose = { include: [{ system }] };
    await register(gulou, { resourceType: 'ValueSet', url: colours, status: 'active', compose });
    const painted = (code: string) =>
      ask('Basic', post({ resourceType: 'Basic', meta: { profile: [profile] }, code: { coding: [{ system, code }] } }));
    const before = [await painted('red'), await painted('blue')];

    await ask(`CodeSystem/${codeSystem}`, put({ ...aCodeSystem(system, ['blue']), id: codeSystem }));
    const after = [await painted('red'), await painted('blue')];

    expect(before.map(({ status }) => status)).toEqual([201, 422]);
    expect(after.map(({ status }) => status)).toEqual([422, 201]);
  });

  it("keeps to R4's own bindings, whatever is stored under their addresses", async () => {
    const url = 'http://hl7.org/fhir/ValueSet/mimetypes';
    const include = [{ system: 'http://example.org/none', concept: [{ code: 'none' }] }];
    await register(gulou, { resourceType: 'ValueSet', url, version: '9', status: 'active', compose: { include } });
    await register(gulou, aCodeSystem('urn:ietf:bcp:13', ['none']));

    const answer = await ask('Binary', post({ resourceType: 'Binary', contentType: 'image/png', data: 'AA==' }));

    expect(answer.status).toBe(201);
  });

  it('refuses a media type and a currency that are none', async () => {
    const document = (contentType: string) => ({
      resourceType: 'DocumentReference',
      status: 'current',
      content: [{ attachment: { contentType, url: 'http://example.org/1' } }],
    });
    const account = (currency: string) => ({
      resourceType: 'Invoice',
      status: 'issued',
      totalGross: { value: 12, currency },
    });

    expect((await ask('DocumentReference', post(document('image/png')))).status).toBe(201);
    expect(problemOf(await ask('DocumentReference', post(document('picture'))))).toMatchObject({
      status: 422,
      at: 'DocumentReference.content[0].attachment.contentType',
    });
    expect((await ask('Invoice', post(account('CNY')))).status).toBe(201);
    expect(problemOf(await ask('Invoice', post(account('yuan'))))).toMatchObject({ status: 422 });
  });
});
