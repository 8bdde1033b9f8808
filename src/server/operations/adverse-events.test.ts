import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import type { AdverseEvent } from '../../applications/public-health/adverse-events/contract.ts';
import type { ResidentForecast } from '../../applications/public-health/immunization/contract.ts';
import type { Certificate, CertificateCheck } from '../../applications/public-health/vaccination/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let nurse: Caller;
let worker: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  nurse = await gulou.as('village');
  worker = await gulou.as('public-health');
});
afterAll(() => network[Symbol.asyncDispose]());

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();
const born = hoursAgo(24 * 400).slice(0, 10);
const aChild = () => register(gulou, aPerson({ name: '林小宝', birthDate: born }));
const aDose = (patient: string) =>
  register(gulou, {
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: { coding: [{ system: 'urn:minkang:vaccine', code: 'MMR' }], text: '麻腮风疫苗' },
    patient: { reference: `Patient/${patient}` },
    occurrenceDateTime: hoursAgo(80),
    lotNumber: 'MMR-9',
  } as never);
const report = (immunization: string, rest: object = {}) =>
  nurse.api(
    'vaccination/adverse-events',
    post({
      ...{ request: randomUUID(), immunization, symptoms: '发热39.2℃，皮疹', onset: hoursAgo(60), found: hoursAgo(20) },
      ...{ seriousness: 'not-serious', outcome: 'improved', ...rest },
    }),
  );
const listed = async (id: string) =>
  ((await worker.api('vaccination/adverse-events')).body as AdverseEvent[]).find((one) => one.id === id);
const step = (id: string, body: object, by = worker) => by.api(`vaccination/adverse-events/${id}/steps`, post(body));

describe('an adverse event after immunisation', () => {
  test('goes from the report to its closing, with dose, lot and deadlines in the line list', async () => {
    const dose = await aDose(await aChild());
    const { id }: { id: string } = (await report(dose)).body;
    const first = await listed(id);
    await step(id, { kind: 'investigation', text: '家访，核对冷链与批号' });
    await step(id, { kind: 'conclusion', text: '疫苗固有性质', class: 'general', causality: 'probable' });

    const closed = await step(id, { kind: 'closing', text: '痊愈', outcome: 'recovered' });

    expect(closed.status).toBe(204);
    expect(first).toMatchObject({ state: 'reported', isInTime: true, lotNumber: 'MMR-9', vaccineName: { zh: '麻腮风疫苗' } });
    expect(await listed(id)).toMatchObject({
      state: 'closed',
      outcome: 'recovered',
      investigation: { by: '王丽', text: '家访，核对冷链与批号' },
      conclusion: { class: 'general', className: { zh: '一般反应' }, causality: 'probable' },
    });
    const { body } = await worker.fhir(`AdverseEvent/${id}`);
    expect(body).toMatchObject({ suspectEntity: [{ instance: { reference: `Immunization/${dose}` } }] });
  });

  test('that is serious is late after two hours', async () => {
    const { id }: { id: string } = (await report(await aDose(await aChild()), { seriousness: 'death', found: hoursAgo(3) })).body;

    expect(await listed(id)).toMatchObject({ isInTime: false });
  });

  test('is reported once by the same request, and not before the dose', async () => {
    const dose = await aDose(await aChild());
    const request = randomUUID();
    const [one, two] = [await report(dose, { request }), await report(dose, { request })];
    const early = await report(dose, { onset: hoursAgo(90) });

    expect(one.body).toEqual(two.body);
    expect(early.body).toMatchObject({ code: 'data-invalid', at: 'onset' });
  });

  test('is not concluded before it was investigated, nor by who only vaccinates; of two who conclude one is late', async () => {
    const { id }: { id: string } = (await report(await aDose(await aChild()))).body;
    const conclusion = { kind: 'conclusion', text: '偶合', class: 'coincidental', causality: 'unlikely' };

    const early = await step(id, conclusion);
    const forbidden = await step(id, { kind: 'investigation', text: '调查' }, nurse);
    await step(id, { kind: 'investigation', text: '调查' });
    const both = await Promise.all([step(id, conclusion), step(id, { ...conclusion, class: 'general' })]);

    expect(early.body).toMatchObject({ code: 'visit-conflict' });
    expect(forbidden.status).toBe(403);
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
  });
});

describe('a vaccination certificate', () => {
  const certificateOf = async (id: string): Promise<Certificate> =>
    (await nurse.api(`residents/${id}/vaccination-certificate`)).body;
  const check = async (code: string): Promise<CertificateCheck> =>
    (await nurse.api('vaccination/certificates/check', post({ code }))).body;

  test('verifies, is outdated after another dose, and false when it is changed', async () => {
    const child = await aChild();
    await aDose(child);
    const { code, doses } = await certificateOf(child);
    const before = await check(code);
    const [kind, division, resident, on, , token] = code.split(':');
    const forged = await check([kind, division, resident, on, 'AAAA', token].join(':'));
    await aDose(child);

    const after = await check(code);

    expect(doses).toMatchObject([{ vaccine: 'MMR', lotNumber: 'MMR-9', isPast: false }]);
    expect([before.state, forged.state, after.state]).toEqual(['current', 'false', 'outdated']);
    expect(code).not.toContain('林');
  });

  test('takes up a dose given abroad with its evidence, which counts by the schedule there', async () => {
    const child = await aChild();
    const dose = { vaccine: 'HepB', on: born, abroad: true, evidence: 'foreign-certificate', evidenceText: 'Yellow card 123' };

    const entered = await nurse.api(`residents/${child}/past-doses`, post(dose));
    const again = await nurse.api(`residents/${child}/past-doses`, post({ ...dose, abroad: false, vaccine: 'HepB' }));
    const unproved = await nurse.api(
      `residents/${child}/past-doses`,
      post({ ...dose, on: born, vaccine: 'BCG', evidenceText: ' ' }),
    );

    expect(entered.status).toBe(200);
    expect(unproved.body).toMatchObject({ code: 'data-invalid', at: 'evidenceText' });
    expect(again.body).toMatchObject({ code: 'data-invalid', at: 'on' });
    const forecast: ResidentForecast = (await nurse.api(`residents/${child}/immunizations/forecast`)).body;
    expect(forecast.series.find(({ series }) => series === 'hepb')?.doses[0]).toMatchObject({
      state: 'given-valid',
      given: born,
    });
    const { doses } = await certificateOf(child);
    expect(doses[0]).toMatchObject({ isPast: true });
  });
});
