import { firstOf, stringOf } from '../../fhir/types.ts';
import type { TimelineEntry } from './entries.ts';

/** The same thing is recorded at many visits and places; the newest line of each title stands for all. */
function newestOfEach(entries: readonly TimelineEntry[], sameAs: (entry: TimelineEntry) => string): readonly TimelineEntry[] {
  const newest = new Map<string, TimelineEntry>();
  for (const entry of entries) if (!newest.has(sameAs(entry))) newest.set(sameAs(entry), entry);
  return [...newest.values()];
}

const ended = new Set(['resolved', 'inactive', 'remission', 'refuted', 'entered-in-error', 'completed', 'stopped', 'cancelled']);

function isCurrent({ resource }: TimelineEntry): boolean {
  const clinical = stringOf(firstOf(firstOf(resource.clinicalStatus).coding).code);
  const verified = stringOf(firstOf(firstOf(resource.verificationStatus).coding).code);
  return ![clinical, verified].some((status) => status && ended.has(status)) && !resource.abatementDateTime;
}

function isTaken({ resource }: TimelineEntry): boolean {
  return resource.status === 'active';
}

const MOST = 24;

/** The lists of the summary, from entries in the order newest first. */
export function toSummary(entries: readonly TimelineEntry[]) {
  const of = (...types: string[]) => entries.filter(({ type }) => types.includes(type));
  const byTitle = ({ title }: TimelineEntry) => title;
  const byCode = ({ resource, title }: TimelineEntry) => {
    const code = firstOf(resource.code);
    return stringOf(firstOf(code.coding).code) ?? stringOf(code.text) ?? title;
  };
  return {
    allergies: newestOfEach(of('AllergyIntolerance').filter(isCurrent), byTitle),
    conditions: newestOfEach(of('Condition').filter(isCurrent), byTitle),
    medicines: newestOfEach(of('MedicationRequest', 'MedicationStatement').filter(isTaken), byTitle),
    observations: newestOfEach(of('Observation'), byCode).slice(0, MOST),
    immunizations: of('Immunization'),
    coverage: newestOfEach(of('Coverage'), byTitle),
  };
}
