import { isObject } from '../resource.ts';
import type { Issue } from './issue.ts';
import { ProfileRegistry, type ProfileSource } from './profiles/registry.ts';
import { checkResource } from './resources.ts';
import { type Fields, Run, type World } from './run.ts';
import type { Terminology } from './terminology.ts';

export interface ValidatorSettings {
  /** ISO instant of the present, for constraints of profiles that compare with it. */
  readonly now?: () => string;
  /** Profiles that resources name in `meta.profile`; without a source they are not looked at. */
  readonly profiles?: ProfileSource;
  /** Canonical addresses of profiles that every resource of their type must follow, by resource type. */
  readonly inForce?: Readonly<Record<string, readonly string[]>>;
  /** Answers about required value sets whose codes are not in the program's own table; without it they are not looked at. */
  readonly terminology?: Terminology | undefined;
}

/**
 * @param at place of the resource, such as `Bundle.entry[3].resource`; its type by default
 * @param profiles canonical addresses that it must follow besides those it names itself
 */
export type Validate = (resource: unknown, at?: string, profiles?: readonly string[]) => readonly Issue[];

/**
 * A validator by the base definitions of R4 and by profiles. It lists what is wrong, at most 200 issues, and nothing where
 * the resource is valid.
 */
export function createValidator({
  now = () => new Date().toISOString(),
  profiles,
  inForce = {},
  terminology,
}: ValidatorSettings = {}): Validate {
  const registry = profiles && new ProfileRegistry(profiles);
  const check: World['checkResource'] = (value, run, isContained) =>
    checkResource(value, run, isContained, registry && ((resource) => applyProfiles(resource, registry, inForce, run)));
  const world: World = { now, checkResource: check, terminology };
  return (resource, at = placeOf(resource), demanded = []) => {
    const run = new Run(at, world);
    check(resource, run, false);
    if (isObject(resource) && demanded.length > 0) run.within(resource, false, () => demand(resource, demanded, registry, run));
    return run.issues;
  };
}

/** By the base definitions alone. */
export const validate: Validate = createValidator();

/** The first error by the base definitions; undefined where the resource is valid. */
export const firstError = (resource: unknown, at?: string): Issue | undefined =>
  validate(resource, at).find(({ severity }) => severity === 'error');

function demand(resource: Fields, urls: readonly string[], registry: ProfileRegistry | undefined, run: Run): void {
  const { resourceType } = resource;
  for (const url of urls)
    if (typeof resourceType !== 'string' || !registry?.apply(url, resource, resourceType, run))
      run.report('not-found', 'a profile that the resource is to follow is not known');
}

function applyProfiles(
  resource: Fields,
  registry: ProfileRegistry,
  inForce: Readonly<Record<string, readonly string[]>>,
  run: Run,
): void {
  const { meta, resourceType } = resource;
  if (typeof resourceType !== 'string') return;
  const named: unknown = isObject(meta) ? meta['profile'] : undefined;
  const demanded = Object.hasOwn(inForce, resourceType) ? (inForce[resourceType] ?? []) : [];
  const urls = new Set([...demanded, ...(Array.isArray(named) ? named.filter((one) => typeof one === 'string') : [])]);
  for (const url of urls) registry.apply(url, resource, resourceType, run);
}

function placeOf(resource: unknown): string {
  const type = isObject(resource) ? resource['resourceType'] : undefined;
  return typeof type === 'string' && /^[A-Za-z]{1,50}$/.test(type) ? type : 'Resource';
}
