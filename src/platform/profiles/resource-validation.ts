import { isObject, isResourceType } from '../../fhir/index.ts';
import type { Issue, StrictRule, Terminology, ValidateOptions } from '../../fhir/validation/index.ts';
import { createResourceValidator, findOwnDefinition, type InForce, type ResourceValidator } from '../../standards/index.ts';
import type { PrepareCheck, ResourceCheck, Sql, Store } from '../../store/index.ts';
import { type Definitions, StoredDefinitions } from './stored-definitions.ts';

/** How a platform judges resources: what is asked before each write, and by `$validate`. */
export interface ResourceValidation {
  /** For resources that name no profile of the store. */
  readonly check: ResourceCheck;
  /** Reads what resources name, and what is in force by the settings. */
  readonly prepare: PrepareCheck;
  /** All that is wrong with a resource, by everything that is known here. */
  issuesOf(resource: unknown, at: string, options?: ValidateOptions): Promise<readonly Issue[]>;
}

export interface ResourceValidationOptions {
  readonly sql: Sql;
  /** Asked for when it is needed: the store itself validates by this. */
  readonly store: () => Store;
  readonly now: () => Date;
  readonly inForce: readonly InForce[];
  readonly refusesUnknown: boolean;
  readonly terminology?: Terminology | undefined;
  /** What is refused beyond R4. */
  readonly strict: readonly StrictRule[];
}

export function openResourceValidation({ sql, store, ...settings }: ResourceValidationOptions): ResourceValidation {
  const plain = createResourceValidator(settings);
  const forced = Map.groupBy(
    settings.inForce.filter(({ url }) => !findOwnDefinition(url)),
    ({ type }) => type,
  );
  let stored: StoredDefinitions | undefined;
  let last: { readonly definitions: Definitions; readonly validator: ResourceValidator } | undefined;
  const validatorFor = async (addresses: Iterable<string>): Promise<ResourceValidator> => {
    stored ??= new StoredDefinitions(sql, store());
    const definitions = await stored.load(addresses);
    if (last?.definitions !== definitions)
      last = { definitions, validator: createResourceValidator({ ...settings, findProfile: (url) => definitions.find(url) }) };
    return last.validator;
  };
  const namedBy = (resources: readonly unknown[]): Set<string> => {
    const named = new Set<string>();
    for (const resource of resources) addProfiles(resource, forced, named, 0);
    return named;
  };
  return {
    check: plain.check,
    prepare: (resources) => {
      const named = namedBy(resources);
      if (named.size > 0 || settings.strict.includes('unknown-extensions'))
        for (const resource of resources) addExtensions(resource, named, 0);
      if (named.size === 0) return undefined;
      return validatorFor(named).then(({ check }) => check);
    },
    issuesOf: async (resource, at, options) => {
      const named = namedBy([resource]);
      addExtensions(resource, named, 0);
      for (const url of options?.demanded ?? []) named.add(url);
      return (await validatorFor(named)).issuesOf(resource, at, options);
    },
  };
}

/** Resources are within resources, but not without end. */
const MAX_DEPTH = 100;

/** Profiles named by a resource and by those within it, and those in force for their types, if they are not our own. */
function addProfiles(value: unknown, forced: ReadonlyMap<string, readonly InForce[]>, named: Set<string>, depth: number): void {
  if (!isObject(value) || depth > MAX_DEPTH) return;
  const { resourceType, meta, contained, entry, parameter } = value;
  if (typeof resourceType === 'string' && isResourceType(resourceType)) {
    for (const { url } of forced.get(resourceType) ?? []) named.add(url);
    const profiles: unknown = isObject(meta) ? meta['profile'] : undefined;
    for (const url of Array.isArray(profiles) ? profiles : [])
      if (typeof url === 'string' && !findOwnDefinition(url)) named.add(url);
  }
  for (const one of Array.isArray(contained) ? contained : []) addProfiles(one, forced, named, depth + 1);
  for (const one of [entry, parameter].flatMap((list) => (Array.isArray(list) ? list : [])))
    if (isObject(one)) addProfiles(one['resource'], forced, named, depth + 1);
}

/** Addresses of the extensions within. */
function addExtensions(value: unknown, named: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) for (const one of value) addExtensions(one, named, depth + 1);
  else if (isObject(value))
    for (const [key, inside] of Object.entries(value)) {
      if ((key === 'extension' || key === 'modifierExtension') && Array.isArray(inside))
        for (const one of inside)
          if (isObject(one) && typeof one['url'] === 'string' && one['url'].includes(':')) named.add(one['url']);
      addExtensions(inside, named, depth + 1);
    }
}
