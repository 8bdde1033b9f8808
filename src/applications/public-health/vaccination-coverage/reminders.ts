import { isObject, parseJson, type Resource } from '../../../fhir/index.ts';
import { type Bilingual, Problem } from '../../../kernel/index.ts';
import { bilingualCoding, REMINDER } from '../../../standards/index.ts';
import { parseSearch, type ScopedStore, type Sql, type Written, writeAll } from '../../../store/index.ts';
import type { Reminder } from './contract.ts';

type Identified = Resource & { readonly id: string };
type Within = (tx: Sql, written: readonly Written[]) => Promise<void>;

const KIND: Bilingual = { zh: '预防接种提醒', en: 'Reminder of a vaccination' };
const KEY = 'urn:minkang:reminder-key';

/** How somebody is reminded. */
export const media = {
  sms: { zh: '短信', en: 'Text message' },
  phone: { zh: '电话', en: 'Telephone' },
  visit: { zh: '上门', en: 'Home visit' },
  paper: { zh: '通知单', en: 'Printed notice' },
} as const;
export type Medium = keyof typeof media;

export const outcomes = {
  reached: { zh: '已告知', en: 'Told' },
  promised: { zh: '约定接种', en: 'Will come' },
  elsewhere: { zh: '已在外地接种', en: 'Vaccinated elsewhere' },
  refused: { zh: '拒绝接种', en: 'Refuses' },
  'no-answer': { zh: '无人应答', en: 'No answer' },
  'wrong-number': { zh: '号码有误', en: 'Wrong number' },
  moved: { zh: '已迁出', en: 'Moved away' },
} as const;
export type ReminderOutcome = keyof typeof outcomes;

const NOT_REACHED: ReadonlySet<string> = new Set(['no-answer', 'wrong-number', 'moved']);

/** What a reminder says: no diagnosis, no number; the name as the family has it. */
export function reminderText(
  name: string,
  { on, point, vaccines }: { readonly on: string; readonly point: string; readonly vaccines: readonly Bilingual[] },
): Bilingual {
  const list = (language: 'zh' | 'en', comma: string) => [...new Set(vaccines.map((one) => one[language]))].join(comma);
  return {
    zh: `【预防接种】${name}小朋友应接种：${list('zh', '、')}。请监护人于${on}携带接种证到${point}接种。如已接种请忽略。`,
    en: `[Vaccination] ${name} is due for: ${list('en', ', ')}. Please come with the vaccination certificate to ${point} on ${on}. Please ignore this if it was done.`,
  };
}

export interface ReminderToPlan {
  readonly resident: string;
  readonly text: Bilingual;
  readonly medium: Medium;
  /** Day on which it is sent, YYYY-MM-DD. */
  readonly on: string;
}

/** Plans reminders; one that a resident has of the day already is not planned again. */
export async function planReminders(store: ScopedStore, reminders: readonly ReminderToPlan[], within: Within): Promise<void> {
  const entry = reminders.map(({ resident, text, medium, on }) => ({
    resource: {
      resourceType: 'Communication',
      identifier: [{ system: KEY, value: `${resident}/${on}` }],
      status: 'preparation',
      category: [{ coding: [bilingualCoding(REMINDER, 'vaccination', KIND)] }],
      medium: [{ coding: [bilingualCoding('urn:minkang:reminder-medium', medium, media[medium])] }],
      subject: { reference: `Patient/${resident}` },
      sent: on,
      payload: [{ contentString: text.zh }, { contentString: text.en }],
    },
    request: { method: 'POST', url: 'Communication', ifNoneExist: `identifier=${KEY}|${resident}/${on}` },
  }));
  await store.bundle({ bundle: { resourceType: 'Bundle', type: 'transaction', entry }, within });
}

const MOST_SHOWN = '1000';

/** Reminders of a state, the latest first. */
export async function findReminders(
  store: ScopedStore,
  state: 'planned' | 'done' | undefined,
): Promise<Omit<Reminder, 'name'>[]> {
  const status = state === 'planned' ? 'preparation' : state === 'done' ? 'completed,not-done' : undefined;
  const query = parseSearch(
    'Communication',
    [
      ['category', `${REMINDER}|vaccination`],
      ...(status === undefined ? [] : [['status', status] as const]),
      ['_sort', '-sent'],
      ['_count', MOST_SHOWN],
    ],
    true,
  );
  return (await store.search(query)).entries.flatMap(({ body }) => toReminder(parseJson(body) as Resource));
}

/** The reminder that a Communication is. */
export function toReminder(communication: Resource): Omit<Reminder, 'name'>[] {
  const subject = communication['subject'];
  const resident = isObject(subject) ? String(subject['reference'] ?? '').replace(/^Patient\//, '') : '';
  const [zh = '', en = zh] = listOf(communication['payload']).map((one) => String(one['contentString'] ?? ''));
  const outcome = codeOf(communication['statusReason']);
  const status = communication['status'];
  return [
    {
      id: String(communication['id']),
      resident,
      medium: codeOf(listOf(communication['medium'])[0]) ?? '',
      plannedOn: String(communication['sent'] ?? ''),
      text: { zh, en },
      state: status === 'completed' ? 'reached' : status === 'not-done' ? 'not-reached' : 'planned',
      ...(outcome === undefined ? {} : { outcome }),
    },
  ];
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const codeOf = (concept: unknown): string | undefined => {
  const [coding] = isObject(concept) ? listOf(concept['coding']) : [];
  return typeof coding?.['code'] === 'string' ? coding['code'] : undefined;
};

/** Enters what became of a reminder. @throws Problem resource-unknown where it is none */
export async function closeReminder(
  store: ScopedStore,
  id: string,
  { outcome, note }: { readonly outcome: ReminderOutcome; readonly note: string | undefined },
  within: Within,
): Promise<void> {
  const { body, version } = await store.read('Communication', id);
  const resource = parseJson(body) as Identified;
  if (codeOf(listOf(resource['category'])[0]) !== 'vaccination')
    throw new Problem('resource-unknown', 'It is no reminder', { at: 'reminder' });
  const statusReason = { coding: [bilingualCoding('urn:minkang:reminder-outcome', outcome, outcomes[outcome])] };
  const closed = {
    ...resource,
    status: NOT_REACHED.has(outcome) ? 'not-done' : 'completed',
    statusReason,
    ...(note ? { note: [{ text: note }] } : {}),
  };
  await writeAll(store, [{ resource: closed, after: version }], within);
}
