import { type Bilingual, type Fault, Problem } from '../../kernel/index.ts';
import { findDivision, isWithin } from '../../standards/index.ts';
import type { Sql } from '../../store/index.ts';
import type { DivisionPage } from './contract.ts';

/** A township or village as it is entered. */
export interface NamedDivision {
  /** 9 or 12 digits. */
  readonly code: string;
  readonly name: string;
  readonly english?: string | undefined;
}

/**
 * Enters names of townships and villages; the same code again renames it.
 * @param within division of this platform: it names what lies in it, no more
 * @throws Problem data-invalid with the lines that cannot be
 */
export async function nameDivisions(
  sql: Sql,
  divisions: readonly NamedDivision[],
  { within, by, at }: { readonly within: string; readonly by: string; readonly at: string },
): Promise<void> {
  const faults = divisions.flatMap(({ code }, line) => (isOwn(code, within) ? [] : [faultAt(line)]));
  if (faults.length > 0) throw new Problem('data-invalid', 'No such township or village of this platform', { faults });
  // of one code that comes twice the last holds
  const last = [...new Map(divisions.map((one) => [one.code, one])).values()];
  await sql`
    insert into directory.division (code, name, english, written_by, written_at)
    select *, ${by}::text, ${at}::timestamptz
      from unnest(${last.map(({ code }) => code)}::text[], ${last.map(({ name }) => name)}::text[],
                  ${last.map(({ english }) => english ?? null)}::text[])
        on conflict (code) do update
       set name = excluded.name, english = excluded.english, written_by = excluded.written_by, written_at = excluded.written_at`;
}

const isOwn = (code: string, within: string): boolean =>
  /^\d{9}(\d{3})?$/.test(code) && isWithin(code, within) && findDivision(code.slice(0, 6)) !== undefined;

const faultAt = (line: number): Fault => ({
  kind: 'impossible',
  at: `divisions[${line}].code`,
  text: { zh: '不是本平台的乡镇或村代码（9 或 12 位）', en: 'No township or village of this platform (9 or 12 digits)' },
});

/** Takes a name away. A repeat changes nothing. */
export async function forgetDivision(sql: Sql, code: string): Promise<void> {
  await sql`delete from directory.division where code = ${code}`;
}

/** One page of the townships and villages that have a name, and of those in use that have none, by code. */
export async function listDivisions(
  sql: Sql,
  inUse: readonly string[],
  { q, count, after }: { readonly q: string; readonly count: number; readonly after?: string | undefined },
): Promise<DivisionPage> {
  const rows = await sql<{ code: string; name: string | null; english: string | null }[]>`
    select code, name, english
      from (select code, name, english from directory.division
            union all
            select used, null, null from unnest(${inUse}::text[]) used
             where not exists (select from directory.division d where d.code = used)) listed
     where code > ${after ?? ''} and (${q} = '' or starts_with(code, ${q}) or strpos(name, ${q}) > 0 or strpos(lower(english), lower(${q})) > 0)
     order by code limit ${count + 1}`;
  const shown = rows.slice(0, count);
  const upper = await placeNames(
    sql,
    shown.map(({ code }) => code.slice(0, code.length - 3)),
  );
  const items = shown.map(({ code, name, english }) => ({
    code,
    level: code.length > 9 ? ('village' as const) : ('township' as const),
    ...(name === null ? {} : { name: { zh: name, en: english ?? name } }),
    inName: upper.get(code.slice(0, code.length - 3)) ?? { zh: '', en: '' },
  }));
  const last = rows.length > count ? items.at(-1) : undefined;
  return { items, ...(last ? { next: last.code } : {}) };
}

/** What divisions themselves are called; those without a name are left out. */
export async function divisionNames(sql: Sql, codes: readonly string[]): Promise<ReadonlyMap<string, Bilingual>> {
  const small = [...new Set(codes.filter((code) => code.length > 6))];
  const rows =
    small.length === 0
      ? []
      : await sql<{ code: string; name: string; english: string | null }[]>`
        select code, name, english from directory.division where code = any(${small}::text[])`;
  const large = codes.flatMap((code): [string, Bilingual][] => {
    const name = code.length > 6 ? undefined : findDivision(code)?.name;
    return name ? [[code, name]] : [];
  });
  return new Map([
    ...large,
    ...rows.map(({ code, name, english }): [string, Bilingual] => [code, { zh: name, en: english ?? name }]),
  ]);
}

/** Where a place is, from the county down as far as there are names: `鼓楼区鼓东街道`, `Gudong Subdistrict, Gulou District`. */
export async function placeNames(sql: Sql, places: readonly string[]): Promise<ReadonlyMap<string, Bilingual>> {
  const names = await divisionNames(sql, [...new Set(places.flatMap(stepsOf))]);
  return new Map(
    places.map((place) => [
      place,
      joined(
        stepsOf(place).flatMap((code) => names.get(code) ?? []),
        place,
      ),
    ]),
  );
}

/** `350102`, `350102001`, `350102001003`. */
const stepsOf = (place: string): string[] =>
  [6, 9, 12].flatMap((length) => (place.length >= length ? [place.slice(0, length)] : []));

const joined = (steps: readonly Bilingual[], place: string): Bilingual =>
  steps.length === 0
    ? { zh: place, en: place }
    : {
        zh: steps.map(({ zh }) => zh).join(''),
        en: steps
          .map(({ en }) => en)
          .toReversed()
          .join(', '),
      };
