import { type Coding, isObject, type Meta, type Resource } from './resource.ts';

/** The parts of a meta that callers may add and take away: sets, by address, or by system and code. */
export interface Labels {
  readonly profile: readonly string[];
  readonly tag: readonly Coding[];
  readonly security: readonly Coding[];
}

/** Profiles, tags and security labels of a meta; whatever else it has is left out. */
export function labelsOf(meta: unknown): Labels {
  const list = (name: keyof Labels): readonly unknown[] => {
    const value = isObject(meta) ? meta[name] : undefined;
    return Array.isArray(value) ? value : [];
  };
  return {
    profile: list('profile').filter((one) => typeof one === 'string'),
    tag: list('tag').filter(isObject),
    security: list('security').filter(isObject),
  };
}

/**
 * The labels with those that are added; what is there stays as it is.
 * https://hl7.org/fhir/R4/resource-operation-meta-add.html
 */
export const withLabels = (before: Labels, added: Labels): Labels => ({
  profile: [...new Set([...before.profile, ...added.profile])],
  tag: union(before.tag, added.tag),
  security: union(before.security, added.security),
});

/** The labels without those that are taken away. https://hl7.org/fhir/R4/resource-operation-meta-delete.html */
export const withoutLabels = (before: Labels, taken: Labels): Labels => ({
  profile: before.profile.filter((one) => !taken.profile.includes(one)),
  tag: difference(before.tag, taken.tag),
  security: difference(before.security, taken.security),
});

/** Version and display do not make another label. */
const nameOf = ({ system, code }: Coding): string => JSON.stringify([system ?? '', code ?? '']);

function union(before: readonly Coding[], added: readonly Coding[]): readonly Coding[] {
  const names = new Set(before.map(nameOf));
  return [...before, ...added.filter((one) => names.size < names.add(nameOf(one)).size)];
}

function difference(before: readonly Coding[], taken: readonly Coding[]): readonly Coding[] {
  const names = new Set(taken.map(nameOf));
  return before.filter((one) => !names.has(nameOf(one)));
}

/** The resource with these labels in its meta; lists that are empty go. */
export function labelled<Value extends Resource>(resource: Value, { profile, tag, security }: Labels): Value {
  const { profile: _profile, tag: _tag, security: _security, ...rest } = resource.meta ?? {};
  const lists = Object.entries({ profile, tag, security }).filter(([, list]) => list.length > 0);
  const meta: Meta = { ...rest, ...Object.fromEntries(lists) };
  return { ...resource, meta };
}
