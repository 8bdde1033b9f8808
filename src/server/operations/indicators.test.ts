import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import type { CountedPage, IndicatorFigures } from '../../indicators/contract.ts';

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
