import {
  isObject,
  parseJson,
  parseLocalReference,
  patientsOf,
  type Resource,
  searchParametersOf,
  walk,
} from '../../fhir/index.ts';
import { type Act, summary } from '../../security/audit/index.ts';
import { type Changed, parseSearch, readChanged, type Scope, type Store } from '../../store/index.ts';
import type { Content } from './definition.ts';
import type { Event } from './events.ts';
import { maySee } from './match.ts';
import type { Topic } from './topics.ts';

/** An event with what may be told of it. */
export interface Told {
  readonly event: Event;
  /** The version of the event as JSON text; undefined where it was a deletion, or the resource is gone since. */
  readonly body: string | undefined;
  readonly isGone: boolean;
  /** Whose data it is. */
  readonly residents: readonly string[];
  readonly place: string;
}

/** What goes along: `Type/id` and body. */
export interface Along {
  readonly name: string;
  readonly body: string;
  readonly resident: string | undefined;
}

export interface Contents {
  readonly told: readonly Told[];
  readonly along: readonly Along[];
  /** Number of the last event that was looked at: what is not told up to there will not be. */
  readonly upTo: number;
}

/** A notification stops growing here, whatever its count allows. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const SLICE = 10;

/**
 * What a scope may be told of events, as it is now: what lies outside is passed over in silence. Events in their order,
 * and no more of them than make a notification of a bearable size.
 */
export async function readContents(
  store: Store,
  scope: Scope,
  topic: Topic,
  content: Content,
  events: readonly Event[],
): Promise<Contents> {
  const told: Told[] = [];
  let [size, upTo] = [0, 0];
  for (let at = 0; at < events.length && size < MOST_CHARACTERS; at += SLICE) {
    const slice = events.slice(at, at + SLICE);
    const seen = (await readChanged(store.database.sql, store.catalogue, slice)).filter((changed) => maySee(scope, changed));
    told.push(...seen.map(toTold));
    if (content === 'full-resource') size += seen.reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
    upTo = slice.at(-1)?.number ?? upTo;
  }
  return { told, upTo, along: content === 'full-resource' ? await readAlong(store, scope, topic, told) : [] };
}

function toTold({ key, body, previous, isDeleted, resident, place }: Changed<Event>): Told {
  const isGone = isDeleted && key.action !== 'delete';
  return { event: key, body: isGone ? undefined : body, isGone, residents: residentsIn(key, resident, body ?? previous), place };
}

/** Whose data a resource is: its resident's; where it is nobody's alone, of all whom it concerns. */
function residentsIn({ type, id }: Event, resident: string | undefined, body: string | undefined): readonly string[] {
  if (resident !== undefined) return [resident];
  if (type === 'Patient') return [id];
  return body === undefined ? [] : patientsOf(parseJson(body) as Resource);
}

const MOST_ALONG = 200;

/** The resources that the topic's reference parameters lead to, as far as the scope sees them. */
async function readAlong(store: Store, scope: Scope, { resource, include }: Topic, told: readonly Told[]): Promise<Along[]> {
  const names = new Set(told.flatMap(({ body }) => (body === undefined ? [] : targetsIn(resource, include, body))));
  const wanted = [...names].slice(0, MOST_ALONG).flatMap((name) => parseLocalReference(name) ?? []);
  const found: Along[] = [];
  for (const [type, of] of Map.groupBy(wanted, (one) => one.type)) {
    const query = parseSearch(
      type,
      [
        ['_id', of.map(({ id }) => id).join(',')],
        ['_count', String(MOST_ALONG)],
      ],
      true,
    );
    for (const { id, body, resident } of (await store.as(scope).search(query)).entries)
      found.push({ name: `${type}/${id}`, body, resident });
  }
  return found;
}

function targetsIn(type: string, include: readonly string[], body: string): string[] {
  const resource: unknown = parseJson(body);
  const targets: string[] = [];
  for (const code of include)
    for (const { steps } of searchParametersOf(type).get(code)?.paths ?? [])
      walk(resource, steps, (value) => {
        const reference = isObject(value) ? value['reference'] : undefined;
        const local = typeof reference === 'string' ? parseLocalReference(reference) : undefined;
        if (local) targets.push(`${local.type}/${local.id}`);
      });
  return targets;
}

/** One act for each resident of whom something is told; an empty notification tells of nobody. */
export function actsOf({ told, along }: Contents, content: Content, place: string): Act[] {
  if (content === 'empty') return [];
  const all = [
    ...told.flatMap((one) =>
      one.residents.map((resident) => ({ resident, name: `${one.event.type}/${one.event.id}`, place: one.place })),
    ),
    ...along.flatMap(({ resident, name }) => {
      const whose = name.startsWith('Patient/') ? name.slice('Patient/'.length) : resident;
      return whose === undefined ? [] : [{ resident: whose, name, place }];
    }),
  ];
  return [...Map.groupBy(all, ({ resident }) => resident)].map(([resident, group]) => {
    const names = new Set(group.map(({ name }) => name));
    const [first = ''] = names;
    const what = names.size === 1 ? first : summary(group.map(({ name }) => name.split('/')[0] ?? ''));
    return { action: 'read', what, count: names.size, resident, place: group[0]?.place ?? place };
  });
}
