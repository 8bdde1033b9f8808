import { untilWritten } from '../../../databases/population/index.ts';
import { isObject, parseJson, type Resource } from '../../../fhir/index.ts';
import { newIdBeside, Problem } from '../../../kernel/index.ts';
import { finished, type ProgrammeWriting, recordContact, toEpisode } from '../../../programmes/index.ts';
import { type Sql, type ToWrite, writeAll } from '../../../store/index.ts';
import { outbreakContact } from '../programmes/outbreak-contact.ts';
import { followUntil } from './follow-up-days.ts';
import {
  type ContactKey,
  enter,
  findContact,
  findFollowUp,
  openEpisodes,
  saveContact,
  type ToEnter,
  type ToFollow,
} from './outbreak-store.ts';

export interface Observing extends ProgrammeWriting {
  readonly sql: Sql;
}

/**
 * Takes a contact under observation: it is enrolled in the programme of contacts to the last day, and so stands on the due list. Told
 * again, the latest contact holds.
 */
export async function observe({ sql, store, within }: Observing, one: Omit<ToFollow, 'episode'>): Promise<void> {
  await untilWritten(async () => {
    const known = await findContact(sql, one);
    const episode = known?.episode ?? newIdBeside(one.resident);
    const [on, until] = [later(one.lastOn, known?.lastOn), later(one.untilOn, known?.untilOn)];
    const enrolment = { programme: outbreakContact, patient: one.resident, on, until, place: undefined, worker: undefined };
    const after = known?.episode ? (await store.read('EpisodeOfCare', known.episode)).version : undefined;
    await writeAll(store, [{ resource: toEpisode(episode, enrolment), after }], async (tx, written) => {
      const meanwhile = await findContact(tx, one);
      if (meanwhile?.episode && meanwhile.episode !== episode)
        throw new Problem('version-conflict', 'The contact was registered meanwhile', { at: 'resident' });
      await saveContact(tx, { ...one, episode });
      await within(tx, written);
    });
  });
}

const later = (one: string, other: string | undefined): string => (other !== undefined && other > one ? other : one);

export interface FollowUp extends ContactKey {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Degrees Celsius. */
  readonly temperature: number | undefined;
  readonly ill: boolean;
  readonly symptoms: string | undefined;
}

/**
 * Records what was found of a contact on a day, as a contact of the programme; once more for the same day corrects it, and what was
 * there before stays as a version.
 * @throws Problem resource-unknown where the resident is no contact; data-invalid where the day is none of following up
 */
export async function followUp({ sql, ...writing }: Observing, found: FollowUp): Promise<void> {
  const known = await findFollowUp(sql, found, found.day);
  if (!known) throw new Problem('resource-unknown', 'No such contact here', { at: 'resident' });
  if (found.day <= known.lastOn || found.day > known.untilOn)
    throw new Problem('data-invalid', `From the day after ${known.lastOn} to ${known.untilOn}`, { at: 'day' });
  const [activity] = outbreakContact.activities;
  if (!activity) throw new Error('the programme has its activity');
  await recordContact(writing, {
    ...{ programme: outbreakContact, activity, form: activity.form, patient: found.resident, on: found.day },
    values: { contactIll: found.ill, temperature: found.temperature ?? null, contactSymptoms: found.symptoms ?? null },
    // the form of the outbreak asks for 30 to 45 degrees itself
    confirmed: ['temperature'],
    place: undefined,
    ...{ corrects: known.encounter ?? undefined, request: undefined, seen: undefined },
    course: nothingKnown(found.resident),
  });
}

/** The form asks nothing about the life before. */
const nothingKnown = (resident: string) => ({
  ...({ resident, sex: 'unknown', born: undefined, died: undefined, division: '', events: [] } as const),
});

/** Enters in the log or reports; with the final report the observation of contacts ends. */
export async function enterAndEnd({ sql, store, within }: Observing, one: ToEnter, today: string): Promise<void> {
  await untilWritten(async () => {
    const episodes = one.kind === 'final' ? await openEpisodes(sql, one.outbreak, today) : [];
    const ended: ToWrite[] = [];
    for (const id of episodes) {
      const kept = await readSeen(store, id);
      if (kept)
        ended.push({ resource: finished(kept.resource, lastDay(kept.resource, today), 'outbreak-closed'), after: kept.version });
    }
    await writeAll(store, ended, async (tx, written) => {
      await enter(tx, one);
      await within(tx, written);
    });
  });
}

/** From the day of closing on nothing is due: the last day is the one before, or that of the contact itself. */
function lastDay(episode: Resource, today: string): string {
  const period = episode['period'];
  const start = isObject(period) && typeof period['start'] === 'string' ? period['start'] : today;
  return later(start, followUntil(today, -1));
}

/** An episode, as far as whoever closes the outbreak sees it: a contact who has moved away is another place's. */
async function readSeen(
  store: Observing['store'],
  id: string,
): Promise<{ readonly resource: Resource & { readonly id: string }; readonly version: number } | undefined> {
  try {
    const { body, version } = await store.read('EpisodeOfCare', id);
    return { resource: parseJson(body) as Resource & { readonly id: string }, version };
  } catch (thrown) {
    if (thrown instanceof Problem && (thrown.code === 'resource-unknown' || thrown.code === 'resource-gone')) return undefined;
    throw thrown;
  }
}
