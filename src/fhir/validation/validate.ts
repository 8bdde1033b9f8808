import { isObject } from '../resource.ts';
import type { Issue } from './issue.ts';
import { ProfileRegistry, type ProfileSource } from './profiles/registry.ts';
import { checkResource } from './resources.ts';
import { type Fields, type ResolveResource, Run, type World } from './run.ts';
import type { StrictRule } from './strictness.ts';
import type { Terminology } from './terminology.ts';

export interface ValidatorSettings {
  /** ISO instant of the present, for constraints of profiles that compare with it. */
  readonly now?: () => string;
  /** Profiles that resources name in `meta.profile`, and definitions of extensions; without a source they are not looked at. */
  readonly profiles?: ProfileSource;
  /** Canonical addresses of profiles that a resource of this type must follow, whether it names them or not. */
  readonly inForce?: (type: string) => readonly string[];
  /** Answers about required value sets whose codes are not in the program's own table; without it they are not looked at. */
  readonly terminology?: Terminology | undefined;
  /** What is refused beyond R4. */
  readonly strict?: readonly StrictRule[];
}

export interface ValidateOptions {
  /** Canonical addresses of profiles that the resource must follow besides those it names itself. */
  readonly demanded?: readonly string[];
  /** The resources that references lead to, as far as they are at hand, such as those of the same transaction. */
  readonly resolve?: ResolveResource | undefined;
}

/** @param at place of the resource, such as `Bundle.entry[3].resource`; its type by default */
export type Validate = (resource: unknown, at?: string, options?: ValidateOptions) => readonly Issue[];

const NONE: readonly string[] = [];

/**
 * A validator by the base definitions of R4 and by profiles. It lists what is wrong, at most 200 issues and how many more
 * there are, and nothing where the resource is valid.
 */
export function createValidator({
  now = () => new Date().toISOString(),
  profiles,
  inForce = () => NONE,
  terminology,
  strict = [],
}: ValidatorSettings = {}): Validate {
  const registry = profiles && new ProfileRegistry(profiles);
  const check: World['checkResource'] = (value, run, isContained) =>
    checkResource(value, run, isContained, registry && ((resource) => applyProfiles(resource, registry, inForce, run)));
  const world: World = {
    now,
    checkResource: check,
    terminology,
    strict: new Set(strict),
    ...(registry ? partsOf(registry) : {}),
  };
  return (resource, at = placeOf(resource), { demanded = NONE, resolve } = {}) => {
    const run = new Run(at, world, resolve);
    check(resource, run, false);
    if (isObject(resource) && demanded.length > 0) run.within(resource, false, () => demand(resource, demanded, registry, run));
    return run.issues.length > 1 ? listed(run, at) : run.issues;
  };
}

const partsOf = (registry: ProfileRegistry): Pick<World, 'checkExtension' | 'conformsTo'> => ({
  checkExtension: (value, run, isModifier) => registry.checkExtension(value, run, isModifier),
  conformsTo: (node, profile, run) => registry.conforms(node, [profile], run),
});

/** Each once: several profiles may say the same, and the last line tells how many more there are. */
function listed({ issues, unlisted }: Run, at: string): readonly Issue[] {
  const each = new Map(issues.map((issue) => [`${issue.at} ${issue.detail}`, issue]));
  const more: Issue = {
    severity: 'information',
    code: 'too-costly',
    at,
    detail: `${unlisted} more issues are not listed`,
  };
  return [...each.values(), ...(unlisted > 0 ? [more] : [])];
}

/** By the base definitions alone. */
export const validate: Validate = createValidator();

/** What is an error, and not advice. */
export const isError = ({ severity }: Issue): boolean => severity === 'error';

function demand(resource: Fields, urls: readonly string[], registry: ProfileRegistry | undefined, run: Run): void {
  const { resourceType } = resource;
  for (const url of urls)
    if (typeof resourceType !== 'string' || !registry?.apply(url, resource, resourceType, run))
      run.following(url, () => run.report('not-found', 'the profile that the resource is to follow is not known'));
}

function applyProfiles(
  resource: Fields,
  registry: ProfileRegistry,
  inForce: (type: string) => readonly string[],
  run: Run,
): void {
  const { meta, resourceType } = resource;
  if (typeof resourceType !== 'string') return;
  const named: unknown = isObject(meta) ? meta['profile'] : undefined;
  const urls = new Set([
    ...inForce(resourceType),
    ...(Array.isArray(named) ? named.filter((one) => typeof one === 'string') : []),
  ]);
  for (const url of urls)
    if (!registry.apply(url, resource, resourceType, run))
      run.following(url, () => run.report('not-found', 'the profile is not known here, and is not checked', 'warning'));
}

function placeOf(resource: unknown): string {
  const type = isObject(resource) ? resource['resourceType'] : undefined;
  return typeof type === 'string' && /^[A-Za-z]{1,50}$/.test(type) ? type : 'Resource';
}
