import { parseLocalReference } from '../references.ts';
import { isObject, type Resource } from '../resource.ts';
import { type Adder, adderOf, type Collector, type IndexEntries, rangesOf } from './adders.ts';
import type { Canonical } from './canonical.ts';
import { exactTexts, type Group, groupsOf, isMeasured } from './composite.ts';
import { groupPlace, presenceLexeme } from './lexemes.ts';
import { type Step, searchParametersOf, type ValuePath } from './parameters.ts';
import { walk } from './walk.ts';

type Reader = (resource: Resource, out: Collector) => void;

/** The index entries of resources by all official R4 parameters of their types. Pure; readers are made once a type. */
export function indexer(canonical: Canonical): (resource: Resource) => IndexEntries {
  const known = new Map<string, Readers>();
  return (resource) => {
    const { resourceType } = resource;
    const readers = known.get(resourceType) ?? readersOf(resourceType, canonical);
    known.set(resourceType, readers);
    const out: Collector = { lexemes: new Set(), ranges: [], texts: [] };
    for (const read of readers.get('') ?? []) read(resource, out);
    for (const property in resource) {
      const here = readers.get(property);
      if (here !== undefined) for (const read of here) read(resource, out);
    }
    return out;
  };
}

/** Readers of a type by the property where they begin; those that begin at the resource itself stand under ''. */
type Readers = ReadonlyMap<string, readonly Reader[]>;

/** One reader a place, whoever looks there: `code` and `combo-code` share it. */
function readersOf(type: string, canonical: Canonical): Readers {
  const parameters = [...searchParametersOf(type).values()];
  const places = new Map<string, readonly [property: string, reader: Reader]>();
  const place = (name: string, steps: readonly Step[], make: () => Reader) => {
    if (!places.has(name)) places.set(name, [steps[0]?.property ?? '', make()]);
  };
  for (const { kind, paths } of parameters)
    for (const path of paths) {
      const name = `${kind} ${path.key}@${path.type}`;
      const { key, steps, target } = path;
      place(name, steps, () => readerOf(path, adderOf(key, kind, path.type, canonical)));
      if (target) place(`${name}>${target}`, steps, () => readerOf(path, targetAdder(key, target)));
    }
  for (const group of groupsOf(type, parameters)) place(`~${group.key}`, group.root, () => groupReader(group, canonical));
  const byProperty = Map.groupBy(places.values(), ([property]) => property);
  return new Map([...byProperty].map(([property, found]) => [property, found.map(([, reader]) => reader)]));
}

function readerOf({ steps }: ValuePath, add: Adder): Reader {
  const [step, ...others] = steps;
  if (step && others.length === 0 && !step.where && step.index === undefined) return propertyReader(step.property, add);
  return (resource, out) => walk(resource, steps, (value) => add(value, out));
}

/** The usual place: an element of the resource itself. */
function propertyReader(property: string, add: Adder): Reader {
  return (resource, out) => {
    const value = resource[property];
    if (Array.isArray(value)) {
      for (const item of value) if (item !== null) add(item, out);
    } else if (value !== undefined && value !== null) add(value, out);
  };
}

/** Of references that count only where they lead to one type: that there is one. */
function targetAdder(key: string, target: string): Adder {
  return (value, out) => {
    const text = isObject(value) ? value['reference'] : undefined;
    if (typeof text === 'string' && parseLocalReference(text)?.type === target) out.lexemes.add(presenceLexeme(key, target));
  };
}

function groupReader({ key, root, parts }: Group, canonical: Canonical): Reader {
  return (resource, out) => walk(resource, root, (element) => addGroup(key, resource, element, parts, [], canonical, out));
}

/** Exact parts of an element are filed in every combination; a resource with more of them is found by its parts alone. */
const MOST_ENTRIES = 50_000;

/** Goes through the parts in their order; the last one may be measured. */
function addGroup(
  key: string,
  resource: Resource,
  element: unknown,
  [part, ...others]: Group['parts'],
  texts: readonly string[],
  canonical: Canonical,
  out: Collector,
): void {
  if (out.lexemes.size + out.ranges.length > MOST_ENTRIES) return;
  if (!part) {
    out.lexemes.add(groupPlace(key, texts));
    return;
  }
  if (!isMeasured(part.kind)) {
    for (const text of exactTexts(resource, element, part.kind, part.paths))
      addGroup(key, resource, element, others, [...texts, text], canonical, out);
    return;
  }
  const place = groupPlace(`${key}#${others.length}`, texts);
  for (const { steps, type, fromTop } of part.paths)
    walk(fromTop ? resource : element, steps, (value) => out.ranges.push(...rangesOf(place, part.kind, type, value, canonical)));
  if (others.length > 0) addGroup(key, resource, element, others, texts, canonical, out);
}
