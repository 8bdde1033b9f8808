// A process of bench:growth that loads its share of the county; bench/growth/loaders.ts starts it.
import { type Database, openDatabase, type ScopedStore } from '../src/store/index.ts';
import type { FromLoader, ToLoader } from './growth/messages.ts';
import { type HouseholdBundle, householdBundles, take } from './store/bundles.ts';
import { storeOn, within } from './store/opened.ts';

/** Bundles on their way at once. */
const AT_ONCE = 3;

let database: Database | undefined;
let store: ScopedStore;
let households: Iterator<HouseholdBundle, undefined>;
let prepared: HouseholdBundle[] = [];

const tell = (message: FromLoader) => void process.send?.(message);

process.on('message', async (message: ToLoader) => tell({ kind: 'done', ...(await follow(message)) }));
process.on('disconnect', () => process.exit(0));

async function follow(message: ToLoader): Promise<{ bundles: number; resources: number }> {
  switch (message.kind) {
    case 'open':
      database = openDatabase(message.url, AT_ONCE + 1);
      store = storeOn(database);
      households = householdBundles(message);
      return { bundles: 0, resources: 0 };
    case 'prepare':
      prepared = take(households, message.resources);
      return { bundles: prepared.length, resources: 0 };
    case 'write':
      return writeAll(() => prepared.pop());
    case 'load': {
      let left = message.resources;
      return writeAll(() => {
        const [next] = left > 0 ? take(households, 1) : [];
        left -= next?.bundle.entry.length ?? 0;
        return next;
      });
    }
  }
}

/** Writes bundles, some at once, until there is none left. */
async function writeAll(next: () => HouseholdBundle | undefined): Promise<{ bundles: number; resources: number }> {
  let [bundles, resources] = [0, 0];
  const lane = async () => {
    for (let one = next(); one; one = next()) {
      await store.bundle({ bundle: one.bundle, within });
      const written = one.bundle.entry.length;
      bundles += 1;
      resources += written;
      tell({ kind: 'written', resources: written });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { bundles, resources };
}
