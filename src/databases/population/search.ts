import { parseDateInterval } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { healthCard, identityNumber, maskNumber, parseHealthCardNumber, parseResidentNumber } from '../../standards/index.ts';
import { inScope, type Scope, type Sql } from '../../store/index.ts';
import type { ResidentPage, ResidentRow } from './contract.ts';

export interface ResidentSearch {
  readonly text: string;
  readonly count: number;
  /** Opaque, from the page before. */
  readonly cursor?: string | undefined;
}

type Understood = ResidentPage['understoodAs'];

const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;
const SPACED_DATE = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/;

/**
 * What somebody typed into the search field: a birth date in one of its spellings, an identity or card number by its shape,
 * letters as pinyin or initials, anything else as the beginning of a name.
 */
export function understand(text: string): { as: Understood; value: string } {
  const typed = text.replaceAll('\u0000', '').trim();
  const compact = typed.replaceAll(/\s+/g, '');
  if (compact === '') return { as: 'all', value: '' };
  const [, year, month, day] = COMPACT_DATE.exec(compact) ?? SPACED_DATE.exec(compact) ?? [];
  if (year && month && day) return { as: 'birth-date', value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
  if (/^\d{17}[\dXx]$/.test(compact) || /^\d{15}$/.test(compact)) {
    const identity = parseResidentNumber(compact);
    if (!(identity instanceof Problem)) return { as: 'identity-number', value: identity.number };
    const card = parseHealthCardNumber(compact);
    return card instanceof Problem
      ? { as: 'identity-number', value: compact.toUpperCase() }
      : { as: 'card-number', value: compact };
  }
  if (/^[a-z'’ü ]+$/i.test(typed))
    return { as: 'pinyin', value: compact.toLowerCase().replaceAll(/['’]/g, '').replaceAll('ü', 'v') };
  return { as: 'name', value: typed };
}

interface Row {
  id: string;
  name: string;
  pinyin: string;
  sex: ResidentRow['sex'];
  birthDate: string | null;
  deceasedOn: string | null;
  address: string | null;
  identityNumber: string | null;
  cardNumber: string | null;
}

/** One page of residents in the scope, by pinyin then id. Numbers come masked. */
export async function searchResidents(sql: Sql, scope: Scope, { text, count, cursor }: ResidentSearch): Promise<ResidentPage> {
  const { as, value } = understand(text);
  const after = cursor ? readCursor(cursor) : undefined;
  if (!scope.databases.includes('population') || !scope.allows('Patient', 's'))
    return { items: [], understoodAs: as, estimate: 0 };
  const where = sql`${condition(sql, as, value)} and ${inScope(sql, scope, 'place')}`;
  const rows = await sql<Row[]>`
    select ${columns(sql)} from population.resident r
     where ${where} ${after ? sql`and (pinyin, id) > (${after.pinyin}, ${after.id})` : sql``}
     order by pinyin, id limit ${count + 1}`;
  const shown = rows.slice(0, count);
  const last = rows.length > count ? shown.at(-1) : undefined;
  return {
    items: shown.map(toRow),
    understoodAs: as,
    estimate: await estimate(sql, where),
    ...(last ? { next: Buffer.from(JSON.stringify([last.pinyin, last.id])).toString('base64url') } : {}),
  };
}

/** Residents by the id of their main Patient, as lists show them; of those in the scope. */
export async function residentRows(sql: Sql, scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, ResidentRow>> {
  if (ids.length === 0 || !scope.databases.includes('population') || !scope.allows('Patient', 's')) return new Map();
  const rows = await sql<
    Row[]
  >`select ${columns(sql)} from population.resident r where id = any(${ids}::text[]) and ${inScope(sql, scope, 'place')}`;
  return new Map(rows.map((row) => [row.id, toRow(row)]));
}

const columns = (sql: Sql) => sql`
  id, name, pinyin, sex, birth_date::text as "birthDate", deceased_on::text as "deceasedOn", address,
  (select min(value) from population.resident_identifier i where i.id = r.id and i.shard = r.shard and i.system = ${identityNumber}) as "identityNumber",
  (select min(value) from population.resident_identifier i where i.id = r.id and i.shard = r.shard and i.system = ${healthCard}) as "cardNumber"`;

function condition(sql: Sql, as: Understood, value: string) {
  const prefix = `${value.replaceAll(/[\\%_]/g, '\\$&')}%`;
  switch (as) {
    case 'all':
      return sql`true`;
    case 'name':
      return sql`name like ${prefix}`;
    case 'pinyin':
      return sql`(pinyin like ${prefix} or initials like ${prefix})`;
    case 'birth-date':
      return isCalendarDay(value) ? sql`birth_date = ${value}::date` : sql`false`;
    case 'identity-number':
      return byNumber(sql, identityNumber, value);
    case 'card-number':
      return byNumber(sql, healthCard, value);
  }
}

const byNumber = (sql: Sql, system: string, value: string) =>
  sql`(id, shard) in (select id, shard from population.resident_identifier where value = ${value} and system = ${system})`;

const isCalendarDay = (text: string) => parseDateInterval(text) !== undefined;

/** Exact up to 1,000, beyond that what the statistics say of the whole list. */
async function estimate(sql: Sql, where: ReturnType<typeof condition>): Promise<number> {
  const [some] = await sql<
    { count: number }[]
  >`select count(*) as count from (select from population.resident where ${where} limit 1000) found`;
  if ((some?.count ?? 0) < 1000) return some?.count ?? 0;
  const [all] = await sql<
    { count: number }[]
  >`select reltuples::bigint as count from pg_class where oid = 'population.resident'::regclass`;
  return Math.max(1000, all?.count ?? 0);
}

function toRow({ id, name, sex, birthDate, deceasedOn, address, identityNumber: identity, cardNumber }: Row): ResidentRow {
  return {
    id,
    name,
    sex,
    ...(birthDate ? { birthDate } : {}),
    ...(deceasedOn ? { deceasedOn } : {}),
    ...(identity ? { identityNumberMasked: maskNumber(identity) } : {}),
    ...(cardNumber ? { cardNumberMasked: maskNumber(cardNumber) } : {}),
    ...(address ? { address } : {}),
  };
}

function readCursor(text: string): { pinyin: string; id: string } {
  try {
    const [pinyin, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof pinyin === 'string' && typeof id === 'string' && !`${pinyin}${id}`.includes('\u0000')) return { pinyin, id };
  } catch {
    // falls through to the same refusal
  }
  throw new Problem('parameter-invalid', 'The page link is damaged', { at: 'cursor' });
}
