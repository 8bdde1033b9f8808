import { bench } from './harness.ts';
import { examineVillages } from './programmes/examinations.ts';
import { forecastChildren } from './programmes/forecast.ts';
import { planEverybody } from './programmes/machine.ts';

/**
 * Forecasts of so many children with the histories that children have; what is due and the figures of so many residents; so many
 * health examinations from a workbook; and how soon a write is seen.
 */
await bench(
  'bench:programmes',
  {
    ...{ size: 100_000, quick: 500, of: 'children', option: 'children' },
    also: { residents: { size: 1_000_000, quick: 2000 }, examinations: { size: 10_000, quick: 100 } },
  },
  async (run) => {
    forecastChildren(run);
    await planEverybody(run);
    await examineVillages(run);
  },
);
