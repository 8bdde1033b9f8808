import { isObject, parseLocalReference, type Resource } from '../../../fhir/index.ts';
import type { FormValue, FormValues } from '../../../forms/index.ts';
import type { EventKind } from './contract.ts';

/** A vital event as it is kept: a Composition of this category whose form is a contained QuestionnaireResponse. Decision 22. */
export const VITAL_EVENT = 'vital-event';
export const EVENT_CATEGORY = 'urn:minkang:composition-category';
export const EVENT_KIND = 'urn:minkang:vital-event';
export const CERTIFICATE = 'urn:minkang:event-certificate:';
export const FORM = 'form';
/** Code of the section that names what the event changed, in versioned references. */
export const EFFECT = 'effect';

/** An event in our own words. */
export interface VitalEvent {
  /** Composition id. */
  readonly id: string;
  readonly kind: EventKind | 'correction';
  /** Patient id. */
  readonly resident: string;
  readonly otherResident: string | undefined;
  /** YYYY-MM-DD. */
  readonly happenedOn: string;
  /** ISO instant with zone, where the event is told to the minute. */
  readonly happenedAt: string | undefined;
  readonly otherPlace: string | undefined;
  readonly certificate: string | undefined;
  /** ISO instant. */
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly corrects: string | undefined;
  readonly reason: string | undefined;
  readonly values: FormValues;
  readonly changes: readonly ChangedVersion[];
}

/** A version that an event wrote; the one before it is what was. */
export interface ChangedVersion {
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

export const isVitalEvent = ({ resourceType, category }: Resource): boolean =>
  resourceType === 'Composition' && codesIn(category).includes(VITAL_EVENT);

/** Reads what `toComposition` wrote; undefined where it is no vital event. */
export function toVitalEvent(resource: Resource): VitalEvent | undefined {
  const kind = codesIn([resource['type']])[0];
  const resident = referenceIn(resource['subject'], 'Patient');
  const happened = periodStart(resource);
  if (!isVitalEvent(resource) || !resource.id || !kind || !resident || !happened) return undefined;
  const values = valuesIn(resource);
  const other = [values['spouse'], values['mother']].find((value) => isPerson(value));
  const otherPlace = values['otherDivision'];
  return {
    id: resource.id,
    kind: kind as VitalEvent['kind'],
    resident,
    otherResident: isPerson(other) ? other.id : undefined,
    happenedOn: happened.slice(0, 10),
    happenedAt: happened.length > 10 ? happened : undefined,
    otherPlace: typeof otherPlace === 'string' ? otherPlace : undefined,
    certificate: certificateIn(resource['identifier']),
    recordedAt: textOf(resource['date']) ?? '',
    recordedBy: textOf(listOf(resource['author'])[0]?.['display']) ?? '',
    corrects: listOf(resource['relatesTo']).flatMap(
      ({ targetReference }) => referenceIn(targetReference, 'Composition') ?? [],
    )[0],
    reason: typeof values['reason'] === 'string' ? values['reason'] : undefined,
    values,
    changes: changesIn(resource),
  };
}

export const isPerson = (value: unknown): value is { id: string; name: string } =>
  isObject(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string';

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

const codesIn = (concepts: unknown): string[] =>
  listOf(concepts).flatMap(({ coding }) => listOf(coding).flatMap(({ code }) => textOf(code) ?? []));

function referenceIn(value: unknown, type: string): string | undefined {
  const found = isObject(value) ? parseLocalReference(textOf(value['reference']) ?? '') : undefined;
  return found?.type === type ? found.id : undefined;
}

const periodStart = (resource: Resource): string | undefined =>
  listOf(resource['event']).flatMap(({ period }) => (isObject(period) ? (textOf(period['start']) ?? []) : []))[0];

const certificateIn = (identifier: unknown): string | undefined =>
  isObject(identifier) && textOf(identifier['system'])?.startsWith(CERTIFICATE) ? textOf(identifier['value']) : undefined;

function valuesIn(resource: Resource): FormValues {
  const form = listOf(resource['contained']).find(({ id }) => id === FORM);
  return Object.fromEntries(
    listOf(form?.['item']).flatMap(({ linkId, answer }) => {
      const value = answered(listOf(answer)[0] ?? {});
      return typeof linkId === 'string' && value !== undefined ? [[linkId, value]] : [];
    }),
  );
}

function answered(answer: Record<string, unknown>): FormValue | undefined {
  const [value] = Object.entries(answer).flatMap(([key, one]) => (key.startsWith('value') ? [one] : []));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (!isObject(value)) return undefined;
  const id = referenceIn(value, 'Patient');
  return id ? { id, name: textOf(value['display']) ?? '' } : textOf(value['code']);
}

const VERSIONED = /^([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})\/_history\/(\d+)$/;

function changesIn(resource: Resource): ChangedVersion[] {
  const section = listOf(resource['section']).find(({ code }) => codesIn([code]).includes(EFFECT));
  return listOf(section?.['entry']).flatMap(({ reference }) => {
    const [, type, id, version] = VERSIONED.exec(textOf(reference) ?? '') ?? [];
    return type && id && version ? [{ type, id, version: Number(version) }] : [];
  });
}
