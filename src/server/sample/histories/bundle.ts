import { mapReferences } from '../../../fhir/index.ts';
import { creditCode, staffNumber } from '../../../standards/index.ts';
import { institutionResources } from '../people/institutions.ts';
import type { Written } from './chart.ts';

/** Numbers by which institutions and staff are known before they are sent: two imports make one of each. */
const KEYS: Readonly<Record<string, string>> = { Organization: creditCode, Practitioner: staffNumber };

/**
 * A household as a transaction Bundle such as an institution sends: names of its own (`urn:uuid:`), institutions and staff
 * created only where they are not there yet. https://hl7.org/fhir/R4/http.html#transaction
 */
export function toTransaction(division: string, household: readonly Written[]) {
  const directory = new Map(
    institutionResources(division).map((resource) => [`${resource.resourceType}/${resource.id}`, resource]),
  );
  const named = namedIn(household)
    .map((reference) => directory.get(reference))
    .filter((resource) => resource !== undefined);
  const names = new Map([...named, ...household].map(({ resourceType, id }) => [`${resourceType}/${id}`, `urn:uuid:${id}`]));
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...named, ...household].map((resource) => toEntry(resource, names)),
  };
}

function namedIn(household: readonly Written[]): string[] {
  const found = new Set<string>();
  for (const resource of household)
    mapReferences(resource, (reference) => {
      if (/^(?:Organization|Practitioner)\//.test(reference)) found.add(reference);
      return reference;
    });
  return [...found];
}

function toEntry(resource: Written, names: ReadonlyMap<string, string>) {
  const { id, ...content } = mapReferences(resource, (reference) => names.get(reference) ?? reference);
  const system = KEYS[resource.resourceType];
  const value = system && numberIn(resource, system);
  return {
    fullUrl: `urn:uuid:${id}`,
    resource: content,
    request: {
      method: 'POST',
      url: resource.resourceType,
      ...(value ? { ifNoneExist: `identifier=${system}|${value}` } : {}),
    },
  };
}

function numberIn({ identifier }: Written, system: string): string | undefined {
  const found = Array.isArray(identifier) ? identifier.find((one) => one.system === system) : undefined;
  return typeof found?.value === 'string' ? found.value : undefined;
}
