import type { Language } from '../ui/language.ts';
import { DATABASE_TAG, PLATFORM_SOURCE, PLATFORM_TAG } from './systems.ts';
import { type Fields, firstOf, isFields, isResource, listOf, type Resolve, type Resource, stringOf } from './types.ts';
import { translated } from './words/concepts.ts';

/** A place that did not answer, or not wholly. */
export interface Gap {
  readonly place: string;
  readonly placeName: string;
  /** Problem code, e.g. `platform-unreachable`. */
  readonly code: string;
  readonly detail?: string | undefined;
}

/** Where a resource came from. */
export interface Origin {
  /** Division code of the platform, '' where it is not said. */
  readonly place: string;
  readonly placeName: string;
  /** `population`, `health-records`, `medical-records`, `reference`, or ''. */
  readonly database: string;
}

/** A platform, by its division. */
export interface Place {
  readonly division: string;
  readonly name: { readonly zh: string; readonly en: string };
}

/** The country-wide record of one resident, unpacked. */
export interface ResidentRecord {
  readonly resources: readonly Resource[];
  readonly gaps: readonly Gap[];
  readonly resolve: Resolve;
}

/** Unpacks the collection Bundle that $record answers. */
export function toRecord(bundle: unknown): ResidentRecord {
  const entries = isFields(bundle) ? listOf(bundle.entry) : [];
  const all = entries.map(({ resource }) => resource).filter(isResource);
  return {
    resources: all.filter(({ resourceType }) => resourceType !== 'OperationOutcome'),
    gaps: all.filter(({ resourceType }) => resourceType === 'OperationOutcome').flatMap(toGaps),
    resolve: resolverOf(entries),
  };
}

/** Pages of a search at one platform: what is stored there says nothing of where it is, so it is stamped here. */
export function toRecordHere(bundles: readonly unknown[], place: Place): ResidentRecord {
  const entries = bundles.flatMap((bundle) => (isFields(bundle) ? listOf(bundle.entry) : []));
  return toRecord({ entry: entries.map((entry) => ({ ...entry, resource: stamped(entry.resource, place) })) });
}

function stamped(resource: unknown, { division, name }: Place): unknown {
  if (!isResource(resource)) return resource;
  const english = [
    { url: 'lang', valueCode: 'en' },
    { url: 'content', valueString: name.en },
  ];
  const extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/translation', extension: english }];
  const here = { system: PLATFORM_TAG, code: division, display: name.zh, _display: { extension } };
  const tag = [...(resource.meta?.tag ?? []), here];
  return { ...resource, meta: { ...resource.meta, source: `${PLATFORM_SOURCE}${division}`, tag } };
}

export function originOf(resource: Resource, language: Language = 'zh'): Origin {
  const tags = resource.meta?.tag ?? [];
  const platform = tags.find(({ system }) => system === PLATFORM_TAG);
  const place = platform?.code ?? sourcePlace(resource) ?? '';
  const database = tags.find(({ system }) => system === DATABASE_TAG)?.code ?? '';
  return { place, placeName: translated(platform?.display, platform?._display, language) ?? place, database };
}

/** Key of an entry that is the same in every answer: two places may use one id. */
export function keyOf(resource: Resource): string {
  return `${originOf(resource).place}~${resource.resourceType}~${resource.id ?? ''}`;
}

function sourcePlace({ meta }: Resource): string | undefined {
  return meta?.source?.startsWith(PLATFORM_SOURCE) ? meta.source.slice(PLATFORM_SOURCE.length).split('#')[0] : undefined;
}

/** Ids of two places may differ or collide, so a reference is looked for among the entries of its own source. */
function resolverOf(entries: readonly Fields[]): Resolve {
  const byAddress = new Map<string, Resource>();
  for (const { resource, fullUrl } of entries) {
    if (!isResource(resource)) continue;
    const source = resource.meta?.source ?? '';
    byAddress.set(`${source}|${resource.resourceType}/${resource.id}`, resource);
    if (typeof fullUrl === 'string') byAddress.set(`${source}|${fullUrl}`, resource);
  }
  return (reference, from) => {
    const target = stringOf(firstOf(reference).reference);
    if (!target) return undefined;
    if (target.startsWith('#')) return containedIn(from, target.slice(1));
    const source = from.meta?.source ?? '';
    const local = target.split('/_history/')[0] ?? target;
    return byAddress.get(`${source}|${local}`) ?? byAddress.get(`${source}|${local.split('/').slice(-2).join('/')}`);
  };
}

function containedIn(from: Resource, id: string): Resource | undefined {
  const found = listOf(from.contained).find((resource) => resource.id === id);
  return isResource(found) ? found : undefined;
}

function toGaps(outcome: Resource): readonly Gap[] {
  return listOf(outcome.issue).map((issue) => {
    const extensions = listOf(issue.extension);
    const extensionOf = (url: string) => extensions.find((extension) => extension.url === `urn:minkang:extension:${url}`) ?? {};
    const place = stringOf(extensionOf('platform').valueCode) ?? '';
    const details = firstOf(issue.details);
    return {
      place,
      placeName: stringOf(extensionOf('platform-name').valueString) ?? place,
      code: stringOf(firstOf(details.coding).code) ?? stringOf(issue.code) ?? 'transient',
      detail: stringOf(issue.diagnostics) ?? stringOf(details.text),
    };
  });
}
