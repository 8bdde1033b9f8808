import type { Sql } from '../store/index.ts';

type KeyType = 'text' | 'integer' | 'date';

/**
 * Sums that are kept where the records are and travel up: which tables they are in, what tells their cells apart, what is summed.
 * Whoever writes records inserts differences; they are folded into the sums a moment later, so that writers never wait for one another.
 */
export interface Tally {
  /** Under which the sums travel. */
  readonly name: string;
  /** With schema. `change`: differences that wait; `sum`: by division; `home`: by platform, as they go up; `heard`: as of when each is. */
  readonly tables: { readonly change: string; readonly sum: string; readonly home: string; readonly heard: string };
  /** By name, in the order in which they travel; dates are YYYY-MM-DD. */
  readonly keys: readonly (readonly [name: string, type: KeyType])[];
  readonly amounts: readonly string[];
  /** Of each amount, the column with what the platform above knows. */
  readonly sent: readonly string[];
  /** A cell as it counts at a division above that of its residents; as it is where left out. */
  readonly above?: (cell: Row, division: string) => Row;
  /** Instant as of which all that was written is counted; now where left out. */
  readonly freshAt?: (tx: Sql) => Promise<Date>;
  /** What the platform says beside its sums. */
  readonly note?: (tx: Sql) => Promise<string>;
  /** Told what is added to the sums, in the same transaction. */
  readonly onFold?: (tx: Sql, cells: readonly Row[], top: string) => Promise<void>;
}

/** A cell: its keys and amounts, with `division` or `home` where it is of one. */
export type Row = Readonly<Record<string, string | number | boolean>>;

/** Equal cells as one; those that cancel out are gone. @param of what tells cells apart beside the keys */
export function sumRows({ keys, amounts }: Tally, rows: Iterable<Row>, of: readonly string[] = []): Row[] {
  const names = [...of, ...keys.map(([name]) => name)];
  const sums = new Map<string, Record<string, string | number | boolean>>();
  for (const row of rows) {
    const key = names.map((name) => row[name]).join('\u001f');
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { ...row });
    else for (const amount of amounts) known[amount] = Number(known[amount]) + Number(row[amount]);
  }
  return [...sums.values()].filter((row) => amounts.some((amount) => row[amount] !== 0));
}

export const negative = ({ amounts }: Tally, row: Row): Row => ({
  ...row,
  ...Object.fromEntries(amounts.map((amount) => [amount, -Number(row[amount])])),
});

/** Names of columns of the program's own, as a part of a statement. */
export const columns = (tx: Sql, names: readonly string[]) => tx.unsafe(names.join(', '));

/** Keys and amounts to select; days as texts. */
export const selected = (tx: Sql, { keys, amounts }: Tally) =>
  columns(tx, [...keys.map(([name, type]) => (type === 'date' ? `${name}::text as ${name}` : name)), ...amounts]);

/** Cells as rows of a statement: what they are of, their keys, their amounts. */
export const given = (
  tx: Sql,
  tally: Tally,
  rows: readonly Row[],
  of: Readonly<Record<string, KeyType | 'boolean' | 'bigint'>>,
) =>
  tx`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as given (${columns(tx, [
    ...Object.entries(of).map(([name, type]) => `${name} ${type}`),
    ...tally.keys.map(([name, type]) => `${name} ${type}`),
    ...tally.amounts.map((name) => `${name} bigint`),
  ])})`;

export const namesOf = ({ keys, amounts }: Tally): string[] => [...keys.map(([name]) => name), ...amounts];

/** Adds differences, each with its `division`. @param own of residents of this platform, else of a platform below */
export async function insertChanges(tx: Sql, tally: Tally, shard: number, rows: readonly Row[], own: boolean): Promise<void> {
  if (rows.length === 0) return;
  const names = columns(tx, ['division', ...namesOf(tally)]);
  await tx`
    insert into ${tx(tally.tables.change)} (shard, own, ${names})
    select ${shard}::bigint, ${own}::boolean, ${names} from ${given(tx, tally, rows, { division: 'text' })}`;
}
