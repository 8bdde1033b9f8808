import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, IDENTITY, register } from '../../../tests/support/people.ts';
import { statementOf } from '../../../tests/support/statement.ts';

/** What IHE PDQm asks of a search for Patients (ITI-78), by address and by form. */
const number = anIdentityNumber();
let network: TestNetwork;
let gulou: TestPlatform;
let wanted: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  wanted = await register(gulou, {
    ...aPerson(),
    active: true,
    identifier: [
      { system: IDENTITY, value: number },
      { system: 'urn:oid:2.999.1', value: 'IHE-994' },
    ],
    name: [{ family: 'Mohr', given: ['Alice', 'May'] }],
    telecom: [{ system: 'phone', value: '13805910001' }],
    address: [{ text: '88 Dongjie Road', city: 'Fuzhou', state: 'Fujian', postalCode: '350001', country: 'CN' }],
  });
  await register(gulou, {
    ...aPerson({ birthDate: '1951-01-20', gender: 'male' }),
    active: false,
    identifier: [{ system: 'urn:oid:2.999.2', value: 'IHE-995' }],
    name: [{ family: 'Moore', given: ['Chip'] }],
  });
});
afterAll(() => network[Symbol.asyncDispose]());

interface Found {
  readonly total: number;
  readonly entry?: readonly { readonly resource: { readonly id: string } }[];
}
const idsOf = ({ entry = [] }: Found) => entry.map(({ resource }) => resource.id);

const questions = (): readonly (readonly [string, string])[] => [
  ['_id', wanted],
  ['active', 'true'],
  ['family', 'Mohr'],
  ['family:exact', 'Mohr'],
  ['given', 'Alice'],
  ['given:exact', 'May'],
  ['identifier', 'urn:oid:2.999.1|IHE-994'],
  ['identifier', 'IHE-994'],
  ['identifier', 'urn:oid:2.999.1|,urn:oid:2.999.7|'],
  ['telecom', '13805910001'],
  ['birthdate', '1984-05-06'],
  ['birthdate', 'ge1984-01-01'],
  ['address', '88 Dongjie'],
  ['address-city', 'Fuzhou'],
  ['address-state', 'Fujian'],
  ['address-postalcode', '350001'],
  ['address-country:exact', 'CN'],
  ['gender', 'female'],
];

describe('the query of ITI-78', () => {
  test('finds by each of its parameters, and says how many', async () => {
    const answers = await Promise.all(
      questions().map(async ([name, value]) => {
        const query = new URLSearchParams([
          [name, value],
          ['_total', 'accurate'],
        ]);
        const { status, body } = await gulou.fhir(`Patient?${query}`, { headers: { prefer: 'handling=strict' } });
        const found: Found = body;
        return [name, value, status, found.total, idsOf(found)];
      }),
    );

    expect(answers).toEqual(questions().map(([name, value]) => [name, value, 200, 1, [wanted]]));
  });

  test.each([
    [
      ['family', 'Mohr'],
      ['gender', 'female'],
    ],
    [
      ['birthdate', '1984-05-06'],
      ['family', 'Mohr'],
    ],
    [
      ['identifier', `${IDENTITY}|`],
      ['identifier', 'urn:oid:2.999.1|IHE-994'],
    ],
  ])('finds by several together, by form too', async (...parameters) => {
    const form = new URLSearchParams(parameters.map(([name = '', value = '']): [string, string] => [name, value]));

    const answer = await gulou.fhir('Patient/_search', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `${form}`,
    });

    expect([answer.status, idsOf(answer.body)]).toEqual([200, [wanted]]);
  });

  test('that finds nobody is an empty list', async () => {
    const answer = await gulou.fhir('Patient?family=Nobody&_total=accurate');

    expect(answer.body).toMatchObject({ type: 'searchset', total: 0 });
    expect(answer.body).not.toHaveProperty('entry');
  });

  test('in another format is refused as such', async () => {
    const answer = await gulou.fhir('Patient?family=Mohr&_format=application/pdf');

    expect(answer.status).toBe(406);
  });

  test('is claimed, as are the other faces of the resident index', async () => {
    const statement = await statementOf(gulou);
    const { body }: { body: { instantiates: string[]; messaging: object[] } } = await gulou.fhir('metadata');
    const { searchParam, operation = [] } = statement.rest.resource.find(({ type }) => type === 'Patient') ?? { searchParam: [] };

    const names = searchParam.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(questions().map(([name]) => name.replace(/:.*/, ''))));
    expect(operation.map(({ name }) => name)).toEqual(expect.arrayContaining(['match', 'ihe-pix', 'golden-record']));
    expect(body.instantiates.filter((url) => url.includes('profiles.ihe.net'))).toHaveLength(2);
    expect(body.messaging).toHaveLength(1);
  });
});
