import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { post, put, register } from '../../../tests/support/people.ts';

const SEX = 'urn:oid:2.16.156.10011.2.3.3.4';
const GENDER = 'http://hl7.org/fhir/administrative-gender';
const URL = 'http://example.org/ConceptMap/sex';
const SEXES = 'urn:minkang:value-set:GBT2261.1-sex';
const GENDERS = 'http://hl7.org/fhir/ValueSet/administrative-gender';

let network: TestNetwork;
let gulou: TestPlatform;
let id: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  id = await register(gulou, aMap('female'));
});
afterAll(() => network[Symbol.asyncDispose]());

const aMap = (code: string) => ({
  resourceType: 'ConceptMap',
  url: URL,
  version: '1',
  status: 'active',
  sourceUri: SEXES,
  targetUri: GENDERS,
  group: [{ source: SEX, target: GENDER, element: [{ code: '2', target: [{ code, equivalence: 'equal' }] }] }],
});

const asParameters = (...parameter: object[]) => post({ resourceType: 'Parameters', parameter });
const placesOf = ({ body }: Answer): unknown => {
  const { issue }: { readonly issue: readonly { readonly expression?: unknown }[] } = body;
  return issue[0]?.expression;
};
const encoded = (parameters: Readonly<Record<string, string>>) => `${new URLSearchParams(parameters)}`;
const coding = { system: SEX, code: '2' };

interface Translated {
  readonly parameter: readonly { readonly part?: readonly { readonly valueCoding?: { readonly code: string } }[] }[];
}

/** The codes that are answered. */
async function codesOf(path: string, init?: RequestInit): Promise<readonly string[]> {
  const { status, body }: Answer = await gulou.fhir(path, init);
  expect([path, status]).toEqual([path, 200]);
  const { parameter }: Translated = body;
  return parameter.flatMap(({ part = [] }) => part.flatMap(({ valueCoding }) => valueCoding?.code ?? []));
}

describe('ConceptMap/$translate', () => {
  it.each([
    ['by the address of a map', { url: URL, ...coding }],
    ['by its address and version', { url: URL, conceptMapVersion: '1', ...coding }],
    ['by the value sets it maps', { source: SEXES, target: GENDERS, ...coding }],
    ['by all maps there are', { ...coding, targetsystem: GENDER }],
    ['by a coding in one parameter', { url: URL, coding: `${SEX}|2` }],
  ])('says what a code is %s', async (_how, parameters) => {
    expect(await codesOf(`ConceptMap/$translate?${encoded(parameters)}`)).toEqual(['female']);
  });

  it('says it of a map by its id, backwards too, and of codings in the body', async () => {
    const concept = { coding: [{ system: 'http://example.org', code: 'x' }, coding] };

    expect(await codesOf(`ConceptMap/${id}/$translate?${encoded(coding)}`)).toEqual(['female']);
    expect(await codesOf(`ConceptMap/${id}/$translate?${encoded({ system: GENDER, code: 'female', reverse: 'true' })}`)).toEqual([
      '2',
    ]);
    expect(
      await codesOf('ConceptMap/$translate', asParameters({ name: 'codeableConcept', valueCodeableConcept: concept })),
    ).toEqual(['female']);
  });

  it('goes by a map that comes along', async () => {
    const parameters = asParameters(
      { name: 'conceptMap', resource: { ...aMap('other'), url: undefined } },
      { name: 'coding', valueCoding: coding },
    );

    expect(await codesOf('ConceptMap/$translate', parameters)).toEqual(['other']);
  });

  it('goes by what a map says now', async () => {
    const own = { ...aMap('male'), url: `${URL}-changing` };
    const changing = await register(gulou, own);
    const before = await codesOf(`ConceptMap/$translate?${encoded({ url: own.url, ...coding })}`);
    await gulou.fhir(`ConceptMap/${changing}`, put({ ...aMap('unknown'), url: own.url, id: changing }));

    expect([before, await codesOf(`ConceptMap/$translate?${encoded({ url: own.url, ...coding })}`)]).toEqual([
      ['male'],
      ['unknown'],
    ]);
    await gulou.fhir(`ConceptMap/${changing}`, { method: 'DELETE' });
  });

  it.each([
    [{ url: 'http://example.org/none', ...coding }, 404, 'url'],
    [{ url: URL, code: '2' }, 400, 'system'],
    [{ url: URL }, 400, 'code'],
    [{ url: URL, ...coding, coding: `${SEX}|1` }, 400, 'code'],
    [{ url: URL, ...coding, reverse: 'perhaps' }, 400, 'reverse'],
    [{ url: URL, ...coding, dependency: 'x' }, 400, 'dependency'],
  ])('refuses %o', async (parameters, status, at) => {
    const answer: Answer = await gulou.fhir(`ConceptMap/$translate?${encoded(parameters)}`);

    expect([answer.status, placesOf(answer)]).toEqual([status, [at]]);
  });

  it('knows no map that is not there', async () => {
    expect((await gulou.fhir(`ConceptMap/nobody/$translate?${encoded(coding)}`)).status).toBe(404);
  });
});

describe('a supplement that is stored', () => {
  it('is heard in $lookup and $expand in its language, from then on', async () => {
    const ask = async (path: string): Promise<string> => JSON.stringify((await gulou.fhir(path)).body);
    const look = `CodeSystem/$lookup?${encoded({ system: GENDER, code: 'female', displayLanguage: 'ug' })}`;
    const list = `ValueSet/$expand?${encoded({ url: GENDERS, displayLanguage: 'ug' })}`;
    const before = await ask(look);

    const supplement = await register(gulou, {
      resourceType: 'CodeSystem',
      url: 'http://example.org/gender-ug',
      status: 'active',
      content: 'supplement',
      supplements: GENDER,
      language: 'ug',
      concept: [{ code: 'female', display: 'ئايال' }],
    });

    expect(before).not.toContain('ئايال');
    expect(await ask(look)).toContain('{"name":"display","valueString":"ئايال"}');
    expect(await ask(list)).toContain('"code":"female","display":"ئايال"');
    await gulou.fhir(`CodeSystem/${supplement}`, { method: 'DELETE' });
    expect(await ask(look)).toBe(before);
  });
});
