import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { post } from '../../../tests/support/people.ts';
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
