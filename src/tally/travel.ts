import { z } from 'zod';
import { shardOf } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import { columns, given, insertChanges, namesOf, negative, type Row, selected, sumRows, type Tally } from './tally.ts';

const MOST_CELLS = 4000;

/** Silence says nothing: who has nothing new says so this often. */
const HEARTBEAT = '5 minutes';

/** Sums of one platform as they travel up: each cell its keys and amounts in the order of the tally. Of each the last word holds. */
export interface Told {
  readonly home: string;
  /** Instant as of which all sums of this platform are there; left out while more of them follow. */
  readonly asOf?: string | undefined;
  readonly note?: string | undefined;
  readonly cells: readonly (readonly (string | number)[])[];
}

const keyTypes = { text: z.string().max(80), integer: z.int(), date: z.iso.date() };

/** What of a tally may come from below. */
export const toldOf = ({ keys, amounts }: Tally): z.ZodType<Told> => {
  const [first, ...more] = [...keys.map(([, type]) => keyTypes[type]), ...amounts.map(() => z.int())];
  if (first === undefined) throw new Error('a tally without keys');
  return z.looseObject({
    home: z.string().regex(/^\d{6}$/),
    asOf: z.iso.datetime().optional(),
    note: z.string().max(4000).optional(),
    cells: z.array(z.tuple([first, ...more])).max(10_000),
  });
};

/** What the platform above does not know yet, of this platform and of those below; at most some thousand cells. */
export async function releaseSums(tx: Sql, tally: Tally, home: string): Promise<Told[]> {
  const { tables, amounts, sent } = tally;
  const asOf = (await tally.freshAt?.(tx)) ?? new Date();
  await tx`
    update ${tx(tables.heard)} set as_of = greatest(as_of, date_trunc('milliseconds', ${asOf.toISOString()}::timestamptz))
     where home = ${home} and as_of < now() - ${HEARTBEAT}::interval`;
  const rows = await tx<Row[]>`
    select home, ${selected(tx, tally)} from ${tx(tables.home)}
     where ${columns(tx, [amounts.map((name, at) => `${name} <> ${sent[at]}`).join(' or ')])} order by home limit ${MOST_CELLS}`;
  // the last of them may have more
  const unfinished = rows.length === MOST_CELLS ? rows.at(-1)?.['home'] : undefined;
  const heard = await tx<{ home: string; asOf: Date; note: string | null }[]>`
    select home, as_of as "asOf", note from ${tx(tables.heard)} where told is distinct from as_of order by home`;
  const byHome = Map.groupBy(rows, (row) => String(row['home']));
  const settled = new Map(heard.filter((one) => unfinished === undefined || one.home < unfinished).map((one) => [one.home, one]));
  const note = settled.has(home) ? await tally.note?.(tx) : undefined;
  return [...new Set([...byHome.keys(), ...settled.keys()])].map((one) => {
    const said = one === home ? note : settled.get(one)?.note;
    return {
      home: one,
      ...(settled.has(one) ? { asOf: settled.get(one)?.asOf.toISOString() } : {}),
      ...(said ? { note: said } : {}),
      cells: (byHome.get(one) ?? []).map((row) => namesOf(tally).map((name) => toText(row[name]))),
    };
  });
}

const toText = (value: Row[string] | undefined): string | number => (typeof value === 'number' ? value : String(value ?? ''));

const toRow = (tally: Tally, cell: Told['cells'][number]): Row =>
  Object.fromEntries(namesOf(tally).map((name, at) => [name, cell[at] ?? '']));

/** The platform above has them. What changed meanwhile stays to be told; a repeat does nothing. */
export async function acknowledgeSums(tx: Sql, tally: Tally, told: readonly Told[]): Promise<void> {
  const { tables, keys, amounts, sent } = tally;
  const rows = told.flatMap(({ home, cells }) => cells.map((cell) => ({ home, ...toRow(tally, cell) })));
  if (rows.length > 0)
    await tx`
      update ${tx(tables.home)} as known set ${columns(
        tx,
        amounts.map((name, at) => `${sent[at]} = given.${name}`),
      )} from ${given(tx, tally, rows, { home: 'text' })}
       where ${columns(tx, [['home', ...keys.map(([name]) => name)].map((name) => `known.${name} = given.${name}`).join(' and ')])}`;
  const settled = told.filter(({ asOf }) => asOf !== undefined);
  if (settled.length > 0)
    await tx`
      update ${tx(tables.heard)} as known set told = said.as_of
        from unnest(${settled.map(({ home }) => home)}::text[], ${settled.map(({ asOf }) => asOf ?? '')}::timestamptz[]) as said (home, as_of)
       where known.home = said.home`;
}

/**
 * Sums of platforms below replace what was known of them; the difference goes into the sums of this platform.
 * @param forward whether there is a platform above, which is told of them
 */
export async function receiveSums(tx: Sql, tally: Tally, told: readonly Told[], forward: boolean): Promise<void> {
  const { tables } = tally;
  for (const { home, asOf, note, cells } of told) {
    const last = new Map(cells.map((cell) => [cell.slice(0, tally.keys.length).join('\u001f'), toRow(tally, cell)]));
    await replaceCells(tx, tally, home, [...last.values()], forward);
    if (asOf !== undefined)
      await tx`
        insert into ${tx(tables.heard)} as known (home, as_of, told, note)
        values (${home}, ${asOf}::timestamptz, ${forward ? null : asOf}::timestamptz, ${note ?? null})
            on conflict (home) do update set as_of = excluded.as_of, note = excluded.note,
               told = case when ${forward} then known.told else excluded.told end`;
  }
}

async function replaceCells(tx: Sql, tally: Tally, home: string, cells: readonly Row[], forward: boolean): Promise<void> {
  if (cells.length === 0) return;
  const { tables, keys, amounts, sent } = tally;
  const keyNames = keys.map(([name]) => name);
  const before = await tx<Row[]>`
    select ${selected(tx, tally)} from ${tx(tables.home)}
     where home = ${home} and (${columns(tx, keyNames)}) in (select ${columns(tx, keyNames)} from ${given(tx, tally, cells, {})})
       for update`;
  await tx`
    insert into ${tx(tables.home)} as known (home, ${columns(tx, [...namesOf(tally), ...sent])})
    select ${home}::text, ${columns(tx, [...namesOf(tally), ...amounts.map((name) => (forward ? '0' : name))])}
      from ${given(tx, tally, cells, {})}
        on conflict (${columns(tx, ['home', ...keyNames])}) do update
       set ${columns(tx, [
         ...amounts.map((name) => `${name} = excluded.${name}`),
         ...sent.map((name) => `${name} = ${forward ? 'known' : 'excluded'}.${name}`),
       ])}`;
  const differences = sumRows(tally, [...before.map((row) => negative(tally, row)), ...cells]);
  await insertChanges(
    tx,
    tally,
    shardOf(home),
    differences.map((row) => ({ ...row, division: home })),
    false,
  );
}

/** As of when the sums of each platform in a division are here, and what it said beside. @param start with what its code begins */
export function listHeard(sql: Sql, tally: Tally, start: string): Promise<{ home: string; asOf: Date; note: string | null }[]> {
  return sql`
    select home, as_of as "asOf", note from ${sql(tally.tables.heard)} where starts_with(home, ${start}) order by home`;
}
