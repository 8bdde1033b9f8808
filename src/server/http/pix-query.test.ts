import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, codeOf, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, IDENTITY, post, register } from '../../../tests/support/people.ts';

const [RED, BLUE, GREEN] = ['urn:oid:2.999.1', 'urn:oid:2.999.2', 'urn:oid:2.999.3'];
const number = anIdentityNumber();
let network: TestNetwork;
let gulou: TestPlatform;
let red: string;
let blue: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  const from = (system: string, division: string) =>
    register(
      gulou,
      aPerson({
        division,
        identifier: [
          { system: IDENTITY, value: number },
          { system, value: `${system.at(-1)}-994` },
        ],
      }),
    );
  red = await from(RED, '350102001');
  blue = await from(BLUE, '350102002');
  await register(gulou, aPerson({ name: '陈建国', birthDate: '1951-01-20', identifier: [{ system: GREEN, value: '3-1' }] }));
});
afterAll(() => network[Symbol.asyncDispose]());

interface Answered {
  readonly parameter?: readonly {
    readonly name: string;
    readonly valueIdentifier?: { readonly system: string; readonly value: string };
    readonly valueReference?: { readonly reference: string };
  }[];
  readonly issue?: readonly { readonly severity: string; readonly code: string; readonly diagnostics: string }[];
}

const ask = (source: string, targets: readonly string[] = [], caller: Pick<Caller, 'fhir'> = gulou) =>
  caller.fhir(
    `Patient/$ihe-pix?${new URLSearchParams([['sourceIdentifier', source], ...targets.map((one): [string, string] => ['targetSystem', one])])}`,
  );
const shown = ({ body }: { body: Answered }) =>
  (body.parameter ?? [])
    .map(
      ({ name, valueIdentifier: one, valueReference }) =>
        `${name} ${one ? `${one.system}|${one.value}` : valueReference?.reference}`,
    )
    .sort();

describe('Patient/$ihe-pix', () => {
  test('answers with all other numbers of the resident, and its Patients', async () => {
    const answer = await ask(`${RED}|1-994`);

    expect(answer.status).toBe(200);
    expect(shown(answer)).toEqual(
      [
        `targetId Patient/${red}`,
        `targetId Patient/${blue}`,
        `targetIdentifier ${IDENTITY}|${number}`,
        `targetIdentifier ${BLUE}|2-994`,
      ].sort(),
    );
  });

  test('answers with the numbers of one system where it is asked for', async () => {
    const answer = await ask(`${RED}|1-994`, [BLUE]);

    expect(shown(answer)).toEqual([`targetId Patient/${blue}`, `targetIdentifier ${BLUE}|2-994`]);
  });

  test('answers with nothing where the resident has no number of it', async () => {
    const answer = await ask(`${RED}|1-994`, [GREEN]);

    expect(answer.body).toEqual({ resourceType: 'Parameters' });
  });

  test('takes the logical id here as a number, and gives it as one', async () => {
    const answer = await ask(`${gulou.url}/fhir|Patient/${red}`, [`${gulou.url}/fhir`]);

    expect(shown(answer)).toEqual([`targetId Patient/${blue}`]);
  });

  test('takes the number in a body, where it stands in no address', async () => {
    const parameter = [{ name: 'sourceIdentifier', valueString: `${RED}|1-994` }];

    const answer = await gulou.fhir('Patient/$ihe-pix', post({ resourceType: 'Parameters', parameter }));

    expect(shown(answer)).toContain(`targetIdentifier ${BLUE}|2-994`);
  });

  test.each([
    ['a number that nobody has', [`${RED}|nobody`], 404, 'not-found', 'sourceIdentifier Patient Identifier not found'],
    ['a system that nobody has', ['urn:oid:2.999.77|1'], 400, 'code-invalid', 'sourceIdentifier Assigning Authority not found'],
    ['a target that nobody has', [`${RED}|1-994`, [BLUE, 'urn:oid:2.999.77']], 403, 'code-invalid', 'targetSystem not found'],
  ] as const)('tells of %s as the profile says', async (_, [source, targets], status, code, diagnostics) => {
    const answer: { status: number; body: Answered } = await ask(source, targets);

    expect([answer.status, answer.body.issue]).toMatchObject([status, [{ severity: 'error', code, diagnostics }]]);
  });

  test.each(['', 'no-bar', '|value', `${RED}|`])('refuses the source %j, and tells nothing of it', async (source) => {
    const answer = await ask(source);

    expect([answer.status, codeOf(answer)]).toEqual([400, 'parameter-invalid']);
  });

  test('shows what the scope shows, and hides that there is more', async () => {
    const village = await gulou.as('village');

    const own = await ask(`${RED}|1-994`, [], village);
    const others = await ask(`${BLUE}|2-994`, [], village);

    expect(shown(own)).toEqual([`targetId Patient/${red}`, `targetIdentifier ${IDENTITY}|${number}`]);
    expect([others.status, codeOf(others)]).toEqual([404, 'resource-unknown']);
  });

  test('refuses a number that two residents have', async () => {
    await register(gulou, aPerson({ name: '黄一', birthDate: '1960-02-03', identifier: [{ system: GREEN, value: '3-2' }] }));
    await register(gulou, aPerson({ name: '吴二', birthDate: '1999-08-09', identifier: [{ system: GREEN, value: '3-2' }] }));

    const answer = await ask(`${GREEN}|3-2`);

    expect([answer.status, codeOf(answer)]).toEqual([412, 'identifier-ambiguous']);
  });

  test('enters whose numbers it showed in the audit log', async () => {
    await ask(`${RED}|1-994`);

    const { sql } = gulou.running.platform.database;
    const rows = await sql`select from audit.entry where resident = ${blue} and what = 'Patient/$ihe-pix'`;
    expect(rows.length).toBeGreaterThan(0);
  });
});
