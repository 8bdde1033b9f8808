import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import type { CountedPage, IndicatorFigures, TargetList } from '../../indicators/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let worker: Caller;
let resident: string;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  worker = await gulou.as('public-health');
  resident = await register(gulou, aPerson({ birthDate: '1950-02-03', gender: 'male', division: '350102001' }));
});
afterAll(() => network[Symbol.asyncDispose]());

const figuresOf = async (query: string): Promise<IndicatorFigures> => (await worker.api(`indicators?${query}`)).body;
const counted = (query: string, isSo: (figures: IndicatorFigures) => boolean) =>
  vi.waitFor(
    async () => {
      const figures = await figuresOf(query);
      if (!isSo(figures)) throw new Error('not yet');
      return figures;
    },
    { timeout: 30_000, interval: 50 },
  );

describe('an indicator', () => {
  test('is there soon after what it counts, by division, age and sex, and leads to whom it counts', async () => {
    const all = await counted('period=2026&measure=elderly-management', ({ figures }) => figures.length > 0);
    const [byDivision, byAge, bySex] = await Promise.all(
      ['division', 'age', 'sex'].map((by) => figuresOf(`period=2026&measure=elderly-management&by=${by}`)),
    );
    const page: CountedPage = (await worker.api('indicators/elderly-management/residents?period=2026')).body;

    expect(all.figures).toEqual([{ measure: 'elderly-management', key: '', denominator: 1, numerator: 0 }]);
    expect([byDivision, byAge, bySex].map((one) => one?.figures.map(({ key }) => key))).toEqual([
      ['350102001'],
      ['75'],
      ['male'],
    ]);
    expect(page).toMatchObject({ items: [{ resident, numerator: false }] });
    expect(all.freshness.completeness).toBe(1);
  });

  test('of any period is counted once it was opened', async () => {
    const before = await figuresOf('period=2020-Q2&measure=elderly-management');
    await worker.api('indicators/periods', post({ period: '2020-Q2' }));

    const { figures, from, until } = await counted('period=2020-Q2&measure=elderly-management', (one) => one.figures.length > 0);

    expect([before.isKept, before.figures]).toEqual([false, []]);
    expect([from, until, figures[0]?.denominator]).toEqual(['2020-04-01', '2020-06-30', 1]);
  });

  test('refuses what is no period, and who may not see', async () => {
    const answers = await Promise.all([
      worker.api('indicators?period=2026-13'),
      (await gulou.as('doctor')).api('indicators?period=2026'),
      (await gulou.as('authority')).api('indicators/elderly-management/residents?period=2026'),
      worker.api('indicators/none/residents?period=2026', post({})),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 403, 403, 404]);
  });
});

describe('a target', () => {
  const set = (by: Caller, body: object) =>
    by.api('indicators/targets', post({ measure: 'elderly-management', year: 2026, source: '区卫健局计划', ...body }));
  const targetIn = async (period: string) => (await figuresOf(`period=${period}&measure=elderly-management`)).measures[0]?.target;

  test('is set for a year by who defines, holds in its periods alone, and is kept in all versions', async () => {
    const admin = await gulou.as('admin');
    const before = await targetIn('2026');

    const answers = [
      await set(admin, { after: 0, share: 0.62 }),
      await set(admin, { after: 0, share: 0.9 }),
      await set(admin, { after: 1, share: 0.65 }),
    ];
    const held = [
      await targetIn('2026'),
      await targetIn('2026-Q3'),
      await targetIn('2025'),
      await targetIn('2025-12-01..2026-01-31'),
    ];
    await set(admin, { after: 2 });

    expect(answers.map(({ status }) => status)).toEqual([204, 412, 204]);
    expect(held).toEqual([0.65, 0.65, before, before]);
    expect(await targetIn('2026')).toBe(before);
    const { measures }: TargetList = (await worker.api('indicators/targets?year=2026')).body;
    const { versions = [] } = measures.find(({ code }) => code === 'elderly-management') ?? {};
    expect(versions.map(({ version, share }) => [version, share])).toEqual([
      [3, undefined],
      [2, 0.65],
      [1, 0.62],
    ]);
  });

  test('of two who set it at once, one is told', async () => {
    const admin = await gulou.as('admin');

    const answers = await Promise.all([0.3, 0.4, 0.5].map((share) => set(admin, { year: 2027, after: 0, share })));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 412, 412]);
  });

  test('is not set by who does not define, of no indicator, above all, or without a source', async () => {
    const admin = await gulou.as('admin');

    const answers = [
      await set(worker, { after: 0, share: 0.5 }),
      await set(admin, { after: 0, share: 0.5, measure: 'none' }),
      await set(admin, { after: 0, share: 1.5 }),
      await set(admin, { after: 0, share: 0.5, source: ' ' }),
      await (await gulou.as('registrar')).api('indicators/targets?year=2026'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 400, 400, 400, 403]);
  });
});
