import { acknowledgeLines, acknowledgeOutbreaks, releaseLines, releaseOutbreaks } from '../../databases/health-records/index.ts';
import { findResidents, statistics } from '../../databases/population/index.ts';
import { type ChangeEntry, type Database, findLinked, readFeed, type Sql } from '../../store/index.ts';
import { acknowledgeSums, releaseSums, type Tally } from '../../tally/index.ts';
import { ownHoldings } from '../document-registry/index.ts';
import { readDocuments } from '../resident-index/index.ts';
import { batch, toldIn } from './batch.ts';
import { releaseResident } from './release-rules.ts';

const MAX_CHANGES = 2000;

export interface Pending {
  readonly sequence: number;
  readonly body: string;
  readonly entries: number;
}

interface Uplink {
  sequence: number;
  feedXid: string;
  feedPosition: number;
  indexXid: string;
  indexPosition: number;
}

/**
 * The batch to be sent: the one under way, else a new one from what changed here and below. It is kept before it is
 * sent. Residents come in their present state, each once, so a batch can only bring the level above nearer to the truth.
 * @param tallies whose sums go along, beside the counts of residents
 * @returns undefined when there is nothing to send
 */
export async function nextBatch(database: Database, home: string, tallies: readonly Tally[] = []): Promise<Pending | undefined> {
  return database.begin(async (tx) => {
    const [uplink] = await tx<Uplink[]>`
      select sequence, feed_xid::text as "feedXid", feed_position as "feedPosition", index_xid::text as "indexXid", index_position as "indexPosition"
        from sync.uplink for update`;
    if (!uplink) throw new Error('sync.uplink has its one row');
    const [pending] = await tx<Pending[]>`select sequence, body, entries from sync.pending`;
    return pending ?? makeBatch(tx, home, uplink, [statistics, ...tallies]);
  });
}

async function makeBatch(tx: Sql, home: string, uplink: Uplink, tallies: readonly Tally[]): Promise<Pending | undefined> {
  const own = await readFeed(tx, { xid: uplink.feedXid, position: uplink.feedPosition }, MAX_CHANGES);
  const below = await readIndexChanges(tx, uplink);
  const documents = [...(await releasedOwn(tx, home, own)), ...(await readDocuments(tx, distinct(below)))];
  const feed = own.at(-1) ?? { xid: uplink.feedXid, position: uplink.feedPosition };
  const index = below.at(-1) ?? { xid: uplink.indexXid, position: uplink.indexPosition };
  const sums = (await releaseAll(tx, home, tallies)) + (await releaseCases(tx));
  const isNothing = documents.length === 0 && sums === '';
  if (isNothing && own.length === 0 && below.length === 0) return undefined;
  const sequence = uplink.sequence + (isNothing ? 0 : 1);
  if (isNothing) {
    await moveOn(tx, { sequence, feed, index });
    return makeBatch(tx, home, { ...uplink, feedXid: feed.xid, feedPosition: feed.position }, tallies);
  }
  const body = `{"sequence":${sequence},"entries":[${documents.join(',')}]${sums}}`;
  await tx`
    insert into sync.pending (sequence, body, entries, feed_xid, feed_position, index_xid, index_position)
    values (${sequence}, ${body}, ${documents.length}, ${feed.xid}::xid8, ${feed.position}, ${index.xid}::xid8, ${index.position})`;
  return { sequence, body, entries: documents.length };
}

/** The sums of each tally as members of the batch. */
async function releaseAll(tx: Sql, home: string, tallies: readonly Tally[]): Promise<string> {
  let members = '';
  for (const tally of tallies) {
    const told = await releaseSums(tx, tally, home);
    if (told.length > 0) members += `,${JSON.stringify(tally.name)}:${JSON.stringify(told)}`;
  }
  return members;
}

async function releaseCases(tx: Sql): Promise<string> {
  const cases = await releaseLines(tx);
  const outbreaks = await releaseOutbreaks(tx);
  const told = cases.length > 0 ? `,"cases":${JSON.stringify(cases)}` : '';
  return outbreaks.length > 0 ? `${told},"outbreaks":${JSON.stringify(outbreaks)}` : told;
}

/** Residents touched by the entries, in the released form. */
async function releasedOwn(tx: Sql, home: string, entries: readonly ChangeEntry[]): Promise<string[]> {
  const touched = [...new Set(entries.flatMap(({ resident }) => resident ?? []))];
  const linked = await findLinked(tx, touched);
  // a resident goes up once, under its main Patient; the others of its Patients are no residents
  const mains = [...new Set(touched.map((id) => linked.get(id)?.[0] ?? id))];
  const ids = [...new Set([...touched, ...mains])];
  const residents = new Map((await findResidents(tx, mains)).map((resident) => [resident.id, resident]));
  const holdings = await ownHoldings(tx, mains);
  const known = new Set(entries.filter(({ type }) => type === 'Patient').map(({ id }) => id));
  // a record whose resident has not come yet is nobody's: nothing to tell
  return ids
    .filter((id) => residents.has(id) || known.has(id))
    .map((id) => JSON.stringify(releaseResident(home, id, residents.get(id), holdings.get(id) ?? [])));
}

interface IndexChange {
  xid: string;
  position: number;
  home: string;
  patient: string;
}

function readIndexChanges(tx: Sql, uplink: Uplink): Promise<IndexChange[]> {
  return tx<IndexChange[]>`
    select xid::text, position, home, patient from sync.index_change
     where xid < pg_snapshot_xmin(pg_current_snapshot()) and (xid, position) > (${uplink.indexXid}::xid8, ${uplink.indexPosition})
     order by index_change.xid, position limit ${MAX_CHANGES}`; // the bare name would be the text above: 1000 before 999
}

function distinct(changes: readonly IndexChange[]): { home: string; patient: string }[] {
  return [...new Map(changes.map(({ home, patient }) => [`${home}/${patient}`, { home, patient }])).values()];
}

interface Position {
  readonly xid: string;
  readonly position: number;
}

async function moveOn(tx: Sql, { sequence, feed, index }: { sequence: number; feed: Position; index: Position }): Promise<void> {
  await tx`
    update sync.uplink set sequence = ${sequence}, feed_xid = ${feed.xid}::xid8, feed_position = ${feed.position},
                           index_xid = ${index.xid}::xid8, index_position = ${index.position}`;
}

/** The upper platform has the batch: forget it and move on, in one transaction. A repeat does nothing. */
export async function acknowledge(database: Database, sequence: number, tallies: readonly Tally[] = []): Promise<void> {
  await database.begin(async (tx) => {
    await tx`select from sync.uplink for update`;
    const [done] = await tx<{ body: string; feedXid: string; feedPosition: number; indexXid: string; indexPosition: number }[]>`
      delete from sync.pending where sequence = ${sequence}
      returning body, feed_xid::text as "feedXid", feed_position as "feedPosition", index_xid::text as "indexXid", index_position as "indexPosition"`;
    if (!done) return;
    const said = batch.parse(JSON.parse(done.body));
    for (const tally of [statistics, ...tallies]) await acknowledgeSums(tx, tally, toldIn(said, tally));
    await acknowledgeLines(tx, said.cases);
    await acknowledgeOutbreaks(tx, said.outbreaks);
    await moveOn(tx, {
      sequence,
      feed: { xid: done.feedXid, position: done.feedPosition },
      index: { xid: done.indexXid, position: done.indexPosition },
    });
    await tx`update sync.uplink set acknowledged_at = now()`;
    await tx`
      delete from sync.index_change where (xid, position) <= (${done.indexXid}::xid8, ${done.indexPosition})`;
  });
}
