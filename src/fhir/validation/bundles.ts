import { isObject } from '../resource.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The resources of a Bundle by full URL, and as `Type/id`. https://hl7.org/fhir/R4/bundle.html#references */
export function entriesByName({ entry }: Fields): ReadonlyMap<string, Fields> {
  const index = new Map<string, Fields>();
  for (const one of Array.isArray(entry) ? entry : []) {
    const resource: unknown = isObject(one) ? one['resource'] : undefined;
    if (!isObject(one) || !isObject(resource)) continue;
    const names = [one['fullUrl'], `${resource['resourceType']}/${resource['id']}`];
    for (const name of names) if (typeof name === 'string' && !index.has(name)) index.set(name, resource);
  }
  return index;
}
