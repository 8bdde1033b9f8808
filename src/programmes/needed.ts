import { type Condition, compilePattern, type LifeCourse, type Pattern, type Term } from '../life-course/index.ts';

/**
 * A life with nothing in it but what questions ask of it: what leaves the platform for a form is what the form needs, and no
 * diagnosis beside it. Sources and institutions are left out.
 * @param contact what contacts of the activity are called: of those, what is asked of the one before
 */
export function neededCourse(course: LifeCourse, questions: readonly (Condition | Term)[], contact: string): LifeCourse {
  const { names, patterns, before } = askedIn(questions);
  const tests = patterns.map((pattern) => ({ keys: new Set(Object.keys(pattern)), fits: compilePattern(pattern) }));
  const events = course.events.flatMap((event) => {
    const fitting = tests.filter(({ fits }) => fits(event));
    const isContact = event.facts['contact'] === contact;
    const facts = Object.entries(event.facts).filter(
      ([name]) =>
        names.has(name) || fitting.some(({ keys }) => keys.has(name)) || (isContact && (name === 'contact' || before.has(name))),
    );
    return facts.length === 0 ? [] : [{ ...event, place: undefined, sources: [], facts: Object.fromEntries(facts) }];
  });
  return { ...course, events };
}

interface Needed {
  readonly names: Set<string>;
  readonly patterns: Pattern[];
  readonly before: Set<string>;
}

/** Facts whose value is asked for, patterns of events that are looked for, and what is asked of the contact before. */
function askedIn(node: unknown, found: Needed = { names: new Set(), patterns: [], before: new Set() }): Needed {
  if (Array.isArray(node)) for (const one of node) askedIn(one, found);
  else if (typeof node === 'object' && node !== null) {
    const { latest, before, among, has, count, ongoing, daysSince } = node as Readonly<Record<string, unknown>>;
    if (typeof latest === 'string') found.names.add(latest);
    if (typeof before === 'string') found.before.add(before);
    for (const pattern of [among, has, count, ongoing, daysSince])
      if (typeof pattern === 'object' && pattern !== null) found.patterns.push(pattern as Pattern);
    for (const one of Object.values(node)) askedIn(one, found);
  }
  return found;
}
