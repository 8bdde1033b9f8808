import { isObject, parseLocalReference, type Resource } from '../../../fhir/index.ts';
import { shardOf } from '../../../kernel/index.ts';
import { sectionCode, sectionOf } from '../../../programmes/index.ts';
import { PROGRAMME } from '../../../standards/index.ts';
import { findLinked, type Participant, type Sql, type Written } from '../../../store/index.ts';
import { outbreakContact } from '../programmes/outbreak-contact.ts';

const FOUND = sectionCode(outbreakContact.code, 'observation', 'found');

/**
 * Keeps the rows of contacts in step with what the programme of their observation says, in the same transaction: the day of each
 * follow-up, wherever it was recorded, and the end of an observation, whoever ended it.
 */
export const keepContacts: Participant = async (tx, written) => {
  const encounters = new Map(written.filter(({ row }) => row.type === 'Encounter').map((one) => [one.row.id, one.resource]));
  for (const { action, resource } of written) {
    if (action === 'none' || !resource) continue;
    if (resource.resourceType === 'Observation' && sectionOf(resource) === FOUND) await keepFollowUp(tx, resource, encounters);
    if (resource.resourceType === 'EpisodeOfCare' && isObservation(resource)) await keepEnd(tx, resource);
  }
};

async function keepFollowUp(tx: Sql, observation: Resource, encounters: ReadonlyMap<string, Written['resource']>): Promise<void> {
  const [id = '', resident, encounter] = [observation.id, idIn(observation['subject']), idIn(observation['encounter'])];
  await tx`delete from outbreaks.follow_up where observation = ${id} and shard = ${shardOf(id)}`;
  const [day, ill] = [observation['effectiveDateTime'], illIn(observation)];
  if (observation['status'] === 'entered-in-error' || !resident || typeof day !== 'string' || ill === undefined) return;
  const all = (await findLinked(tx, [resident])).get(resident) ?? [resident];
  const by = encounter === undefined ? '' : nameIn(encounters.get(encounter));
  await tx`
    insert into outbreaks.follow_up (shard, resident, outbreak, day, observation, encounter, ill, at, by_name)
    select c.shard, c.resident, c.outbreak, ${day}::date, ${id}, ${encounter ?? null}, ${ill}, now(), ${by}
      from outbreaks.contact c
     where c.resident = any(${all}::text[]) and c.shard = any(${all.map(shardOf)}::bigint[])
       and ${day}::date > c.last_on and ${day}::date <= c.until_on
        on conflict (resident, outbreak, day, shard) do update
       set observation = excluded.observation, encounter = excluded.encounter, ill = excluded.ill, at = excluded.at, by_name = excluded.by_name`;
}

async function keepEnd(tx: Sql, episode: Resource): Promise<void> {
  const { id = '' } = episode;
  const period = isObject(episode['period']) ? episode['period'] : {};
  const endedOn = episode['status'] === 'active' || typeof period['end'] !== 'string' ? null : period['end'];
  await tx`update outbreaks.contact set ended_on = ${endedOn}::date where episode = ${id} and shard = ${shardOf(id)}`;
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const codesIn = (concept: unknown): string[] =>
  isObject(concept) ? listOf(concept['coding']).flatMap(({ code }) => (typeof code === 'string' ? [code] : [])) : [];

const isObservation = (episode: Resource): boolean =>
  listOf(episode['type']).some((type) =>
    listOf(type['coding']).some(({ system, code }) => system === PROGRAMME && code === outbreakContact.code),
  );

function illIn(observation: Resource): boolean | undefined {
  const answer = listOf(observation['component']).find(({ code }) => codesIn(code).includes('contactIll'));
  return typeof answer?.['valueBoolean'] === 'boolean' ? answer['valueBoolean'] : undefined;
}

function idIn(reference: unknown): string | undefined {
  const text = isObject(reference) ? reference['reference'] : undefined;
  return typeof text === 'string' ? parseLocalReference(text)?.id : undefined;
}

function nameIn(encounter: Written['resource']): string {
  const [participant] = listOf(encounter?.['participant']);
  const who = participant && isObject(participant['individual']) ? participant['individual']['display'] : undefined;
  return typeof who === 'string' ? who : '';
}
