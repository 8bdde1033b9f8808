import { keyOf, originOf, type ResidentRecord } from '../../fhir/record.ts';
import type { Resource } from '../../fhir/types.ts';
import { type EntryLine, toLine } from '../../fhir/words/entry.ts';
import { isEvent, kindName } from '../../fhir/words/kinds.ts';
import { moment } from '../../fhir/words/values.ts';
import type { Language } from '../../ui/language.ts';

/** One line of the timeline. */
export interface TimelineEntry extends EntryLine {
  readonly key: string;
  /** YYYY-MM-DD or shorter, '' where unknown. */
  readonly day: string;
  readonly year: string;
  readonly type: string;
  readonly kind: string;
  readonly place: string;
  readonly placeName: string;
  readonly database: string;
  readonly resource: Resource;
}

export interface Filters {
  readonly database: string;
  readonly place: string;
  readonly kind: string;
  readonly year: string;
  readonly text: string;
}

/** Everything that happened, the newest first; what has no date stands at the end. */
export function toEntries({ resources, resolve }: ResidentRecord, language: Language): readonly TimelineEntry[] {
  return resources
    .filter(({ resourceType }) => isEvent(resourceType))
    .map((resource): TimelineEntry => {
      const line = toLine(resource, language, resolve);
      const day = moment(line.date)?.slice(0, 10) ?? '';
      const type = resource.resourceType;
      return {
        ...line,
        ...originOf(resource, language),
        key: keyOf(resource),
        day,
        year: day.slice(0, 4),
        type,
        kind: kindName(type, language),
        resource,
      };
    })
    .toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1));
}

/** Entries that pass all filters; '' passes everything, and every word of the text must occur. */
export function matching(entries: readonly TimelineEntry[], filters: Filters): readonly TimelineEntry[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(
    (entry) =>
      (!filters.database || entry.database === filters.database) &&
      (!filters.place || entry.place === filters.place) &&
      (!filters.kind || entry.type === filters.kind) &&
      (!filters.year || entry.year === filters.year) &&
      words.every((word) =>
        `${entry.kind} ${entry.title} ${entry.flag ?? ''} ${entry.summary} ${entry.institution ?? ''}`
          .toLowerCase()
          .includes(word),
      ),
  );
}

export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly count: number;
}

/** The values that entries have in one respect, with how many have each, the most frequent first. */
export function choicesOf(
  entries: readonly TimelineEntry[],
  read: (entry: TimelineEntry) => readonly [string, string],
): readonly Choice[] {
  const choices = new Map<string, Choice>();
  for (const entry of entries) {
    const [value, name] = read(entry);
    if (value) choices.set(value, { value, name, count: (choices.get(value)?.count ?? 0) + 1 });
  }
  return [...choices.values()].toSorted((a, b) => b.count - a.count);
}

/** Entries by year, in the order given. */
export function byYear(
  entries: readonly TimelineEntry[],
): readonly (readonly [year: string, entries: readonly TimelineEntry[]])[] {
  return [...Map.groupBy(entries, ({ year }) => year)];
}
