import type { Resource } from '../../src/fhir/index.ts';
import { countyHouseholds, toTransaction } from '../../src/server/sample/histories/index.ts';

/** The county whose people are loaded. */
export const division = '350102';

const plan = { division, residents: 10_000_000, seed: 'bench', today: '2026-11-01' };

type Named = Resource & { readonly id: string };

export interface HouseholdBundle {
  readonly resources: readonly Resource[];
  readonly bundle: ReturnType<typeof toTransaction>;
}

/**
 * Generated households with their histories, some 250 to 400 resources at a time: what an institution sends at once. Every
 * resident is another one, with numbers of their own: twice as many resources are twice as many residents.
 * @param share which of several processes this is, that load the same county together
 */
export function* householdBundles(share = { index: 0, of: 1 }): Generator<HouseholdBundle, undefined> {
  let group: Named[] = [];
  for (const household of countyHouseholds(plan, (number) => number % share.of === share.index)) {
    group.push(...household);
    if (group.length < 250) continue;
    yield { resources: group, bundle: toTransaction(division, group) };
    group = [];
  }
}

/** The next bundles that together have so many resources. */
export function take(bundles: Iterator<HouseholdBundle, undefined>, resources: number): HouseholdBundle[] {
  const taken: HouseholdBundle[] = [];
  for (let count = 0; count < resources; ) {
    const next = bundles.next();
    if (next.done) throw new Error('there are households enough');
    taken.push(next.value);
    count += next.value.bundle.entry.length;
  }
  return taken;
}
