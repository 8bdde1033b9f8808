import type { Language } from '../../ui/language.ts';
import { firstOf, listOf, type Resolve, type Resource, stringOf } from '../types.ts';
import { concept, translated } from './concepts.ts';
import { kindName } from './kinds.ts';
import { humanName, moment } from './values.ts';

/** One resource being put into words. */
export interface Reading {
  readonly resource: Resource;
  readonly language: Language;
  readonly resolve: Resolve;
}

/** What a resource is called when another one refers to it. */
export function nameOf({ resource, language, resolve }: Reading): string {
  const { name, resourceType, alias } = resource;
  const others = Array.isArray(alias) ? alias : [];
  const named = typeof name === 'string' ? translated(name, resource._name, language, others) : humanName(name, language);
  if (named) return named;
  if (resourceType === 'PractitionerRole') {
    const practitioner = resolve(resource.practitioner, resource);
    if (practitioner) return nameOf({ resource: practitioner, language, resolve });
  }
  const device = stringOf(firstOf(resource.deviceName).name);
  const what = concept(resource.code ?? resource.vaccineCode ?? resource.medicationCodeableConcept ?? resource.type, language);
  return device ?? stringOf(resource.title) ?? what ?? kindName(resourceType, language);
}

/** The thing referred to by name; its display, or its kind, where it did not come along. */
export function referred(reference: unknown, { resource, language, resolve }: Reading): string | undefined {
  const found = resolve(reference, resource);
  if (found) return nameOf({ resource: found, language, resolve });
  const { display, reference: target, type } = firstOf(reference);
  const shown = translated(display, firstOf(reference)._display, language);
  if (shown) return shown;
  const kind = stringOf(type) ?? /([A-Z][A-Za-z]+)[/?]/.exec(String(target ?? ''))?.[1];
  return kind ? kindName(kind, language) : undefined;
}

/** As `referred`, with the day, so that one of many encounters can be told from another. */
export function referredWithDay(reference: unknown, reading: Reading): string | undefined {
  const found = reading.resolve(reference, reading.resource);
  const name = referred(reference, reading);
  const day = found && moment(firstOf(found.period).start ?? found.effectiveDateTime ?? found.authoredOn);
  return name && day ? `${name} ${day.slice(0, 10)}` : name;
}

const institutionElements = [
  'serviceProvider',
  'managingOrganization',
  'custodian',
  'provider',
  'performer',
  'organization',
  'author',
  'requester',
  'insurer',
  'encounter',
  'recorder',
];
const practitionerElements = [
  'performer',
  'participant',
  'requester',
  'recorder',
  'asserter',
  'author',
  'careManager',
  'provider',
];

/** The institution behind an entry: said outright, or that of its encounter or of its author. */
export function institutionOf(reading: Reading, depth = 0): string | undefined {
  for (const reference of referencesIn(reading.resource, institutionElements)) {
    const found = reading.resolve(reference, reading.resource);
    if (found?.resourceType === 'Organization') return referred(reference, reading);
    if (found && depth < 2 && /^(?:Encounter|PractitionerRole)$/.test(found.resourceType)) {
      const behind = institutionOf({ ...reading, resource: found }, depth + 1);
      if (behind) return behind;
    }
    if (!found && /Organization/.test(String(reference.reference ?? reference.type ?? ''))) return stringOf(reference.display);
  }
  return undefined;
}

export function practitionerOf(reading: Reading): string | undefined {
  for (const reference of referencesIn(reading.resource, practitionerElements)) {
    const found = reading.resolve(reference, reading.resource);
    if (found && /^Practitioner/.test(found.resourceType)) return referred(reference, reading);
    if (!found && /Practitioner/.test(String(reference.reference ?? ''))) return stringOf(reference.display);
  }
  return undefined;
}

/** References of elements, whether they stand there or one step deeper, as in `performer.actor`. */
function referencesIn(resource: Resource, elements: readonly string[]) {
  return elements.flatMap((element) =>
    listOf(resource[element]).flatMap((value) => [value, value.actor, value.individual, value.member].flatMap(listOf)),
  );
}
