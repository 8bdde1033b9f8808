import type { Catalogue, DatabaseName } from '../catalogue.ts';
import type { Fragment, Sql } from '../database.ts';
import { commas, joined, unionAll } from '../fragments.ts';
import { databasesFor, inPlaces } from '../read.ts';
import { compartmentLexeme } from '../row.ts';
import type { Scope } from '../scope.ts';
import { isWithin, isWithinTime, WIDE_SUFFIX } from './compare.ts';
import type { Condition } from './condition.ts';
import { isNear } from './near.ts';
import { withoutSeparator } from './separator.ts';

/** Where and for whom a condition is put into SQL. Rows of the resource table are called `r` throughout. */
export interface Place {
  readonly sql: Sql;
  readonly catalogue: Catalogue;
  readonly scope: Scope;
  readonly database: DatabaseName;
  /** What the statement asks of every row anyway; of what rows refer to nothing is known. */
  readonly known?: Known;
}

export interface Known {
  /** No row whose id comes after this one. */
  readonly lastId?: string;
  /** Only those whose interval is long, or none of them. */
  readonly isLasting?: boolean | undefined;
}

/**
 * A condition in one of two forms: as `driver` it is asked of its own index and yields the rows; as `check` it is asked of
 * a row that something else has found, and the planner cannot start from it.
 */
export type Form = 'driver' | 'check';

/** Of one, the index gives the records in their order. */
const isOneOf = (sql: Sql, [first = '', ...others]: readonly string[]): Fragment =>
  others.length === 0 ? sql`r.resident = ${first}` : sql`r.resident = any(${[first, ...others]}::text[])`;

export function toSql(place: Place, type: string, condition: Condition, form: Form): Fragment {
  const { sql } = place;
  switch (condition.kind) {
    case 'ids':
      return sql`r.id = any(${condition.ids}::text[])`;
    case 'lexemes':
      return overlaps(place, condition.any, form);
    case 'patient':
      return sql`(r.resident = any(${condition.ids}::text[]) or r.tokens && ${hashes(sql, condition.any)})`;
    case 'compartment':
      return sql`(${isOneOf(sql, condition.patients)} or r.tokens && ${hashes(sql, condition.patients.map(compartmentLexeme))})`;
    case 'list':
      throw new Error('lists are read before the search');
    case 'near':
      return isNear(sql, place.database, condition);
    case 'updated':
      return isWithinTime(sql, 'updated', condition.comparison);
    case 'happened':
      return isWithinTime(sql, 'happened', condition.comparison, place.known?.isLasting);
    case 'range':
      return inRange(place, type, condition, form);
    case 'text':
      return inText(place, type, condition, form);
    case 'display':
      return sql`(${joined(
        sql,
        condition.properties.map((properties) => displayed(sql, properties, condition.text)),
        'or',
      )})`;
    case 'not':
      // what is nobody's has no resident to compare: unknown counts as not so
      return sql`(${toSql(place, type, condition.condition, 'check')}) is not true`;
    case 'all':
      return sql`(${joined(
        sql,
        condition.conditions.map((one) => toSql(place, type, one, form)),
        'and',
      )})`;
    case 'any':
      return sql`(${joined(
        sql,
        condition.conditions.map((one) => toSql(place, type, one, form)),
        'or',
      )})`;
    case 'concepts':
      throw new Error('codes are looked up before the search');
    case 'chain':
      return chained(place, condition);
    case 'has':
      return referred(place, condition);
  }
}

/**
 * The type of a row. Where lexemes lead, which name the type themselves, it is put such that no index answers it: the
 * planner would else gather all rows of the type in vain.
 */
export function isOfType(sql: Sql, type: string, leading: readonly Condition[]): Fragment {
  const isTold = leading.length > 0 && leading.every(({ kind }) => kind === 'lexemes');
  return isTold ? sql`r.type || '' = ${type}` : sql`r.type = ${type}`;
}

/** A statement has at most 65,534 parameters; beyond a few texts their number tells the planner enough. */
const MOST_CONSTANTS = 64;

/** The hashes of texts, as the index keeps them; of a few, constants when the statement is planned. */
export function hashes(sql: Sql, texts: readonly string[]): Fragment {
  const plain = texts.map(withoutSeparator);
  if (plain.length > MOST_CONSTANTS) return sql`array(select hashtextextended(text, 0) from unnest(${plain}::text[]) text)`;
  const each = plain.map((text) => sql`hashtextextended(${text}, 0)`);
  return sql`array[${commas(sql, each)}]::bigint[]`;
}

function overlaps({ sql }: Place, any: readonly string[], form: Form): Fragment {
  // the index is on the column alone: joined with nothing, it is not considered
  return form === 'driver' ? sql`r.tokens && ${hashes(sql, any)}` : sql`(r.tokens || '{}'::bigint[]) && ${hashes(sql, any)}`;
}

type Range = Condition & { kind: 'range' };

/** What of an entry `s` is asked: of the narrow intervals, and of the wide ones. */
function rangeParts(sql: Sql, { places, comparisons, isDate }: Range): Fragment[] {
  return [true, false].map((isNarrow) => {
    const hashed = hashes(sql, isNarrow ? places : places.map((place) => place + WIDE_SUFFIX));
    const within = joined(
      sql,
      comparisons.map((one) => sql`(${isWithin(sql, one, isDate, isNarrow)})`),
      'and',
    );
    return sql`s.place = any(${hashed}) and ${within}`;
  });
}

/** `from … where …` of the entries `s` that meet a range. */
export const rangeEntries = (place: Place, range: Range): Fragment[] => {
  const { sql, database } = place;
  return rangeParts(sql, range).map((part) => sql`from ${sql(database)}.search_range s where ${part} ${isInWindow(place)}`);
};

const isInWindow = ({ sql, known }: Place): Fragment => (known?.lastId === undefined ? sql`` : sql`and s.id <= ${known.lastId}`);

function inRange(place: Place, type: string, range: Range, form: Form): Fragment {
  const { sql, database } = place;
  if (form === 'check')
    return sql`exists (select from ${sql(database)}.search_range s where s.shard = r.shard and s.id = r.id and s.type = ${type}
                          and (${joined(
                            sql,
                            rangeParts(sql, range).map((part) => sql`(${part})`),
                            'or',
                          )}))`;
  const [narrow, wide] = rangeEntries(place, range);
  return sql`(r.id, r.shard) in (select s.id, s.shard ${narrow ?? sql``} union all select s.id, s.shard ${wide ?? sql``})`;
}

const INDEXED_CHARACTERS = 100;

type Text = Condition & { kind: 'text' };

function textPart(sql: Sql, { places, match, text }: Text): Fragment {
  const escaped = text.replaceAll(/[\\%_]/g, '\\$&');
  const head = [...text]
    .slice(0, INDEXED_CHARACTERS)
    .join('')
    .replaceAll(/[\\%_]/g, '\\$&');
  const matches =
    match === 'starts'
      ? sql`left(s.text, ${INDEXED_CHARACTERS}::integer) like ${`${head}%`} and s.text like ${`${escaped}%`}`
      : sql`s.text like ${`%${escaped}%`}`;
  return sql`s.place = any(${hashes(sql, places)}) and ${matches}`;
}

/** `from … where …` of the entries `s` that meet a text. */
export const textEntries = (place: Place, text: Text): Fragment => {
  const { sql, database } = place;
  return sql`from ${sql(database)}.search_text s where ${textPart(sql, text)} ${isInWindow(place)}`;
};

/** `from … where …` of the entries `s` of what a condition finds by them; undefined where it finds something otherwise. */
export function entriesFor(place: Place, condition: Condition): Fragment[] | undefined {
  if (condition.kind === 'range') return rangeEntries(place, condition);
  if (condition.kind === 'text') return [textEntries(place, condition)];
  if (condition.kind !== 'any') return undefined;
  const each = condition.conditions.map((one) => entriesFor(place, one));
  return each.every((one) => one !== undefined) ? each.flat() : undefined;
}

function inText(place: Place, type: string, text: Text, form: Form): Fragment {
  const { sql, database } = place;
  if (form === 'check')
    return sql`exists (select from ${sql(database)}.search_text s where s.shard = r.shard and s.id = r.id and s.type = ${type} and ${textPart(sql, text)})`;
  return sql`(r.id, r.shard) in (select s.id, s.shard ${textEntries(place, text)})`;
}

// FHIR keeps decimals of any size; one that `numeric` has no room for must not end the search of all others
export const BEYOND_NUMERIC = '[:,[]-?([0-9.]{255}|[0-9.]+[eE][+-]?[0-9]{4})';

/** `code.coding.display`, `code.text`: beginning so, whatever the case. */
function displayed(sql: Sql, properties: readonly string[], text: string): Fragment {
  const place = properties.map((property) => `.${JSON.stringify(property)}`).join('');
  const pattern = JSON.stringify(`^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`);
  const names = ['text', 'display', 'coding.display', 'type.text'].map(
    (name) => `$${place}.${name} like_regex ${pattern} flag "i"`,
  );
  return sql`case when r.body ~ ${BEYOND_NUMERIC} then false else r.body::jsonb @@ ${names.join(' || ')}::jsonpath end`;
}

type Chain = Condition & { kind: 'chain' };

/** Ids of what a chain leads to, within the scope; undefined where nothing of the type may be seen. */
export const targetsOf = (place: Omit<Place, 'database'>, { type, conditions }: Chain): Fragment | undefined =>
  select(place, type, conditions, (fragment) => place.sql`select r.id from ${fragment}`);

/** From each row to what it refers to: for a chain to many, and rows that something else has found. */
function chained(place: Place, chain: Chain): Fragment {
  const { sql } = place;
  const { places, type } = chain;
  const targets = targetsOf(place, chain);
  if (!targets) return sql`false`;
  return sql`exists (select from unnest(${linksOf(place, type)}) link
                            where starts_with(link, ${`${type}/`}) and ${refersTo(sql, places)}
                              and substr(link, ${type.length + 2}) in (${targets}))`;
}

/** The row refers to `link` at one of the places. */
const refersTo = (sql: Sql, places: readonly string[]): Fragment =>
  sql`r.tokens && (select array_agg(hashtextextended(one || '>' || link, 0)) from unnest(${places}::text[]) one)`;

/** A resource's references, its resident included. */
const linksOf = ({ sql }: Pick<Place, 'sql'>, type: string): Fragment =>
  type === 'Patient'
    ? sql`(case when r.resident is null then r.links else r.links || ('Patient/' || r.resident) end)`
    : sql`r.links`;

function referred(place: Place, has: Has): Fragment {
  const { sql } = place;
  const found = referredIds(place, has);
  return found ? sql`r.id in (${found})` : sql`false`;
}

type Has = Condition & { kind: 'has' };

/** Ids of the resources that are referred to so, within the scope; undefined where nothing of the type may be seen. */
export function referredIds(place: Omit<Place, 'database'>, { type, places, self, conditions }: Has): Fragment | undefined {
  const { sql } = place;
  return select(
    place,
    type,
    conditions,
    (
      fragment,
    ) => sql`select substr(link, ${self.length + 2}) as id from (select r.* from ${fragment}) r, unnest(${linksOf(place, self)}) link
                       where starts_with(link, ${`${self}/`}) and ${refersTo(sql, places)}`,
  );
}

/** Over all databases in which the type may be and which the scope covers; undefined where there is none. */
function select(
  place: Omit<Place, 'database'>,
  type: string,
  conditions: readonly Condition[],
  head: (from: Fragment) => Fragment,
): Fragment | undefined {
  const { sql, catalogue, scope } = place;
  if (!scope.allows(type, 's')) return undefined;
  const selects = databasesFor(catalogue, scope, type).map((database) => {
    const there = { sql, catalogue, scope, database };
    const inside = joined(
      sql,
      conditions.map((one) => toSql(there, type, one, 'driver')),
      'and',
    );
    return head(
      sql`${sql(database)}.resource r where r.type = ${type} and not r.deleted and ${inPlaces(sql, database, scope, type)} and ${inside}`,
    );
  });
  return unionAll(sql, selects);
}
