import { isFields, type Resource, stringOf } from '../types.ts';

/** Elements that say when the thing recorded happened, the truest first. */
const elements = [
  'occurrenceDateTime',
  'occurrencePeriod',
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'performedDateTime',
  'performedPeriod',
  'onsetDateTime',
  'onsetPeriod',
  'whenHandedOver',
  'billablePeriod',
  'period',
  'started',
  'start',
  'startDate',
  'collectedDateTime',
  'authoredOn',
  'authored',
  'recordedDate',
  'dateTime',
  'date',
  'created',
  'issued',
  'sent',
  'timestamp',
  'recorded',
] as const;

/** When it happened, as written (whole instant or partial date); undefined where the record does not say. */
export function dateOf(resource: Resource): string | undefined {
  for (const element of elements) {
    const value = resource[element];
    const date = isFields(value) ? (stringOf(value.start) ?? stringOf(value.end)) : stringOf(value);
    if (date) return date;
  }
  return undefined;
}
