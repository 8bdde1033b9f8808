import { bench } from './harness.ts';
import { forecastChildren } from './programmes/forecast.ts';

/** Forecasts of so many children with the histories that children have. */
await bench('bench:programmes', { size: 100_000, quick: 500, of: 'children', option: 'children' }, async (run) => {
  forecastChildren(run);
});
