import { isObject } from '../fhir/index.ts';
import { isError, validate } from '../fhir/validation/index.ts';
import type { Fault } from '../kernel/index.ts';
import { faultsOf, type Programme } from '../programmes/index.ts';
import { sharedElements } from '../standards/index.ts';
import { type Content, type ContentKind, readLibrary, toLibrary } from './content.ts';
import { differences } from './differences.ts';
import { contentUrl } from './names.ts';
import { type Part, Place } from './place.ts';
import { readProgramme, toResources } from './programme-fhir.ts';

/** Programmes, and other rules, as a collection of definitions: https://hl7.org/fhir/R4/bundle.html */
export const toBundle = (programmes: readonly Programme[], contents: readonly Content[] = []): Part => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [...programmes.flatMap(toResources), ...contents.map(toLibrary)].map((resource) => ({
    fullUrl: `${resource['url']}:version:${resource['version']}`,
    resource,
  })),
});

/** What stands in a Bundle: its programmes and other rules, or everything that is wrong, each with its place. */
export type ReadBundle =
  | { readonly programmes: readonly Programme[]; readonly contents: readonly Content[]; readonly faults: readonly [] }
  | { readonly faults: readonly Fault[] };

const MOST_FAULTS = 100;

export interface ReadOptions {
  /**
   * Whether all of what the resources say has to be what is read out of them, so that nothing is passed over in silence. Not asked of
   * what another version of the program made.
   */
  readonly isExact: boolean;
  /** Whether there is a national code table of this name. */
  readonly isTable?: (name: string) => boolean;
  /** Rules beside programmes that can be read here. */
  readonly kinds?: readonly ContentKind[];
}

/** Reads definitions that came from elsewhere; all or nothing. */
export function readBundle(bundle: unknown, { isExact, isTable = () => true, kinds = [] }: ReadOptions): ReadBundle {
  const faults: Fault[] = [];
  const invalid =
    isObject(bundle) && bundle['resourceType'] === 'Bundle' ? validate(bundle, 'Bundle').filter(isError) : undefined;
  if (!invalid)
    return { faults: [{ at: 'Bundle', kind: 'impossible', text: { zh: '应为 Bundle', en: 'A Bundle is expected' } }] };
  if (invalid.length > 0)
    return {
      faults: invalid
        .slice(0, MOST_FAULTS)
        .map(({ at, detail }) => ({ at, kind: 'impossible', text: { zh: detail, en: detail } })),
    };
  const all = new Place(bundle, 'Bundle', faults).list('entry').map((entry) => entry.member('resource'));
  const byAddress = new Map<string, Place>();
  for (const place of all) {
    const key = keyOf(place);
    if (byAddress.has(key)) place.member('url').fault('同一版本出现两次', 'It is there twice in this version');
    byAddress.set(key, place);
  }
  const find = (type: string, url: string, version: string) => byAddress.get(`${type} ${url}|${version}`);
  const libraries = all.filter(isContent);
  const places = all.filter((place) => !isContent(place));
  const contents = libraries.flatMap((library) => readLibrary(library, kinds, isExact) ?? []);
  const plans = places.filter((place) => place.member('resourceType').value === 'PlanDefinition');
  if (plans.length + libraries.length === 0)
    new Place(bundle, 'Bundle.entry', faults).fault('没有 PlanDefinition', 'There is no PlanDefinition');
  const programmes = plans.map((plan) => {
    const before = faults.length;
    const programme = readProgramme(plan, { find, isTable }, sharedElements);
    if (faults.length === before) for (const text of faultsOf(programme)) plan.fault(text, text);
    return programme;
  });
  if (faults.length === 0 && isExact) compare(programmes, places, find, faults);
  return faults.length > 0 ? { faults: faults.slice(0, MOST_FAULTS) } : { programmes, contents, faults: [] };
}

const isContent = (place: Place): boolean =>
  place.member('resourceType').value === 'Library' && String(place.member('url').value).startsWith(contentUrl(''));

const keyOf = (place: Place): string =>
  `${place.member('resourceType').value} ${place.member('url').value}|${place.member('version').value}`;

/** Whether the resources say just what was read out of them. */
function compare(
  programmes: readonly Programme[],
  places: readonly Place[],
  find: (type: string, url: string, version: string) => Place | undefined,
  faults: Fault[],
): void {
  const used = new Set<Place>();
  for (const programme of programmes)
    for (const made of toResources(programme)) {
      const place = find(String(made['resourceType']), String(made['url']), programme.version);
      if (!place) continue;
      used.add(place);
      faults.push(...differences(place.value, made, place.path));
    }
  for (const place of places) if (!used.has(place)) place.fault('没有任何方案用到它', 'No programme of the Bundle uses it');
}
