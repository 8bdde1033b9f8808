import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, register } from '../../../tests/support/people.ts';
import { type Statement, statementOf } from '../../../tests/support/statement.ts';
import { isOfficialType } from '../../fhir/index.ts';
import { buildApp } from './app.ts';
import { type Claim, claimOf } from './route-claims.ts';

/** Routes below /fhir that no CapabilityStatement has a word for, and why they are there. */
const BESIDE: readonly (readonly [RegExp, string])[] = [
  [/^\/fhir\/\$export-status\//, 'where the files of an export are asked for; its address is given out by $export'],
  [/^\/fhir\/\$export-file\//, 'the same, of a file'],
];

interface Route {
  readonly method: string;
  readonly url: string;
}

let network: TestNetwork;
let gulou: TestPlatform;
let statement: Statement;
const routes: Route[] = [];
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  statement = await statementOf(gulou);
  const app = await buildApp(gulou.running.platform, ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD' && /^\/fhir(\/|$)/.test(url)) routes.push({ method: one, url });
  });
  await app.close();
});
afterAll(() => network[Symbol.asyncDispose]());

type Operations = readonly { readonly name: string }[];
const addressOf = ({ method, url }: Route) => `${method} ${url}`;

/** Whether the statement says what a route does. */
function isNamed(claim: Claim): boolean {
  const { rest } = statement;
  const all = (holds: (type: Statement['rest']['resource'][number]) => boolean) => rest.resource.every(holds);
  switch (claim.kind) {
    case 'statement':
      return true;
    case 'interaction':
      return claim.codes.every((code) =>
        claim.level === 'system'
          ? rest.interaction.some((given) => given.code === code)
          : all(({ interaction }) => interaction.some((given) => given.code === code)),
      );
    case 'condition':
      // R4 has no word for a patch on a condition
      return all((type) => Boolean({ ...type, conditionalPatch: true }[claim.name]));
    case 'compartment':
      return (rest.compartment ?? []).some((url) => url.toLowerCase().endsWith(`/${claim.owner.toLowerCase()}`));
    case 'operation':
      return operationsOf(claim.type).some(({ name }) => name === claim.name);
  }
}

/** Operations that the statement has of a type, of every type (`Resource`), or of the system. */
function operationsOf(type: string | undefined): Operations {
  const { rest } = statement;
  if (type === 'Resource') return rest.resource.map(({ operation }): Operations => operation ?? []).reduce(inBoth);
  return [rest, ...rest.resource].flatMap((one) =>
    ('type' in one ? one.type : undefined) === (type && isOfficialType(type) ? type : undefined) ? (one.operation ?? []) : [],
  );
}

const inBoth = (left: Operations, right: Operations): Operations =>
  left.filter(({ name }) => right.some((other) => other.name === name));

describe('the routes below /fhir and the CapabilityStatement', () => {
  test('every route is one of FHIR, or named here', () => {
    const unknown = routes.filter(({ method, url }) => !claimOf(method, url) && !BESIDE.some(([pattern]) => pattern.test(url)));

    expect(routes.length).toBeGreaterThan(25);
    expect(unknown.map(addressOf)).toEqual([]);
  });

  test('every route is claimed', () => {
    const unclaimed = routes.filter(({ method, url }) => {
      const claim = claimOf(method, url);
      return claim && !isNamed(claim) && !isOfAdditionalType(claim);
    });

    expect(unclaimed.map(addressOf)).toEqual([]);
  });

  test('every operation that is claimed has a route', () => {
    const claims = routes.map(({ method, url }) => claimOf(method, url)).filter((claim) => claim?.kind === 'operation');
    const has = (type: string | undefined, name: string) =>
      claims.some((claim) => claim.name === name && (claim.type === type || (type !== undefined && claim.type === 'Resource')));

    const claimed = [
      ...(statement.rest.operation ?? []).map(({ name }) => ({ type: undefined, name })),
      ...statement.rest.resource.flatMap(({ type, operation = [] }) => operation.map(({ name }) => ({ type, name }))),
    ];

    expect(claimed.length).toBeGreaterThan(3);
    expect(claimed.filter(({ type, name }) => !has(type, name))).toEqual([]);
  });

  test('every operation answers at each of its levels', async () => {
    const patient = await register(gulou, aPerson());
    const called = routes.filter(({ method, url }) => claimOf(method, url)?.kind === 'operation');

    const answers = await Promise.all(
      called.map(async ({ method, url }) => {
        const path = url
          .replace('/fhir/', '')
          .replace(':type', 'Patient')
          .replace(':id', url.includes('Patient') || url.includes(':type') ? patient : 'nobody');
        const body = method === 'GET' ? {} : { body: JSON.stringify({ resourceType: 'Parameters' }) };
        const answer = await fetch(`${gulou.url}/fhir/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${await gulou.token()}`,
            ...(method === 'GET' ? {} : { 'content-type': 'application/fhir+json' }),
          },
          ...body,
        });
        const text = await answer.text();
        const isMissing = answer.status >= 500 || answer.status === 405 || /"(route|type)-unknown"/.test(text);
        return isMissing ? [`${method} ${path}: ${answer.status} ${text}`] : [];
      }),
    );

    expect(called.length).toBeGreaterThan(5);
    expect(answers.flat()).toEqual([]);
  });
});

/** `$run` of views has R4's own form beside it, which is the one that the statement can name. */
const isOfAdditionalType = (claim: Claim): boolean =>
  claim.kind === 'operation' && claim.type !== undefined && claim.type !== 'Resource' && !isOfficialType(claim.type);
