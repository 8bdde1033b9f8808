import { z } from 'zod';
import { receiveLines, receiveOutbreaks } from '../../databases/health-records/index.ts';
import { statistics } from '../../databases/population/index.ts';
import { Problem, shardOf } from '../../kernel/index.ts';
import { digestOf } from '../../security/crypto/index.ts';
import { isWithin } from '../../standards/index.ts';
import type { Database, Sql } from '../../store/index.ts';
import { receiveSums, type Tally, type Told } from '../../tally/index.ts';
import { replaceHoldings } from '../document-registry/index.ts';
import { type IndexEntry, replaceEntries } from '../resident-index/index.ts';
import { type Batch, batch, toldIn } from './batch.ts';

/**
 * Applies a batch of a platform below and moves its high-water mark, in one transaction. A repeat is recognised and
 * changes nothing; a gap is refused, and the answer says which number is expected.
 * @param text the batch as received
 * @param forward whether there is a platform above this one, to which what changed is handed on
 * @param tallies whose sums come along, beside the counts of residents
 * @returns the sequence number up to which everything is here
 * @throws Problem batch-gap, batch-differs, input-invalid
 */
export async function receiveBatch(
  database: Database,
  sender: string,
  text: string,
  forward: boolean,
  tallies: readonly Tally[] = [],
): Promise<{ sequence: number; entries: number }> {
  const { sequence, entries, cases, outbreaks, sums } = readBatch(text, [statistics, ...tallies]);
  const foreign = [...entries, ...cases, ...outbreaks, ...sums.flatMap(({ told }) => told)].find(
    ({ home }) => !isWithin(home, sender),
  );
  if (foreign) throw new Problem('input-invalid', `${sender} may not speak for ${foreign.home}`, { at: 'entries.home' });
  const digest = digestOf(text);
  return database.begin(async (tx) => {
    const known = await lockSender(tx, sender);
    if (sequence === known.sequence && digest === known.digest) return { sequence, entries: 0 };
    if (sequence <= known.sequence)
      throw new Problem('batch-differs', `Batch ${sequence} was applied before`, { at: String(known.sequence) });
    if (sequence > known.sequence + 1)
      throw new Problem('batch-gap', `Batch ${known.sequence + 1} is expected`, { at: String(known.sequence) });
    await apply(tx, entries, forward);
    for (const { tally, told } of sums) await receiveSums(tx, tally, told, forward);
    await receiveLines(tx, cases, forward);
    await receiveOutbreaks(tx, outbreaks, forward);
    await tx`
      update sync.incoming set sequence = ${sequence}, digest = ${digest}, received_at = now(), entries = entries + ${entries.length}
       where sender = ${sender}`;
    return { sequence, entries: entries.length };
  });
}

interface Read extends Pick<Batch, 'sequence' | 'entries' | 'cases' | 'outbreaks'> {
  readonly sums: readonly { readonly tally: Tally; readonly told: readonly Told[] }[];
}

function readBatch(text: string, tallies: readonly Tally[]): Read {
  try {
    const said = batch.parse(parse(text));
    const { sequence, entries, cases, outbreaks } = said;
    return { sequence, entries, cases, outbreaks, sums: tallies.map((tally) => ({ tally, told: toldIn(said, tally) })) };
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    throw new Problem('input-invalid', 'The batch does not have its form', { at: cause.issues[0]?.path.join('.') });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('json-malformed', 'The batch is not JSON', { cause });
  }
}

async function lockSender(tx: Sql, sender: string): Promise<{ sequence: number; digest: string }> {
  await tx`insert into sync.incoming (sender, sequence, digest) values (${sender}, 0, '') on conflict do nothing`;
  const [row] = await tx<
    { sequence: number; digest: string }[]
  >`select sequence, digest from sync.incoming where sender = ${sender} for update`;
  if (!row) throw new Error('the row of the sender was just made');
  return row;
}

async function apply(tx: Sql, entries: readonly IndexEntry[], forward: boolean): Promise<void> {
  const last = [...new Map(entries.map((entry) => [`${entry.home}/${entry.patient}`, entry])).values()];
  await replaceEntries(tx, last);
  await replaceHoldings(
    tx,
    last.map(({ home, patient, holdings }) => ({ shard: shardOf(patient), home, patient, holdings: holdings.map(toHolding) })),
  );
  if (!forward) return;
  await tx`
    insert into sync.index_change (shard, home, patient)
    select * from unnest(${last.map(({ patient }) => shardOf(patient))}::bigint[], ${last.map(({ home }) => home)}::text[], ${last.map(({ patient }) => patient)}::text[])`;
}

const toHolding = ({ database, type, count, lastOn }: IndexEntry['holdings'][number]) => ({
  database,
  type,
  count,
  ...(lastOn ? { lastOn } : {}),
});

/** What came from each platform below. */
export function listIncoming(sql: Sql): Promise<{ sender: string; sequence: number; receivedAt: Date; entries: number }[]> {
  return sql`select sender, sequence, received_at as "receivedAt", entries from sync.incoming where sequence > 0 order by sender`;
}
