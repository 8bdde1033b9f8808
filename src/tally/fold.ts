import { pathUp } from '../standards/index.ts';
import type { Database, Sql } from '../store/index.ts';
import { columns, given, namesOf, type Row, selected, sumRows, type Tally } from './tally.ts';

const MOST = 10_000;

/**
 * Folds differences into the sums of their divisions and of those above, and into what goes up. One process does it at a
 * time; whoever asks meanwhile adds up both, so nobody sees the difference.
 * @param top division of the platform
 * @returns how many differences were folded
 */
export async function foldTally(database: Database, tally: Tally, top: string): Promise<number> {
  return database.begin(async (tx) => {
    const [turn] = await tx<{ got: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${tally.name}, 4631)) as got`;
    if (!turn?.got) return 0;
    const changes = await tx<Row[]>`
      select shard, id, own, division, ${selected(tx, tally)} from ${tx(tally.tables.change)} limit ${MOST}`;
    if (changes.length === 0) return 0;
    const cells = sumRows(
      tally,
      changes.flatMap((change) => upward(tally, change, top)),
      ['division'],
    );
    await addCells(tx, tally, cells);
    await tally.onFold?.(tx, cells, top);
    await addHome(
      tx,
      tally,
      top,
      sumRows(
        tally,
        changes.filter(({ own }) => own),
      ),
    );
    await tx`
      delete from ${tx(tally.tables.change)}
       where (shard, id) in (select * from unnest(${changes.map(({ shard }) => Number(shard))}::bigint[], ${changes.map(({ id }) => String(id))}::uuid[]))`;
    return changes.length;
  });
}

function upward({ above }: Tally, { id: _, shard: __, own: ___, ...change }: Row, top: string): Row[] {
  return pathUp(String(change['division']), top).map((division) => ({ ...(above ? above(change, division) : change), division }));
}

async function addCells(tx: Sql, tally: Tally, cells: readonly Row[]): Promise<void> {
  if (cells.length === 0) return;
  const names = columns(tx, ['division', ...namesOf(tally)]);
  await tx`
    insert into ${tx(tally.tables.sum)} as known (${names})
    select ${names} from ${given(tx, tally, cells, { division: 'text' })}
        on conflict (${columns(tx, ['division', ...tally.keys.map(([name]) => name)])}) do update set ${added(tx, tally)}`;
}

async function addHome(tx: Sql, tally: Tally, home: string, cells: readonly Row[]): Promise<void> {
  if (cells.length === 0) return;
  const asOf = (await tally.freshAt?.(tx)) ?? new Date();
  await tx`
    insert into ${tx(tally.tables.heard)} (home, as_of) values (${home}, date_trunc('milliseconds', ${asOf.toISOString()}::timestamptz))
        on conflict (home) do update set as_of = excluded.as_of`;
  const names = columns(tx, namesOf(tally));
  await tx`
    insert into ${tx(tally.tables.home)} as known (home, ${names})
    select ${home}::text, ${names} from ${given(tx, tally, cells, {})}
        on conflict (${columns(tx, ['home', ...tally.keys.map(([name]) => name)])}) do update set ${added(tx, tally)}`;
}

const added = (tx: Sql, { amounts }: Tally) =>
  columns(
    tx,
    amounts.map((name) => `${name} = known.${name} + excluded.${name}`),
  );
