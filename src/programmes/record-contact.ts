import { DEFINITION_VERSION } from '../chronicle/index.ts';
import { isObject, parseJson, parseLocalReference, type Resource } from '../fhir/index.ts';
import { refuseFaults } from '../forms/index.ts';
import { newIdBeside, Problem } from '../kernel/index.ts';
import { dayNumber, type LifeCourse } from '../life-course/index.ts';
import { bilingualCoding, PROGRAMME } from '../standards/index.ts';
import { parseSearch, type ScopedStore, type Sql, type ToWrite, type Written, writeAll } from '../store/index.ts';
import { readAnswers } from './answers.ts';
import { refuseChanged } from './basis.ts';
import { type ContactRequest, contactsByRequest, keepRequest } from './contact-request.ts';
import { sectionOf, toContactResources } from './contact-resources.ts';
import type { Activity, Programme } from './contract.ts';
import { type FindTable, readyFields } from './form-fields.ts';

type Identified = Resource & { readonly id: string };

export interface ProgrammeWriting {
  readonly store: ScopedStore;
  readonly findTable: FindTable;
  readonly now: Date;
  readonly by: { readonly id: string; readonly name: string };
  /** Writes along in the transaction: the audit entries. */
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

export interface ContactForm {
  readonly programme: Programme;
  readonly activity: Activity;
  /** Code of the form: of a step its own, else that of the activity. */
  readonly form: string | undefined;
  readonly course: LifeCourse;
  /** Patient id of the registration under which it is kept. */
  readonly patient: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys of improbable values that are so. */
  readonly confirmed: readonly string[];
  /** Organization id. */
  readonly place: string | undefined;
  /** Encounter id of a contact that is corrected. */
  readonly corrects: string | undefined;
  /** A repeat of it writes nothing. */
  readonly request: ContactRequest | undefined;
  /** Contacts recorded by requests for the same activity before it was asked whether something changed; undefined: any may be. */
  readonly seen: readonly string[] | undefined;
}

/**
 * Records a contact with its form, or corrects one: what was answered before and is not any more is marked as an error.
 * @returns Encounter id, and what was written
 * @throws Problem data-invalid, data-improbable with their fields; version-conflict where somebody else corrected it meanwhile,
 *   contact-conflict where somebody recorded one since it was looked; SentMeanwhile where the same request was faster
 */
export async function recordContact(
  writing: ProgrammeWriting,
  contact: ContactForm,
): Promise<{ readonly id: string; readonly made: readonly Identified[] }> {
  const { programme, activity, course, on, values, confirmed, patient } = contact;
  const form = programme.forms.find(({ code }) => code === contact.form);
  const fields = form ? readyFields(programme, form, writing.findTable) : [];
  const { answers, faults } = readAnswers(fields, values, { course, at: dayNumber(on), now: writing.now });
  refuseFaults(faults, confirmed);
  const before = contact.corrects === undefined ? [] : await readContact(writing.store, contact.corrects);
  refuseOthers(before, patient, contact.corrects);
  const known = new Map(before.flatMap(({ resource }) => sectionEntry(resource)));
  const id = contact.corrects ?? newIdBeside(patient);
  const { by } = writing;
  const made = toContactResources(
    { id, patient, programme, activity, form, on, answers, by, place: contact.place, known, newId: () => newIdBeside(patient) },
    fields,
    writing.findTable,
  );
  await writeAll(writing.store, [...followUp(made, before), ...voided(made, before)], async (tx, written) => {
    if (contact.request) await enterRequest(tx, contact.request, contact.seen, id);
    await writing.within(tx, written);
  });
  return { id, made };
}

async function enterRequest(tx: Sql, request: ContactRequest, seen: ContactForm['seen'], id: string): Promise<void> {
  await keepRequest(tx, request, id);
  if (seen === undefined) return;
  const others = (await contactsByRequest(tx, request)).filter((contact) => contact !== id && !seen.includes(contact));
  refuseChanged(others.length > 0 ? ['contacts'] : []);
}

/** A correction stays with the resident whose contact it is. */
function refuseOthers(before: readonly Kept[], patient: string, corrects: string | undefined): void {
  if (corrects === undefined) return;
  const encounter = before.find(({ resource }) => resource.resourceType === 'Encounter');
  if (!encounter) throw new Problem('resource-unknown', 'No such contact here', { at: 'corrects' });
  if (subjectOf(encounter.resource) !== patient)
    throw new Problem('resource-unknown', 'The resident has no such contact', { at: 'corrects' });
}

function subjectOf(resource: Resource): string | undefined {
  const subject = resource['subject'];
  const reference = isObject(subject) ? subject['reference'] : undefined;
  return typeof reference === 'string' ? parseLocalReference(reference)?.id : undefined;
}

interface Kept {
  readonly resource: Identified;
  readonly version: number;
}

const MOST_SECTIONS = '200';

/** What the answers of a form are kept as, with the parameter that leads to their Encounter. */
const ANSWERING = [
  ['Observation', 'encounter'],
  ['MedicationStatement', 'context'],
] as const;

/** An Encounter and the answers of its form. @throws Problem resource-unknown, resource-gone */
export async function readContact(store: ScopedStore, encounter: string): Promise<readonly Kept[]> {
  const { body, version } = await store.read('Encounter', encounter);
  const found = await Promise.all(
    ANSWERING.map(([type, parameter]) =>
      store.search(
        parseSearch(
          type,
          [
            [parameter, `Encounter/${encounter}`],
            ['status:not', 'entered-in-error'],
            ['_count', MOST_SECTIONS],
          ],
          true,
        ),
      ),
    ),
  );
  const sections = found
    .flatMap(({ entries }) => entries)
    .map((entry) => ({ resource: parseJson(entry.body) as Identified, version: entry.version }));
  return [
    { resource: parseJson(body) as Identified, version },
    ...sections.filter(({ resource }) => sectionOf(resource) !== undefined),
  ];
}

/** Code of the form by which a contact was recorded; undefined where nothing was answered. @throws Problem resource-unknown, resource-gone */
export async function formOfContact(store: ScopedStore, encounter: string): Promise<string | undefined> {
  const sections = (await readContact(store, encounter)).flatMap(({ resource }) => sectionOf(resource) ?? []);
  return sections[0]?.split('/')[1];
}

function sectionEntry(resource: Identified): [string, string][] {
  const section = sectionOf(resource);
  return section === undefined ? [] : [[`${resource.resourceType} ${section}`, resource.id]];
}

const keyOf = ({ resourceType, id }: Identified): string => `${resourceType}/${id}`;

function followUp(made: readonly Identified[], before: readonly Kept[]): ToWrite[] {
  const versions = new Map(before.map(({ resource, version }) => [keyOf(resource), version]));
  return made.map((resource) => ({ resource, after: versions.get(keyOf(resource)) }));
}

/** Sections without an answer now. */
function voided(made: readonly Identified[], before: readonly Kept[]): ToWrite[] {
  const standing = new Set(made.map(keyOf));
  return before
    .filter(({ resource }) => !standing.has(keyOf(resource)))
    .map(({ resource, version }) => ({ resource: { ...resource, status: 'entered-in-error' }, after: version }));
}

/** Marks a contact as never having been, with all that was found at it. */
export async function voidContact({ store, within }: ProgrammeWriting, encounter: string, patient: string): Promise<void> {
  const before = await readContact(store, encounter);
  refuseOthers(before, patient, encounter);
  const all = before.map(({ resource, version }) => ({ resource: { ...resource, status: 'entered-in-error' }, after: version }));
  await writeAll(store, all, within);
}

export interface Enrolment {
  readonly programme: Programme;
  readonly patient: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  /** Last day, where it is known beforehand, YYYY-MM-DD. */
  readonly until?: string | undefined;
  readonly place: string | undefined;
  readonly worker: string | undefined;
}

/**
 * Takes a resident into a programme, under the version of the definition given.
 * @returns EpisodeOfCare id
 */
export async function enrol({ store, within }: ProgrammeWriting, enrolment: Enrolment): Promise<string> {
  const episode = toEpisode(newIdBeside(enrolment.patient), enrolment);
  await writeAll(store, [{ resource: episode, after: undefined }], within);
  return episode.id;
}

/** An enrolment as FHIR. */
export function toEpisode(id: string, { programme, patient, on, until, place, worker }: Enrolment): Identified {
  return {
    resourceType: 'EpisodeOfCare',
    id,
    extension: [{ url: DEFINITION_VERSION, valueString: programme.version }],
    status: 'active',
    type: [{ coding: [bilingualCoding(PROGRAMME, programme.code, programme.title)] }],
    patient: { reference: `Patient/${patient}` },
    ...(place === undefined ? {} : { managingOrganization: { reference: `Organization/${place}` } }),
    period: { start: on, ...(until === undefined ? {} : { end: until }) },
    ...(worker === undefined ? {} : { careManager: { reference: `Practitioner/${worker}` } }),
  };
}

/** Why somebody left a programme. */
export const CLOSING_REASON = 'urn:minkang:extension:closing-reason';

/**
 * Lets a resident out of a programme.
 * @param on last day in it, YYYY-MM-DD
 * @throws Problem resource-unknown where nothing is open
 */
export async function closeEnrolment(
  { store, within }: ProgrammeWriting,
  { programme, patient, on, reason }: { programme: Programme; patient: string; on: string; reason: string },
): Promise<void> {
  const query = parseSearch(
    'EpisodeOfCare',
    [
      ['patient', patient],
      ['type', `${PROGRAMME}|${programme.code}`],
      ['status', 'active'],
    ],
    true,
  );
  const { entries } = await store.search(query);
  if (entries.length === 0) throw new Problem('resource-unknown', 'The resident is not in the programme', { at: 'programme' });
  const closed = entries.map(({ body, version }) => {
    const episode = parseJson(body) as Identified;
    return { resource: finished(episode, on, reason), after: version };
  });
  await writeAll(store, closed, within);
}

/** An enrolment that is over. @param on last day, YYYY-MM-DD */
export function finished(episode: Identified, on: string, reason: string): Identified {
  const start = isObject(episode['period']) ? episode['period']['start'] : undefined;
  const others = Array.isArray(episode['extension']) ? episode['extension'] : [];
  return {
    ...episode,
    extension: [...others, { url: CLOSING_REASON, valueCode: reason }],
    status: 'finished',
    period: { ...(typeof start === 'string' ? { start } : {}), end: on },
  };
}
