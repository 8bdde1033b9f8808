import { isObject, parseLocalReference, type Resource } from '../../../fhir/index.ts';
import { chinaDay, shardOf } from '../../../kernel/index.ts';
import {
  type Catalogue,
  type Database,
  findLinked,
  movePosition,
  readChanged,
  readFeed,
  readFeedEnd,
  readPosition,
  type Sql,
} from '../../../store/index.ts';
import { casesOf } from './case-store.ts';
import { type Disease, diseaseOfIcd10 } from './disease.ts';
import { isSameEpisode } from './record-case.ts';
import { deadlineAfter } from './timeliness.ts';

const CONSUMER = 'diseases';
const FEED_BATCH = 500;
/** What was diagnosed before is history that was brought in: nobody is asked for a card of it. */
const PROMPT_DAYS = 30;
const DAY_MS = 86_400_000;
const ICD_10 = /^(?:http:\/\/hl7\.org\/fhir\/sid\/icd-10|urn:oid:2\.16\.156\.10011\.2\.3\.3\.11(?:\.|$))/;
const VOID: ReadonlySet<string> = new Set(['refuted', 'entered-in-error']);

export interface Prompting {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly now: () => Date;
}

/**
 * Follows the change feed: a diagnosis in the medical records that is notifiable and has no card is to be reported; refuted or
 * deleted, it is not any more. The place in the feed moves in the same transaction.
 * @returns whether there is more to do at once
 */
export function followDiagnoses({ database, catalogue, now }: Prompting): Promise<boolean> {
  return database.begin(async (tx) => {
    const [turn] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${CONSUMER}, 7)) as taken`;
    if (!turn?.taken) return false;
    const [known] = await tx`select 1 from store.consumer where name = ${CONSUMER}`;
    if (!known) {
      await movePosition(tx, CONSUMER, await readFeedEnd(tx));
      return true;
    }
    const entries = await readFeed(tx, await readPosition(tx, CONSUMER), FEED_BATCH);
    const last = entries.at(-1);
    if (!last) return false;
    const conditions = entries.filter(({ type, database: where }) => type === 'Condition' && where === 'medical_records');
    for (const { key, body } of await readChanged(tx, catalogue, conditions))
      await follow(tx, key.id, body === undefined ? undefined : (JSON.parse(body) as Resource), now());
    await movePosition(tx, CONSUMER, last);
    return entries.length === FEED_BATCH;
  });
}

interface Diagnosis {
  readonly resident: string;
  readonly disease: Disease;
  readonly icd10: string;
  readonly recordedAt: Date;
  readonly encounter: string | undefined;
}

/** What a Condition says, where it is a diagnosis that is notifiable on its day. */
export function toDiagnosis(condition: Resource, now: Date): Diagnosis | undefined {
  if (VOID.has(codeIn(condition['verificationStatus']) ?? '')) return undefined;
  const resident = idIn(condition['subject'], 'Patient');
  const given = condition['recordedDate'] ?? condition.meta?.['lastUpdated'];
  const recordedAt = typeof given === 'string' ? new Date(given.length === 10 ? `${given}T00:00:00+08:00` : given) : now;
  const icd10 = codingsIn(condition['code']).find(({ system }) => typeof system === 'string' && ICD_10.test(system))?.['code'];
  if (!resident || typeof icd10 !== 'string' || Number.isNaN(recordedAt.getTime())) return undefined;
  const disease = diseaseOfIcd10(icd10, chinaDay(recordedAt));
  return disease && { resident, disease, icd10, recordedAt, encounter: idIn(condition['encounter'], 'Encounter') };
}

async function follow(tx: Sql, id: string, condition: Resource | undefined, now: Date): Promise<void> {
  const found = condition && toDiagnosis(condition, now);
  const [known] = await tx`select 1 from diseases.prompt where condition = ${id} and shard = ${shardOf(id)}`;
  if (!found) {
    await tx`
      update diseases.prompt set state = 'withdrawn', decided_at = ${now} where condition = ${id} and shard = ${shardOf(id)} and state = 'open'`;
    return;
  }
  if (!known && now.getTime() - found.recordedAt.getTime() > PROMPT_DAYS * DAY_MS) return;
  const { resident, disease, icd10, recordedAt, encounter } = found;
  const all = (await findLinked(tx, [resident])).get(resident) ?? [resident];
  const values = { disease: disease.code, diagnosedAt: recordedAt.toISOString() };
  const card = (await casesOf(tx, all)).find((one) => isSameEpisode(one, values));
  const [patient] = await tx<{ place: string }[]>`
    select place from population.resource where type = 'Patient' and id = ${resident} and shard = ${shardOf(resident)}`;
  const institution = encounter ? await institutionOf(tx, encounter) : undefined;
  await tx`
    insert into diseases.prompt as known (shard, condition, resident, disease, family, icd10, place, institution, recorded_at, deadline, state, case_id)
    values (${shardOf(id)}, ${id}, ${resident}, ${disease.code}, ${disease.family}, ${icd10}, ${patient?.place ?? ''}, ${institution ?? null},
            ${recordedAt}, ${deadlineAfter(recordedAt, disease.deadlineHours)}, ${card ? 'reported' : 'open'}, ${card?.id ?? null})
        on conflict (condition, shard) do update
       set disease = excluded.disease, icd10 = excluded.icd10, place = excluded.place, institution = excluded.institution, deadline = excluded.deadline,
           family = excluded.family, case_id = excluded.case_id,
           state = case when known.state = 'dismissed' and known.family = excluded.family then known.state else excluded.state end`;
}

/** Where an encounter took place, by its own words. */
async function institutionOf(tx: Sql, encounter: string): Promise<string | undefined> {
  const [row] = await tx<{ body: string }[]>`
    select body from medical_records.resource where type = 'Encounter' and id = ${encounter} and shard = ${shardOf(encounter)} and not deleted`;
  const resource: unknown = row && JSON.parse(row.body);
  const provider = isObject(resource) ? resource['serviceProvider'] : undefined;
  return isObject(provider) && typeof provider['display'] === 'string' ? provider['display'] : undefined;
}

const codingsIn = (concept: unknown): Record<string, unknown>[] =>
  isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'].filter(isObject) : [];

const codeIn = (concept: unknown): string | undefined => {
  const code = codingsIn(concept)[0]?.['code'];
  return typeof code === 'string' ? code : undefined;
};

function idIn(reference: unknown, type: string): string | undefined {
  const text = isObject(reference) ? reference['reference'] : undefined;
  const found = typeof text === 'string' ? parseLocalReference(text) : undefined;
  return found?.type === type ? found.id : undefined;
}
