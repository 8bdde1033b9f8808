/** For tests: the tables that come with the program, and resources that are valid by default. */
import { readFileSync } from 'node:fs';
import type { Resource } from '../../../fhir/index.ts';
import { readBuiltIns } from './built-in.ts';
import { ReadDefinitions, TerminologyLibrary } from './library.ts';
import { type BuiltIn, type Definition, definitionTypes, supplementedBy } from './source.ts';

export const builtIns: readonly BuiltIn[] = readBuiltIns((table) =>
  readFileSync(new URL(`../../../../data/terminology/${table}.json`, import.meta.url), 'utf8'),
);

const read = new ReadDefinitions();

export const toDefinition = (resource: Resource): Definition => ({
  type: definitionTypes.find((type) => type === resource.resourceType) ?? 'ValueSet',
  url: String(resource['url']),
  version: typeof resource['version'] === 'string' ? resource['version'] : undefined,
  supplements: supplementedBy(resource),
  resource: () => resource,
});

/** What comes with the program, and these besides. */
export const aLibrary = (...resources: readonly Resource[]): TerminologyLibrary =>
  new TerminologyLibrary(read, builtIns, resources.map(toDefinition));

export const aCodeSystem = (url: string, changes: Readonly<Record<string, unknown>> = {}): Resource => ({
  resourceType: 'CodeSystem',
  url,
  status: 'active',
  content: 'complete',
  ...changes,
});

export const aValueSet = (url: string, compose: object, changes: Readonly<Record<string, unknown>> = {}): Resource => ({
  resourceType: 'ValueSet',
  url,
  status: 'active',
  compose,
  ...changes,
});
