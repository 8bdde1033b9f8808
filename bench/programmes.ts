import { bench } from './harness.ts';
import { forecastChildren } from './programmes/forecast.ts';
import { planEverybody } from './programmes/machine.ts';

/** Forecasts of so many children with the histories that children have; then what is due and the figures of so many residents. */
await bench(
  'bench:programmes',
  {
    ...{ size: 100_000, quick: 500, of: 'children', option: 'children' },
    also: { residents: { size: 1_000_000, quick: 2000 } },
  },
  async (run) => {
    forecastChildren(run);
    await planEverybody(run);
  },
);
