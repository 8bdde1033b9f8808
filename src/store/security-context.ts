import {
  isObject,
  type LocalReference,
  parseLocalReference,
  type ResolveReference,
  type Resource,
  resourceTypes,
} from '../fhir/index.ts';
import { Problem } from '../kernel/index.ts';
import { BINARY } from './catalogue.ts';
import type { Scope } from './scope.ts';

/** What decides who sees a Binary; undefined of every other resource, and where nothing is named that could be here. */
export function contextOf(resource: Resource, resolve: ResolveReference = parseLocalReference): LocalReference | undefined {
  const context = resource.resourceType === BINARY ? resource['securityContext'] : undefined;
  const reference = isObject(context) ? context['reference'] : undefined;
  return typeof reference === 'string' ? resolve(reference) : undefined;
}

/** `Type/id` of it. */
export function contextName(resource: Resource): string | undefined {
  const context = contextOf(resource);
  return context && `${context.type}/${context.id}`;
}

/** The lexeme under which are found the Binaries that a resource decides about. */
export const contextLexeme = (name: string): string => `security-context=${name}`;

/** Types that decide nothing about others: a Binary would need one itself, a Subscription is seen by its owner alone. */
const NO_CONTEXTS: ReadonlySet<string> = new Set([BINARY, 'Subscription']);

/** @returns a Problem where a context is given and cannot be one: what it was to protect would be open */
export function faultOfContext(resource: Resource): Problem | undefined {
  if (resource.resourceType !== BINARY || resource['securityContext'] === undefined) return undefined;
  const context = contextOf(resource);
  if (context && resourceTypes.includes(context.type) && !NO_CONTEXTS.has(context.type)) return undefined;
  return new Problem('reference-unresolved', 'It names a resource of this platform, such as a Patient or a DocumentReference', {
    at: CONTEXT_PLACE,
  });
}

export const CONTEXT_PLACE = 'Binary.securityContext';

/** Types that the scope may not read: it does not see the Binaries about which resources of them decide. */
export const hiddenContexts = (scope: Scope): string[] =>
  resourceTypes.filter((type) => !NO_CONTEXTS.has(type) && !scope.allows(type, 'r'));

/** May the scope read what decides? @param name `Type/id`; undefined where nothing does */
export const seesContext = (scope: Scope, name: string | undefined): boolean =>
  name === undefined || scope.allows(typeIn(name), 'r');

/** Reference data is seen by all: only who writes it writes a Binary beside it. */
export function mayWriteBeside(scope: Scope, name: string): boolean {
  const type = typeIn(name);
  return scope.allows(type, 'c') || scope.allows(type, 'u');
}

const typeIn = (name: string): string => name.split('/')[0] ?? '';
