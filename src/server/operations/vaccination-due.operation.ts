import { z } from 'zod';
import { checkForSchool, tellSchoolCheck } from '../../applications/public-health/immunization/index.ts';
import {
  type CohortChild,
  closeReminder,
  type DueChildren,
  type DueOf,
  dueLister,
  type ForecastChild,
  findReminders,
  forecastChildren,
  forecastCohort,
  listDue,
  media,
  outcomes,
  type PupilFound,
  planReminders,
  type Reminder,
  reminderText,
  type SchoolList,
} from '../../applications/public-health/vaccination-coverage/index.ts';
import { findResidents, readPatients, searchResidents } from '../../databases/population/index.ts';
import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { type Bilingual, Problem } from '../../kernel/index.ts';
import { placeNames } from '../../platform/directory/index.ts';
import { hasRight, prefixOf } from '../../security/access/index.ts';
import { scheduleOf } from '../immunization-schedule.ts';
import { type Context, operation } from './context.ts';
import { deskOf, recordShown } from './vaccination-desk.ts';
import { requireWorkplace } from './workplace.ts';

const anId = z.string().min(1).max(64);
const reads = { right: 'vaccination.read', purpose: 'PUBHLTH' } as const;
const writes = { right: 'vaccination.write', purpose: 'PUBHLTH' } as const;
/** Of the programme nothing is asked after these years. */
const CHILD_YEARS = 15;
const MOST_LISTED = 200;

const yearsBefore = (day: string, years: number): string =>
  `${Number(day.slice(0, 4)) - years}${day.slice(4).replace('-02-29', '-02-28')}`;

/** GET /api/vaccination/due */
const dueChildrenOperation = operation({
  method: 'GET',
  path: '/vaccination/due',
  title: 'Children of whom vaccines are due or overdue, with what was done to remind them',
  needs: reads,
  input: z.object({
    division: z
      .string()
      .regex(/^\d{2,12}$/)
      .optional(),
    point: anId.optional().describe('Alone those who were at this point'),
    state: z.enum(['overdue', 'due', 'coming']).optional(),
    bornFrom: z.iso.date().optional(),
    count: z.coerce.number().int().min(1).max(MOST_LISTED).default(100),
  }),
  async run({ input, ...context }): Promise<DueChildren> {
    const { platform, subject } = context;
    const { scope, today, store } = deskOf(context);
    const { sql } = platform.database;
    const question = {
      division: prefixOf(input.division ?? platform.settings.division),
      from: input.bornFrom ?? yearsBefore(today, CHILD_YEARS),
      until: today,
      point: input.point,
    };
    const list = dueLister(today, input);
    for await (const children of forecastCohort({ sql, scope, on: today, schedule: scheduleOf(platform) }, question))
      list.add(children);
    const { items: page, counts } = list.found();
    const ids = page.map(({ resident }) => resident);
    const mayReveal = hasRight(subject, 'resident.reveal');
    const [names, patients, reminders] = await Promise.all([
      placeNames(sql, [...new Set(page.map(({ division }) => division))]),
      readPatients(sql, ids),
      findReminders(store, undefined),
    ]);
    await recordShown(context, 'search', 'ImmunizationRecommendation', ids);
    if (mayReveal) await recordRevealed(context, ids);
    const lastOf = (resident: string) => reminders.find((one) => one.resident === resident);
    const shown = page.map((child) => ({
      ...child,
      divisionName: names.get(child.division) ?? same(child.division),
      ...guardianOf(patients.get(child.resident), mayReveal),
      ...remindedOf(lastOf(child.resident)),
    }));
    return { today, counts, items: shown };
  },
});

const same = (text: string): Bilingual => ({ zh: text, en: text });

function remindedOf(reminder: Omit<Reminder, 'name'> | undefined) {
  if (!reminder) return {};
  const { plannedOn: on, outcome } = reminder;
  return { reminded: { on, ...(outcome === undefined ? {} : { outcome }) } };
}

/** A telephone number in full is a reveal, and entered as one. */
const recordRevealed = ({ platform, actor }: Context, residents: readonly string[]) =>
  platform.audit.record(
    actor,
    residents.map((resident) => ({
      ...{ action: 'reveal' as const, what: 'phone', count: 1, resident },
      place: platform.settings.division,
    })),
  );

/** The first contact of a child, else its own telephone; masked but for the last four digits without the right. */
function guardianOf(patient: Resource | undefined, mayReveal: boolean): { guardian?: string; phone?: string } {
  if (!patient) return {};
  const [contact] = listOf(patient['contact']);
  const phone = phoneIn(contact?.['telecom']) ?? phoneIn(patient['telecom']);
  const name = contact?.['name'];
  const guardian = isObject(name) && typeof name['text'] === 'string' ? name['text'] : undefined;
  return {
    ...(guardian === undefined ? {} : { guardian }),
    ...(phone === undefined ? {} : { phone: mayReveal ? phone : phone.replace(/.(?=.{4})/g, '*') }),
  };
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const phoneIn = (telecom: unknown): string | undefined => {
  const value = listOf(telecom).find(({ system }) => system === 'phone')?.['value'];
  return typeof value === 'string' ? value : undefined;
};

/** POST /api/vaccination/reminders */
const planRemindersOperation = operation({
  method: 'POST',
  path: '/vaccination/reminders',
  title: 'Plans reminders for children of whom something is due; one that a child has of the day is not planned again',
  needs: writes,
  input: z.object({
    residents: z.array(anId).min(1).max(MOST_LISTED),
    medium: z.enum(Object.keys(media) as [keyof typeof media]),
    on: z.iso.date().describe('Day on which they are sent'),
    come: z.iso.date().describe('Day on which the child is to come'),
    point: anId,
  }),
  async run({ input, ...context }): Promise<{ readonly planned: number }> {
    const { platform } = context;
    const { scope, today, store, within } = deskOf(context);
    const { sql } = platform.database;
    await requireWorkplace(context, input.point);
    const organization = parseJson((await store.read('Organization', input.point)).body) as Resource;
    const wanted = new Set(input.residents);
    await Promise.all([...wanted].map((id) => store.read('Patient', id)));
    const children = await childrenOf(sql, [...wanted]);
    const due = listDue(await forecastChildren(sql, children, today, scheduleOf(platform)), today).items;
    const point = String(organization['name'] ?? '');
    const reminders = due.map((child: DueOf) => ({
      ...{ resident: child.resident, medium: input.medium, on: input.on },
      text: reminderText(child.name, { on: input.come, point, vaccines: child.doses.map(({ vaccineName }) => vaccineName) }),
    }));
    if (reminders.length > 0) await planReminders(platform.store.as(scope), reminders, within);
    return { planned: reminders.length };
  },
});

/** Residents whose scope was checked, as a cohort lists them. */
async function childrenOf(sql: Parameters<typeof findResidents>[0], ids: readonly string[]): Promise<CohortChild[]> {
  const found = await findResidents(sql, ids);
  return found.flatMap(({ id, name, sex, birthDate }): CohortChild[] =>
    birthDate === undefined ? [] : [{ resident: id, name, sex: sex as CohortChild['sex'], birthDate, division: '' }],
  );
}

/** GET /api/vaccination/reminders */
const remindersOperation = operation({
  method: 'GET',
  path: '/vaccination/reminders',
  title: 'Reminders that are planned, or what became of them',
  needs: reads,
  input: z.object({ state: z.enum(['planned', 'done']).optional() }),
  async run({ input, ...context }): Promise<readonly Reminder[]> {
    const { store, database } = deskOf(context);
    const found = await findReminders(store, input.state);
    const ids = found.map(({ resident }) => resident);
    const names = new Map((await findResidents(database.sql, ids)).map(({ id, name }) => [id, name]));
    await recordShown(context, 'search', 'Communication', ids);
    return found.map((one) => ({ ...one, name: names.get(one.resident) ?? '' }));
  },
});

/** POST /api/vaccination/reminders/:reminder/outcome */
const reminderOutcomeOperation = operation({
  method: 'POST',
  path: '/vaccination/reminders/:reminder/outcome',
  title: 'Enters what became of a reminder',
  needs: writes,
  input: z.object({
    reminder: anId,
    outcome: z.enum(Object.keys(outcomes) as [keyof typeof outcomes]),
    note: z.string().max(300).optional(),
  }),
  async run({ input: { reminder, outcome, note }, ...context }): Promise<void> {
    const { store, within } = deskOf(context);
    await closeReminder(store, reminder, { outcome, note }, within);
  },
});

const MOST_PUPILS = 200;
const aPupil = z.object({
  name: z.string().max(50),
  number: z.string().max(30).optional(),
  birthDate: z.iso.date().optional(),
});

/** POST /api/vaccination/school-list */
const schoolListOperation = operation({
  method: 'POST',
  path: '/vaccination/school-list',
  title: 'Check of a class at school entry: who misses which doses',
  needs: reads,
  input: z.object({
    level: z.enum(['kindergarten', 'primary-school', 'middle-school']),
    on: z.iso.date().optional(),
    pupils: z.array(aPupil).min(1).max(MOST_PUPILS),
  }),
  async run({ input, ...context }): Promise<SchoolList> {
    const { platform } = context;
    const { today } = deskOf(context);
    const on = input.on ?? today;
    if (on > today) throw new Problem('input-invalid', 'The day has not come yet', { at: 'on' });
    const found = await Promise.all(input.pupils.map((pupil) => findPupil(context, pupil)));
    const { sql } = platform.database;
    const certain = found.flatMap((ids) => (ids.length === 1 ? ids : []));
    const children = await forecastChildren(sql, await childrenOf(sql, certain), on, scheduleOf(platform));
    const forecasts = new Map(children.map((child) => [child.resident, child.forecast]));
    await recordShown(context, 'search', 'Immunization/school-check', certain);
    const pupils = input.pupils.map((pupil, index): PupilFound => {
      const [resident, another] = found[index] ?? [];
      const known = resident === undefined ? undefined : forecasts.get(resident);
      if (another !== undefined) return { ...pupil, result: 'ambiguous', missing: [], due: [] };
      if (resident === undefined || !known || !isAsked(known)) return { ...pupil, result: 'unknown', missing: [], due: [] };
      const { result, missing, due } = tellSchoolCheck(resident, checkForSchool(known, input.level, true));
      return { ...pupil, resident, result: result === 'complete' ? 'complete' : 'doses-missing', missing, due };
    });
    return { level: input.level, on, pupils };
  },
});

const NAMESAKES = 20;
/** Anything shorter would be looked for as a name. */
const WHOLE_NUMBER = /^[0-9A-Z]{15,18}$/;

/** Of a grown-up the programme asks nothing. */
const isAsked = ({ series }: ForecastChild['forecast']): boolean =>
  series.some(({ programme, doses }) => programme && doses.length > 0);

/** Patient ids of whom a line may mean: by the number, else by name and birth date. */
async function findPupil(context: Context, { name, number, birthDate }: z.output<typeof aPupil>): Promise<readonly string[]> {
  const { database, scope } = deskOf(context);
  const search = async (text: string) =>
    (await searchResidents(database.sql, scope, { text, count: NAMESAKES, cursor: undefined })).items;
  const whole = number?.trim().toUpperCase() ?? '';
  if (whole !== '') return WHOLE_NUMBER.test(whole) ? (await search(whole)).map(({ id }) => id).slice(0, 2) : [];
  if (!birthDate || !name.trim()) return [];
  const namesakes = (await search(name.trim())).filter((one) => one.name === name.trim() && one.birthDate === birthDate);
  return namesakes.map(({ id }) => id).slice(0, 2);
}

/** Operations of due lists, reminders and classes. */
export const vaccinationDueOperations = [
  dueChildrenOperation,
  planRemindersOperation,
  remindersOperation,
  reminderOutcomeOperation,
  schoolListOperation,
] as const;
