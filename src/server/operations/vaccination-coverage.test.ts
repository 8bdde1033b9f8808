import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type {
  Coverage,
  CoverageChild,
  DueChildren,
  Reminder,
  SchoolList,
} from '../../applications/public-health/vaccination-coverage/contract.ts';
import { forecastCohort } from '../../applications/public-health/vaccination-coverage/index.ts';
import { chinaDay } from '../../kernel/index.ts';
import { wholePlatform } from '../../store/index.ts';
import { scheduleOf } from '../immunization-schedule.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let worker: Caller;
let village: Caller;
let [vaccinated, bare, away, point] = ['', '', '', ''];
const today = chinaDay(new Date());
const daysFrom = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
const born = daysFrom(-40);
const number = anIdentityNumber(born);
const cohort = `from=${daysFrom(-60)}&until=${daysFrom(-30)}`;
const aDose = (patient: string, code: string) => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'urn:oid:2.16.156.10011.2.3.1.226', code }] },
  patient: { reference: `Patient/${patient}` },
  occurrenceDateTime: born,
});
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  worker = await gulou.as('public-health');
  village = await gulou.as('village');
  point = await register(gulou, { resourceType: 'Organization', name: '鼓东街道社区卫生服务中心' });
  await gulou.worksAt(point, 'public-health');
  const guardian = [{ name: { text: '林母' }, telecom: [{ system: 'phone', value: '13805910001' }] }];
  vaccinated = await register(gulou, aPerson({ name: '林已种', birthDate: born, number, contact: guardian }));
  bare = await register(gulou, aPerson({ name: '林未种', birthDate: born, contact: guardian }));
  away = await register(gulou, aPerson({ name: '陈外乡', birthDate: born, division: '350102002' }));
  for (const code of ['01', '02']) await register(gulou, aDose(vaccinated, code));
  await vi.waitFor(
    async () => expect((await coverage()).cells.find(({ dose }) => dose === 'bcg-1')).toMatchObject({ given: 1 }),
    { timeout: 30_000, interval: 100 },
  );
});
afterAll(() => network[Symbol.asyncDispose]());

const coverage = async (by = worker): Promise<Coverage> => (await by.api(`vaccination/coverage?${cohort}`)).body;

describe('coverage', () => {
  test('looks at each child of the cohort once, whatever the size of a page', async () => {
    const { platform } = gulou.running;
    const scope = { ...wholePlatform, places: ['350102'] };
    const question = { division: '350102', from: daysFrom(-60), until: daysFrom(-30) };
    const seen: string[][] = [];

    for await (const children of forecastCohort(
      { sql: platform.database.sql, scope, on: today, schedule: scheduleOf(platform), page: 1 },
      question,
    ))
      seen.push(children.map(({ resident }) => resident));

    expect(seen.flat().toSorted()).toEqual([vaccinated, bare, away].toSorted());
    expect(seen.filter((page) => page.length === 1)).toHaveLength(3);
  });

  test('counts registered children by dose and township, those in time too, and leads to the children', async () => {
    const found = await coverage();
    const missing: CoverageChild[] = (await worker.api(`vaccination/coverage/children?${cohort}&dose=hepb-1&state=missing`)).body;

    const cellsOf = (dose: string) =>
      found.cells.filter((one) => one.dose === dose).sort((a, b) => (a.division < b.division ? -1 : 1));
    expect(cellsOf('hepb-1')).toEqual([
      { division: '350102', dose: 'hepb-1', children: 3, given: 1, timely: 1 },
      { division: '350102001', dose: 'hepb-1', children: 2, given: 1, timely: 1 },
      { division: '350102002', dose: 'hepb-1', children: 1, given: 0, timely: 0 },
    ]);
    expect(cellsOf('mmr-1')).toEqual([]);
    expect(found).toMatchObject({ registered: 3, edition: '2026' });
    expect(missing.map(({ resident }) => resident).sort()).toEqual([bare, away].sort());
  });

  test('shows a village doctor the own township alone', async () => {
    const found = await coverage(village);

    expect(found.registered).toBe(2);
  });
});

describe('children of whom something is due', () => {
  test('are listed with the guardian, and each telephone number is entered as shown', async () => {
    const { items, counts }: DueChildren = (await worker.api('vaccination/due?state=overdue')).body;

    expect(counts.overdue).toBe(2);
    expect(items.find(({ resident }) => resident === bare)).toMatchObject({
      name: '林未种',
      guardian: '林母',
      phone: '13805910001',
      doses: expect.arrayContaining([expect.objectContaining({ dose: 'hepb-1', state: 'overdue' })]),
    });
    const shown = await gulou.running.platform.database.sql`
      select 1 from audit.entry where action = 'reveal' and what = 'phone' and resident = ${bare}`;
    expect(shown.length).toBeGreaterThan(0);
  });

  test('are reminded once a day, with an outcome, and the list says so', async () => {
    const ask = post({ residents: [bare, vaccinated], medium: 'sms', on: today, come: daysFrom(2), point });
    await worker.api('vaccination/reminders', ask);
    await worker.api('vaccination/reminders', ask);

    const planned: Reminder[] = (await worker.api('vaccination/reminders?state=planned')).body;
    const reminder = planned.find(({ resident }) => resident === bare);
    await worker.api(`vaccination/reminders/${reminder?.id}/outcome`, post({ outcome: 'no-answer' }));

    expect(planned.filter(({ resident }) => resident === bare)).toHaveLength(1);
    expect(reminder?.text.zh).toContain('林未种小朋友应接种：乙肝疫苗、卡介苗');
    expect(reminder?.text.en).toContain('林未种 is due for: Hepatitis B vaccine, BCG');
    const done: Reminder[] = (await worker.api('vaccination/reminders?state=done')).body;
    expect(done).toMatchObject([{ resident: bare, state: 'not-reached', outcome: 'no-answer' }]);
    const { items }: DueChildren = (await worker.api('vaccination/due?state=overdue')).body;
    expect(items.find(({ resident }) => resident === bare)?.reminded).toEqual({ on: today, outcome: 'no-answer' });
    const { body } = await worker.fhir(`Communication/${reminder?.id}`);
    expect(body).toMatchObject({ status: 'not-done', subject: { reference: `Patient/${bare}` } });
  });
});

describe('a class at school entry', () => {
  test('is checked by number, or by name and birth date; who is not known is said to be so', async () => {
    const pupils = [
      { name: '林已种', number },
      { name: '林未种', birthDate: born },
      { name: '无此人', birthDate: born },
      { name: '林', number: '林' },
    ];

    const list: SchoolList = (await worker.api('vaccination/school-list', post({ level: 'kindergarten', pupils }))).body;

    expect(list.pupils.map(({ resident, result }) => [resident, result])).toEqual([
      [vaccinated, 'complete'],
      [bare, 'doses-missing'],
      [undefined, 'unknown'],
      [undefined, 'unknown'],
    ]);
    expect(list.pupils[1]?.missing.map(({ dose }) => dose)).toEqual(expect.arrayContaining(['hepb-1']));
  });

  test('is no business of a registrar', async () => {
    const registrar = await gulou.as('registrar');

    const answers = await Promise.all([
      registrar.api('vaccination/school-list', post({ level: 'kindergarten', pupils: [{ name: '林' }] })),
      registrar.api(`vaccination/coverage?${cohort}`),
      registrar.api('vaccination/due'),
      registrar.api('vaccination/reminders'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });
});
