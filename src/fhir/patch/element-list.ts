import { isObject } from '../resource.ts';

/** One step from an element down to another: a JSON property, and the position where it is a list. */
export interface Step {
  readonly key: string;
  readonly index: number | undefined;
}

/** An element as JSON has it: the value, and for a primitive its companion with id and extensions. */
export interface ElementValue {
  readonly value: unknown;
  readonly extra: unknown;
}

type Owner = Readonly<Record<string, unknown>>;

/** The elements under a property, one or a list. */
export function readElements(owner: Owner, key: string): readonly ElementValue[] {
  const [value, extra] = [owner[key] ?? undefined, owner[`_${key}`] ?? undefined];
  if (value === undefined && extra === undefined) return [];
  if (!Array.isArray(value) && !Array.isArray(extra)) return [{ value, extra }];
  const [values, extras] = [Array.isArray(value) ? value : [], Array.isArray(extra) ? extra : []];
  return Array.from({ length: Math.max(values.length, extras.length) }, (_, index) => ({
    value: values[index] ?? undefined,
    extra: extras[index] ?? undefined,
  }));
}

/** A copy with these elements under the property, which goes where there are none. */
export function withElements(owner: Owner, key: string, elements: readonly ElementValue[], isList: boolean): Owner {
  const values = isList ? listOf(elements.map(({ value }) => value)) : elements[0]?.value;
  const extras = isList ? listOf(elements.map(({ extra }) => extra)) : elements[0]?.extra;
  return withProperty(withProperty(owner, key, values), `_${key}`, extras);
}

/** JSON has null where a list has a value but not its companion, or the other way round. */
const listOf = (values: readonly unknown[]): unknown =>
  values.some((value) => value !== undefined) ? values.map((value) => value ?? null) : undefined;

/** A copy with the property where it stood, at the end where it is new, without it where the value is undefined. */
export function withProperty(owner: Owner, key: string, value: unknown): Owner {
  if (value === undefined && !Object.hasOwn(owner, key)) return owner;
  if (value === undefined) return Object.fromEntries(Object.entries(owner).filter(([name]) => name !== key));
  return { ...owner, [key]: value };
}

/**
 * A copy of the document in which the element at the end of the steps is what `change` makes of it. An element that is
 * left without content goes, since R4 knows no empty elements.
 */
export function changeAt(document: Owner, steps: readonly Step[], change: (owner: Owner) => Owner): Owner {
  const [step, ...rest] = steps;
  if (!step) return change(document);
  const { key, index } = step;
  const inside = index === undefined ? document[key] : elementsOf(document[key])[index];
  const changed = changeAt(isObject(inside) ? inside : {}, rest, change);
  const kept = Object.keys(changed).length > 0 ? changed : undefined;
  if (index === undefined) return withProperty(document, key, kept);
  return withProperty(document, key, listWith(key, elementsOf(document[key]), index, kept));
}

const elementsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Companions keep their positions beside their values. */
function listWith(key: string, list: readonly unknown[], index: number, value: Owner | undefined): unknown {
  const padded = [...list, ...Array.from({ length: Math.max(0, index + 1 - list.length) }, () => null)];
  const changed = value || key.startsWith('_') ? padded.with(index, value ?? null) : padded.toSpliced(index, 1);
  return changed.some((one) => one !== null) ? changed : undefined;
}
