import type { IdentifierValue, KnownResident } from '../../databases/population/index.ts';
import { findByIdentifiers } from '../../databases/population/index.ts';
import { healthCard, identityNumber } from '../../standards/index.ts';
import type { Sql } from '../../store/index.ts';

/** A resident at one platform. */
export interface Located extends Omit<KnownResident, 'id'> {
  readonly home: string;
  readonly patient: string;
}

/** What tells two persons under one number apart, as far as known. */
export interface Person {
  /** YYYY-MM-DD. */
  readonly birthDate?: string | undefined;
  readonly sex?: string | undefined;
}

/** Numbers that belong to one person in the whole country, and so may lead from one platform's record to another's. */
const STRONG: ReadonlySet<string> = new Set([identityNumber, healthCard]);
const MAX_ROUNDS = 3;

export const strongIdentifiers = (identifiers: readonly IdentifierValue[]): IdentifierValue[] =>
  identifiers.filter(({ system }) => STRONG.has(system));

/**
 * Where the resident with one of these identifiers is known, here and below. A card found at one place leads by the
 * identity number on it to other places; two records that disagree on birth date or sex are never taken for one person.
 * @param like what the asker knows of the resident; without it, whoever is found first (here before below, then by
 *   division and id) is the one to agree with
 * @returns those who agree, and how many did not
 */
export async function locateResident(
  sql: Sql,
  home: string,
  wanted: readonly IdentifierValue[],
  like?: Person,
): Promise<{ found: Located[]; disagreeing: number }> {
  const known = new Map<string, Located>();
  const others = new Set<string>();
  const seen = new Set<string>();
  let asked = strongIdentifiers(wanted).length > 0 ? strongIdentifiers(wanted) : [...wanted];
  for (let round = 0; round < MAX_ROUNDS && asked.length > 0; round++) {
    for (const identifier of asked) seen.add(textOf(identifier));
    for (const candidate of await lookUp(sql, home, asked)) {
      const key = `${candidate.home}/${candidate.patient}`;
      const isSame = [like ?? {}, ...known.values()].every((one) => agree(one, candidate));
      if (isSame) known.set(key, candidate);
      else others.add(key);
    }
    asked = [...known.values()]
      .flatMap(({ identifiers }) => strongIdentifiers(identifiers))
      .filter((identifier) => !seen.has(textOf(identifier)));
  }
  return { found: [...known.values()], disagreeing: others.size };
}

const textOf = ({ system, value }: IdentifierValue) => `${system}|${value}`;

/** Same birth date and same sex, as far as both say so. */
export function agree(one: Person, other: Person): boolean {
  const same = (a: string | undefined, b: string | undefined) => !a || !b || a === 'unknown' || b === 'unknown' || a === b;
  return same(one.birthDate, other.birthDate) && same(one.sex, other.sex);
}

async function lookUp(sql: Sql, home: string, wanted: readonly IdentifierValue[]): Promise<Located[]> {
  const own = (await findByIdentifiers(sql, wanted)).map(({ id, ...resident }) => ({ ...resident, home, patient: id }));
  return [...own.sort((a, b) => (a.patient < b.patient ? -1 : 1)), ...(await lookUpBelow(sql, wanted))];
}

async function lookUpBelow(sql: Sql, wanted: readonly IdentifierValue[]): Promise<Located[]> {
  const rows = await sql<
    {
      home: string;
      patient: string;
      name: string | null;
      sex: string | null;
      birthDate: string | null;
      place: string;
      identifiers: IdentifierValue[];
    }[]
  >`
    select e.home, e.patient, e.name, e.sex, e.birth_date::text as "birthDate", e.place, (e.document::jsonb) -> 'identifiers' as identifiers
      from resident_index.entry e
     where (e.shard, e.home, e.patient) in (
             select shard, home, patient from resident_index.identifier
              where (value, system) in (select * from unnest(${wanted.map(({ value }) => value)}::text[], ${wanted.map(({ system }) => system)}::text[])))
     order by e.home, e.patient limit 50`;
  return rows.map((row) => ({ ...row, name: row.name ?? '', sex: row.sex ?? 'unknown', birthDate: row.birthDate ?? undefined }));
}
