import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { post } from '../../../tests/support/people.ts';
import type { EducationPage, EducationYear } from '../../applications/public-health/health-education/contract.ts';
import type { SupervisionPage } from '../../applications/public-health/supervision/contract.ts';
import type { IndicatorFigures } from '../../indicators/contract.ts';
import { chinaDay } from '../../kernel/index.ts';

const today = chinaDay(new Date());
let network: TestNetwork;
let gulou: TestPlatform;
let worker: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  worker = await gulou.as('public-health');
});
afterAll(() => network[Symbol.asyncDispose]());

const record = (key: string, more: Readonly<Record<string, string>> = {}) =>
  worker.api(
    'supervision/notes',
    post({ key, kind: 'lead', topic: 'water', unit: '东街水厂', foundOn: today, found: '消毒记录缺失', ...more }),
  );
const list = async (query = ''): Promise<SupervisionPage> => (await worker.api(`supervision/notes?${query}`)).body;

describe('notes of health supervision', () => {
  test('are recorded once, wait to be reported, and are counted in the report rate', async () => {
    const first: { body: { id: string } } = await record('a');
    const again = await record('a');
    await record('b', { unit: '钱塘小学', topic: 'school' });
    await record('c', { kind: 'inspection', topic: 'school' });
    const before = await list('state=waiting');
    await worker.api(`supervision/notes/${first.body.id}/report`, post({ on: today, to: '鼓楼区卫生监督所' }));

    const after = await list('state=waiting');

    const { sql } = gulou.running.platform.database;
    const entered =
      await sql`select action, actor from audit.entry where what = ${`supervision-note/${first.body.id}`} order by at`;
    expect(entered.map(({ action, actor }) => [action, actor])).toEqual([
      ['create', 'public-health'],
      ['update', 'public-health'],
    ]);
    expect(again.body).toEqual(first.body);
    expect([before.waiting, after.waiting, after.items.map(({ unit }) => unit)]).toEqual([2, 1, ['钱塘小学']]);
    expect((await list('state=reported')).items).toMatchObject([{ reportedTo: '鼓楼区卫生监督所', reportedOn: today }]);
    await vi.waitFor(
      async () => {
        const { figures }: IndicatorFigures = (await worker.api('indicators?measure=supervision-report')).body;
        expect(figures).toEqual([{ measure: 'supervision-report', key: '', denominator: 2, numerator: 1 }]);
      },
      { timeout: 40_000, interval: 500 },
    );
  });

  test('of a day to come are refused, and so is who may not', async () => {
    const answers = await Promise.all([
      record('d', { foundOn: '2999-01-01' }),
      worker.api('supervision/notes/none/report', post({ on: today, to: '所' })),
      (await gulou.as('authority')).api('supervision/notes'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 404, 403]);
  });
});

describe('health education', () => {
  const year = today.slice(0, 4);
  const plan = async (key: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const body = {
      key,
      kind: 'lecture',
      topic: '高血压防治',
      institution: '东街卫生院',
      level: 'township',
      plannedOn: today,
      ...more,
    };
    const answer = await worker.api('health-education/activities', post(body));
    expect(answer).toMatchObject({ status: 200 });
    return (answer.body as { id: string }).id;
  };
  const hold = (id: string, more: Readonly<Record<string, unknown>> = {}) =>
    worker.api(
      `health-education/activities/${id}/hold`,
      post({
        heldOn: today,
        place: '东街社区',
        audienceCount: 40,
        copies: 60,
        content: '讲解用药',
        evidence: 'pictures signatures',
        ...more,
      }),
    );
  const figures = async (institution: string) => {
    const answer: EducationYear = (await worker.api(`health-education/years/${year}`)).body;
    const found = answer.institutions.find((one) => one.institution === institution)?.figures ?? [];
    return Object.fromEntries(found.map(({ kind, done, planned, required }) => [kind, [done, planned, required]]));
  };

  test('is planned once, held with its record, and counted against what is required', async () => {
    const id = await plan('e1');
    await plan('e2');

    const answers = [await hold(id), await hold(id), await hold('nothing'), await hold(await plan('e3'), { evidence: 'gold' })];

    expect(await plan('e1')).toBe(id);
    expect(answers.map(({ status }) => status)).toEqual([204, 404, 404, 422]);
    expect((await figures('东街卫生院'))['lecture']).toEqual([1, 2, 12]);
    const { items }: EducationPage = (await worker.api(`health-education/activities?year=${year}&state=held`)).body;
    expect(items).toMatchObject([{ id, audienceCount: 40, copies: 60, place: '东街社区', evidence: ['pictures', 'signatures'] }]);
  });

  test('counts materials of one name once, and what was withdrawn not at all', async () => {
    const of = { kind: 'print', institution: '西街卫生室', level: 'village' };
    const [one, two, three] = [await plan('p1', of), await plan('p2', of), await plan('p3', { ...of, topic: '合理膳食' })];
    for (const id of [one, two, three]) await hold(id);
    const before = (await figures('西街卫生室'))['print'];

    const answer = await worker.api(`health-education/activities/${three}/withdraw`, post({ reason: '登记错误' }));

    expect([answer.status, before, (await figures('西街卫生室'))['print']]).toEqual([204, [2, 0, 12], [1, 0, 12]]);
    expect((await figures('西街卫生室'))['consultation']).toEqual([0, 0, undefined]);
  });

  test('of a day to come is not held, nobody else writes, and another township sees nothing of it', async () => {
    const id = await plan('f1');
    const body = { key: 'f2', kind: 'lecture', topic: '糖尿病', institution: '东街卫生院', level: 'township', plannedOn: today };

    const answers = await Promise.all([
      hold(id, { heldOn: '2099-01-01' }),
      (await gulou.as('epidemiologist')).api('health-education/activities', post(body)),
    ]);
    const elsewhere: EducationPage = (await (await gulou.as('village')).api('health-education/activities')).body;

    expect(answers.map(({ status }) => status)).toEqual([422, 403]);
    expect(elsewhere.items).toEqual([]);
  });
});
