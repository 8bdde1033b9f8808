import { bench } from './harness.ts';
import { linkInBulk } from './population/bulk.ts';
import { registerAndSearch } from './population/registering.ts';
import { linkSamples } from './population/samples.ts';

/** Bulk matching of so many records with its accuracy, then registrations and searches by name beside so many residents. */
await bench(
  'bench:population',
  {
    size: 1_000_000,
    quick: 3000,
    of: 'records',
    option: 'people',
    also: { residents: { size: 1_000_000, quick: 200 } },
  },
  async (run) => {
    await linkInBulk(run);
    await linkSamples(run);
    await registerAndSearch(run);
  },
);
