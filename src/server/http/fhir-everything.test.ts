import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, register } from '../../../tests/support/people.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let patient: string;
let visit: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  patient = await register(gulou, aPerson());
  visit = await register(gulou, {
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: `Patient/${patient}` },
    period: { start: '2026-03-04', end: '2026-03-05' },
  });
  for (const day of ['04', '05', '06'])
    await register(
      gulou,
      anObservation(patient, { effectiveDateTime: `2026-03-${day}`, encounter: { reference: `Encounter/${visit}` } }),
    );
});
afterAll(() => network[Symbol.asyncDispose]());

interface Page {
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource: { readonly resourceType: string } }[];
}

/** Types on all pages, sorted, as `Type×number`. */
async function typesOf(path: string, init?: RequestInit): Promise<string> {
  const types: string[] = [];
  let page: Page = (await gulou.fhir(path, init)).body;
  for (;;) {
    types.push(...(page.entry ?? []).map(({ resource }) => resource.resourceType));
    const next = page.link.find(({ relation }) => relation === 'next')?.url;
    if (!next) break;
    page = (await gulou.fhir(next.replace(`${gulou.url}/fhir/`, ''))).body;
  }
  return [...Map.groupBy(types, (type) => type)]
    .map(([type, all]) => `${type}×${all.length}`)
    .toSorted()
    .join(' ');
}

describe('$everything', () => {
  test.each([
    ['of a resident', () => `Patient/${patient}/$everything`, 'Encounter×1 Observation×3 Patient×1'],
    ['on small pages', () => `Patient/${patient}/$everything?_count=1&_type=Observation,Patient`, 'Observation×3 Patient×1'],
    ['of a time', () => `Patient/${patient}/$everything?start=2026-03-05&end=2026-03-05`, 'Encounter×1 Observation×1 Patient×1'],
    ['since never', () => `Patient/${patient}/$everything?_since=2200-01-01T00:00:00Z`, ''],
    ['of an encounter', () => `Encounter/${visit}/$everything?_count=2`, 'Encounter×1 Observation×3 Patient×1'],
    [
      'of types of an encounter',
      () => `Encounter/${visit}/$everything?_type=Observation&_type=Patient`,
      'Observation×3 Patient×1',
    ],
  ])('%s', async (_, path, expected) => {
    expect(await typesOf(path())).toBe(expected);
  });

  test('takes Parameters, and goes on from page to page', async () => {
    const body = post({
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueCode: 'Observation' },
        { name: '_count', valueInteger: 2 },
        { name: 'start', valueDate: '2026-03-05' },
      ],
    });

    expect(await typesOf(`Patient/${patient}/$everything`, body)).toBe('Observation×2');
  });

  test.each([
    ['?_count=some', 400],
    ['?_type=Nothing', 400],
    ['?_since=yesterday', 400],
    ['?start=soon', 400],
    ['?other=1', 200],
    ['?_cursor=x', 400],
  ])('with %s is answered with %i', async (query, status) => {
    const answer = await gulou.fhir(`Patient/${patient}/$everything${query}`);

    expect(answer.status).toBe(status);
  });

  test.each<[string, () => string, RequestInit, number]>([
    ['a body that is something else', () => `Patient/${patient}/$everything`, post(aPerson()), 400],
    ['a nameless parameter', () => `Patient/${patient}/$everything`, post({ resourceType: 'Parameters', parameter: [{}] }), 400],
    ['nobody', () => 'Patient/nobody/$everything', {}, 404],
    ['no encounter', () => 'Encounter/nobody/$everything', {}, 404],
    [
      'an unknown parameter, strictly',
      () => `Encounter/${visit}/$everything?start=2026`,
      { headers: { prefer: 'handling=strict' } },
      400,
    ],
  ])('for %s is refused', async (_, path, init, status) => {
    const answer = await gulou.fhir(path(), init);

    expect(answer).toMatchObject({ status, body: { resourceType: 'OperationOutcome' } });
  });

  test('enters whose data it showed, and how much', async () => {
    const somebody = await register(gulou, aPerson());
    const stay = await register(gulou, {
      resourceType: 'Encounter',
      status: 'planned',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${somebody}` },
    });

    await gulou.fhir(`Encounter/${stay}/$everything`);

    const entries = await gulou.running.platform.database.sql`
      select action, what, count from audit.entry where resident = ${somebody} and action = 'read'`;
    expect([...entries]).toEqual([{ action: 'read', what: `Encounter/${stay}/$everything`, count: 2 }]);
  });
});
