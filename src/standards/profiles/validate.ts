import { faultOfParameter, isObject, isResourceType, type Resource } from '../../fhir/index.ts';
import {
  createValidator,
  type Issue,
  isError,
  type ProfileSource,
  type ResolveResource,
  type StrictRule,
  type Terminology,
  textOf,
  type ValidateOptions,
  withoutVersion,
} from '../../fhir/validation/index.ts';
import { compileView } from '../../fhir/views/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseResidentNumber } from '../identifiers/resident-number.ts';
import { identityNumber } from '../identifiers/systems.ts';
import { type InForce, nationalProfiles, ownDefinitions, profilesInForce } from './in-force.ts';

export interface ResourceValidatorSettings {
  /** Profiles beside those that come with the program, which are found first. */
  readonly findProfile?: ProfileSource['findProfile'];
  /** Profiles in force beside the national ones. */
  readonly inForce?: readonly InForce[];
  readonly terminology?: Terminology | undefined;
  readonly now?: () => Date;
  /** Whether a resource that names a profile nobody knows is refused. */
  readonly refusesUnknown?: boolean;
  /** What is refused beyond R4. */
  readonly strict?: readonly StrictRule[];
}

export interface ResourceValidator {
  /**
   * The first fault for which a resource may not be stored.
   * @param at place of the resource, e.g. `Patient` or `Bundle.entry[3].resource`
   */
  check(resource: Resource, at: string, resolve?: ResolveResource): Problem | undefined;
  /** All that is wrong, advice included. */
  issuesOf(resource: unknown, at: string, options?: ValidateOptions): readonly Issue[];
}

const own = new Map<string, object>(ownDefinitions.map((definition) => [definition.url, definition]));

/** A definition that comes with the program, by its canonical address. */
export const findOwnDefinition = (canonical: string): object | undefined => own.get(withoutVersion(canonical));

/**
 * What every resource must satisfy before it is stored: the base definitions of R4, identity numbers with their check
 * character, view definitions that can be run, search parameters that can be
 * indexed by, the profiles in force for its type, and those it names itself.
 */
export function createResourceValidator({
  findProfile = () => undefined,
  inForce = [],
  terminology,
  now = () => new Date(),
  refusesUnknown = false,
  strict = [],
}: ResourceValidatorSettings = {}): ResourceValidator {
  const issuesOf = createValidator({
    profiles: { findProfile: (canonical) => findOwnDefinition(canonical) ?? findProfile(canonical) },
    inForce: profilesInForce([...nationalProfiles, ...inForce], () => now().toISOString().slice(0, 10)),
    terminology,
    strict,
    now: () => now().toISOString(),
  });
  return {
    issuesOf: (resource, at, options) => [...issuesOf(resource, at, options), ...identityIssues(resource, at)],
    check: (resource, at, resolve) => {
      const { resourceType } = resource;
      if (!isResourceType(resourceType))
        return new Problem('type-unknown', 'resourceType is none of FHIR R4', { at: `${at}.resourceType` });
      const issues = issuesOf(resource, at, { resolve }).filter(
        (issue) => isError(issue) || (refusesUnknown && isUnknown(issue)),
      );
      const [malformed] = issues.some(({ profile }) => profile === undefined) ? [] : identityIssues(resource, at);
      if (malformed) return new Problem('identifier-malformed', malformed.detail, { at: malformed.at });
      const [first] = [...issues.filter(({ profile }) => profile === undefined), ...issues];
      if (first) return new Problem('resource-invalid', textOf(first), { at: first.at });
      if (resourceType === 'SearchParameter') return checkParameter(resource, at);
      return resourceType === 'ViewDefinition' ? checkView(resource, at) : undefined;
    },
  };
}

const isUnknown = ({ code, profile }: Issue): boolean => code === 'not-found' && profile !== undefined;

/** By what comes with the program alone. */
export const validateResource: ResourceValidator['check'] = createResourceValidator().check;

/** What is put in force when it is stored can be indexed by. */
function checkParameter(parameter: Resource, at: string): Problem | undefined {
  const fault = faultOfParameter(parameter);
  return fault && new Problem('resource-invalid', fault.detail, { at: `${at}.${fault.element}` });
}

/** What can be run is kept: paths that can be read, columns that can be told apart. */
function checkView(view: Resource, at: string): Problem | undefined {
  try {
    compileView(view, () => '');
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return new Problem(thrown.code, thrown.message, { at: thrown.at?.replace('ViewDefinition', at) });
  }
}

function identityIssues(resource: unknown, at: string): readonly Issue[] {
  const identifiers = isObject(resource) && resource['resourceType'] === 'Patient' ? resource['identifier'] : undefined;
  if (!Array.isArray(identifiers)) return [];
  return identifiers.flatMap((identifier, index): Issue[] => {
    if (!isObject(identifier) || identifier['system'] !== identityNumber) return [];
    const parsed = parseResidentNumber(String(identifier['value'] ?? ''));
    if (!(parsed instanceof Problem)) return [];
    return [{ severity: 'error', code: 'value', at: `${at}.identifier[${index}].value`, detail: parsed.message }];
  });
}
