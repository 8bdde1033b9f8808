import type { FactValue, LifeEvent } from './contract.ts';

/** What one resource says happened: kept by its source, so that a correction takes its place. */
export interface Piece {
  /** `Observation/abc`. */
  readonly source: string;
  /** Id of the Encounter in which it was said: pieces of one encounter are one event. */
  readonly contact?: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** The last day of what lasts. */
  readonly until?: number;
  /** Organization id. */
  readonly place?: string;
  readonly facts: Readonly<Record<string, FactValue>>;
}

/** Fact of a piece that takes another one back: the source of that. */
export const CORRECTS = 'corrects';

/** One event of each encounter with what was observed at it, and of each other piece; in order of days, then of sources. */
export function toEvents(all: readonly Piece[]): LifeEvent[] {
  const takenBack = new Set(all.map(({ facts }) => facts[CORRECTS]));
  const pieces = all.filter(({ source }) => !takenBack.has(source));
  const [alone, together] = [pieces.filter((piece) => !isOfContact(piece)), pieces.filter(isOfContact)];
  const contacts = [...Map.groupBy(together, ({ contact }) => contact).values()].map(joined);
  return [...alone.map((piece) => joined([piece])), ...contacts].sort(
    (a, b) => a.day - b.day || compare(a.sources[0] ?? '', b.sources[0] ?? ''),
  );
}

/** Of two diseases, vaccinations or procedures of one contact neither may hide the other: each is an event of its own. */
const isOfContact = ({ contact, source }: Piece): boolean => contact !== undefined && OF_CONTACT.has(source.split('/')[0] ?? '');
const OF_CONTACT: ReadonlySet<string> = new Set(['Encounter', 'Observation', 'MedicationStatement']);

/** Facts that no element tells but the resource itself. */
export const EVENT_FACTS: ReadonlySet<string> = new Set([
  ...['contact', 'setting', 'condition', 'vaccine', 'dose', 'enrolled', 'version', 'worker', 'procedure', 'requested'],
  ...['vital-event', 'allergy', 'flag'],
]);

/** The encounter itself says when and where; what was found at it is added, in the order of sources. */
function joined(pieces: readonly Piece[]): LifeEvent {
  const [only] = pieces;
  if (only && pieces.length === 1)
    return { day: only.day, until: only.until, place: only.place, facts: only.facts, sources: [only.source] };
  const ordered = pieces.toSorted((a, b) => compare(a.source, b.source));
  const main = ordered.find(({ source }) => source.startsWith('Encounter/')) ?? ordered[0];
  return {
    day: main?.day ?? 0,
    until: main?.until,
    place: main?.place ?? ordered.find(({ place }) => place !== undefined)?.place,
    facts: Object.assign({}, ...ordered.map(({ facts }) => facts)),
    sources: ordered.map(({ source }) => source),
  };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
