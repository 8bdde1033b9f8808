import { forEachReference, mapReferences, parseLocalReference, type ResolveReference, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { type BundleEntry, placeOfEntry } from './entries.ts';

/** What a reference text stands for in a bundle. */
export interface Names {
  /** fullUrl or conditional reference → `Type/id`. */
  readonly inBundle: ReadonlyMap<string, string>;
  /** A reference by the own address of the platform, as it is kept. */
  readonly own: (text: string) => string | undefined;
}

export function namesOf(entries: readonly BundleEntry[], ids: ReadonlyMap<BundleEntry, string>): Map<string, string> {
  const names = new Map<string, string>();
  for (const entry of entries) {
    const id = ids.get(entry);
    if (entry.fullUrl && id) names.set(entry.fullUrl, `${entry.type}/${id}`);
  }
  return names;
}

/** How references in an entry are read. */
export function resolverFor(entry: BundleEntry, names: Names): ResolveReference {
  const nameOf = namerFor(entry, names);
  return (text) => parseLocalReference(nameOf(text) ?? text);
}

/** The resource with its references as they will be stored. @throws Problem reference-unresolved */
export function rewrite(entry: BundleEntry, names: Names): Resource {
  if (!entry.resource) throw new Error('an entry that writes has a resource');
  // a Bundle that is stored as such has its own names inside
  if (entry.type === 'Bundle') return entry.resource;
  const nameOf = namerFor(entry, names);
  return mapReferences(entry.resource, (text, kind) => {
    const name = nameOf(text);
    if (name) return name;
    if (kind === 'reference' && text.startsWith('urn:uuid:')) throw unresolved(entry, text);
    return text;
  });
}

function unresolved({ resource, index }: BundleEntry, reference: string): Problem {
  const places: string[] = [];
  forEachReference(resource, (text, at) => void (text === reference && places.push(at)));
  return new Problem('reference-unresolved', 'No entry of the bundle has this fullUrl', { at: placeOfEntry(index, places[0]) });
}

const RESTFUL = /^(https?:\/\/.+\/)[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;

/** A relative reference continues the base of the fullUrl it stands under. https://hl7.org/fhir/R4/bundle.html#references */
function namerFor({ fullUrl }: BundleEntry, names: Names): (text: string) => string | undefined {
  const base = RESTFUL.exec(fullUrl ?? '')?.[1];
  return (text) => names.inBundle.get(text) ?? (base ? names.inBundle.get(base + text) : undefined) ?? names.own(text);
}
