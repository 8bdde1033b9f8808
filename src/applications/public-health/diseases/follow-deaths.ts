import { readPatients, toResident, toVitalEvent, type VitalEvent } from '../../../databases/population/index.ts';
import { parseJson, type Resource } from '../../../fhir/index.ts';
import { Problem, shardOf } from '../../../kernel/index.ts';
import {
  type Database,
  findLinked,
  movePosition,
  readFeed,
  readFeedEnd,
  readPosition,
  type Sql,
  type Store,
  type Written,
  wholePlatform,
} from '../../../store/index.ts';
import { casesOf, type KeptCase, statementsOf } from './case-store.ts';
import type { Outcome } from './contract.ts';
import { diseaseOfIcd10 } from './disease.ts';
import { actOnCase, type CaseWriting } from './record-case.ts';

const CONSUMER = 'diseases of the dead';
const FEED_BATCH = 500;
/** What says that somebody died, that it was corrected, or that a case came to a state in which it is to be told. */
const TELLING: ReadonlySet<string> = new Set(['Patient', 'Composition', 'Condition']);

export interface FollowingDeaths {
  readonly database: Database;
  readonly store: Store;
  /** Division of the platform. */
  readonly home: string;
  readonly now: () => Date;
  /** Writes along: the audit entries of what the platform itself does. */
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
  readonly tell: CaseWriting['tell'];
}

/**
 * Follows the change feed: a registered death is said of the open cases of who died; one that is corrected is taken back. Told twice
 * it does nothing; one process of the platform at a time calls this.
 * @returns whether there is more to do at once
 */
export async function followDeaths(following: FollowingDeaths): Promise<boolean> {
  const { sql } = following.database;
  const [known] = await sql`select 1 from store.consumer where name = ${CONSUMER}`;
  if (!known) {
    await movePosition(sql, CONSUMER, await readFeedEnd(sql));
    return true;
  }
  const entries = await readFeed(sql, await readPosition(sql, CONSUMER), FEED_BATCH);
  const last = entries.at(-1);
  if (!last) return false;
  const touched = entries.flatMap(({ type, resident }) => (TELLING.has(type) && resident ? [resident] : []));
  for (const resident of await withCases(sql, [...new Set(touched)])) await settle(following, resident);
  await movePosition(sql, CONSUMER, last);
  return entries.length === FEED_BATCH;
}

/** Main Patients of those who have a case. */
async function withCases(sql: Sql, residents: readonly string[]): Promise<string[]> {
  if (residents.length === 0) return [];
  const linked = await findLinked(sql, residents);
  const all = [...new Set(residents.flatMap((id) => linked.get(id) ?? [id]))];
  const rows = await sql<{ resident: string }[]>`
    select distinct resident from diseases.case_report where resident = any(${all}::text[]) and shard = any(${all.map(shardOf)}::bigint[])`;
  return [...new Set(rows.map(({ resident }) => linked.get(resident)?.[0] ?? resident))];
}

async function settle(following: FollowingDeaths, resident: string): Promise<void> {
  const { sql } = following.database;
  const all = (await findLinked(sql, [resident])).get(resident) ?? [resident];
  const patients = await readPatients(sql, all);
  const diedOn = [...patients.values()].flatMap((patient) => toResident(patient).deceasedOn ?? []).toSorted()[0];
  const death = diedOn === undefined ? undefined : ((await deathOf(following, all)) ?? uncertified(diedOn));
  for (const kept of await casesOf(sql, all)) await (death ? tellDeath(following, kept, death) : takeBack(following, kept));
}

/** A death that somebody tells of: of what, once a certificate says so. */
type Death = Pick<VitalEvent, 'happenedOn' | 'recordedBy'> & { readonly values?: VitalEvent['values'] };

/** The certificate may be registered elsewhere, or later: who died has the illness no longer, whatever it was. */
const uncertified = (happenedOn: string): Death => ({ happenedOn, recordedBy: 'platform' });

/** The death on record that stands; its form tells the causes. */
async function deathOf({ database: { sql }, store }: FollowingDeaths, all: readonly string[]): Promise<VitalEvent | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from population.event
     where resident = any(${all}::text[]) and shard = any(${all.map(shardOf)}::bigint[]) and kind = 'death' and corrected_by is null
     order by recorded_at desc limit 1`;
  if (!row) return undefined;
  const { body } = await store.as(wholePlatform).read('Composition', row.id);
  return toVitalEvent(parseJson(body) as Resource);
}

async function tellDeath(following: FollowingDeaths, kept: KeptCase, death: Death): Promise<void> {
  const isOpen = kept.state === 'accepted' || (kept.outcome === null && (kept.state === 'reported' || kept.state === 'returned'));
  const isToldNow = kept.outcome === 'died-unknown' && death.values !== undefined;
  if ((!isOpen && !isToldNow) || death.happenedOn < kept.onsetOn) return;
  const outcome = isToldNow ? outcomeBy(death, kept) : (kept.outcome ?? outcomeBy(death, kept));
  await say(following, kept, { kind: 'death', outcome, on: death.happenedOn }, death.recordedBy);
}

function outcomeBy({ values, happenedOn }: Death, kept: KeptCase): Outcome {
  if (values === undefined) return 'died-unknown';
  return isOfDisease({ values, happenedOn }, kept) ? 'died' : 'died-other';
}

const CAUSES = ['causeaCode', 'causebCode', 'causecCode', 'causedCode', 'underlyingCode'] as const;

/**
 * Whether the certificate names the disease in its chain of causes (part I) or as the underlying one. What is in part II alone
 * contributed to the death and is not what the resident died of (ICD-10 volume 2, 4.1).
 */
export const isOfDisease = (
  { values, happenedOn }: Pick<VitalEvent, 'values' | 'happenedOn'>,
  { family }: Pick<KeptCase, 'family'>,
): boolean =>
  CAUSES.some((key) => {
    const code = values[key];
    return typeof code === 'string' && diseaseOfIcd10(code, happenedOn)?.family === family;
  });

/** The death was corrected: what was said because of it, and by nobody since, is taken back. */
async function takeBack(following: FollowingDeaths, kept: KeptCase): Promise<void> {
  const last = (await statementsOf(following.database.sql, kept)).at(-1);
  if (last?.kind !== 'death') return;
  await say(following, kept, { kind: 'alive' }, last.byName);
}

type Said = { readonly kind: 'death'; readonly outcome: Outcome; readonly on: string } | { readonly kind: 'alive' };

async function say(
  { database, store, home, now, within, tell }: FollowingDeaths,
  kept: KeptCase,
  said: Said,
  by: string,
): Promise<void> {
  const writing = {
    sql: database.sql,
    store: store.as(wholePlatform),
    home,
    now: now(),
    by: { id: 'platform', name: by },
    within,
    tell,
  };
  try {
    await actOnCase(writing, kept, { ...said, key: `${said.kind}/${kept.id}/${kept.version}`, version: kept.version });
  } catch (thrown) {
    // somebody was faster, or the card does not allow it: the case is told again when it changes, and a person sees that it is open
    if (!(thrown instanceof Problem)) throw thrown;
  }
}
