import type { ResidentData } from '../../../../src/databases/population/resident-data/contract.ts';
import type {
  ContactFieldView,
  ContactFormView,
  DuePage,
  DueRow,
  DueState,
  TakenItem,
} from '../../../../src/programmes/contract.ts';
import type { QueuedContact } from './queue-state.ts';

/** What was taken along, opened. */
export interface Taken {
  readonly items: readonly TakenItem[];
  readonly queue: readonly Pick<QueuedContact, 'resident' | 'programme' | 'activity' | 'step'>[];
  /** By the name that the items give. */
  readonly fields: Readonly<Record<string, readonly ContactFieldView[]>>;
  /** YYYY-MM-DD. */
  readonly today: string;
}

const PAGE = 50;

/** An answer of the platform, made of what was taken along; undefined where it cannot be. Pure. */
export function localAnswer(path: string, taken: Taken): DuePage | ContactFormView | ResidentData | undefined {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  if (pathname === '/api/due') return duePage(searchParams, taken);
  const [, id = '', what] = /^\/api\/residents\/([^/]+)\/(data|contact-form)$/.exec(pathname) ?? [];
  const own = taken.items.filter(({ row }) => row.resident === decodeURIComponent(id));
  return what === 'data' ? residentData(own[0]) : what === 'contact-form' ? contactForm(searchParams, own, taken) : undefined;
}

type Named = Pick<DueRow, 'resident' | 'programme' | 'activity'> & { readonly step?: string | undefined };
const nameOf = ({ resident, programme, activity, step = '' }: Named): string => [resident, programme, activity, step].join(' ');

/** What is not recorded yet, in the order of the list, with states of today. */
function duePage(query: URLSearchParams, { items, queue, today }: Taken): DuePage {
  const recorded = new Set(queue.map(nameOf));
  const wanted = (name: string) => query.get(name) ?? '';
  const open = items
    .map(({ row }): DueRow => ({ ...row, state: stateOn(row, today) }))
    .filter((row) => !recorded.has(nameOf(row)))
    .filter(({ programme }) => ['', programme].includes(wanted('programme')))
    .filter(({ activity }) => ['', activity].includes(wanted('activity')))
    .filter(({ division }) => division.startsWith(wanted('division')))
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const counts: Record<DueState, number> = { overdue: 0, due: 0, coming: 0 };
  for (const { state } of open) counts[state]++;
  const shown = open.filter(({ state }) => ['', state].includes(wanted('state')));
  const from = Number(wanted('cursor')) || 0;
  const next = from + (Number(wanted('count')) || PAGE);
  return { items: shown.slice(from, next), counts, ...(next < shown.length ? { next: String(next) } : {}) };
}

const orderOf = (row: DueRow): string => `${row.by} ${nameOf(row)}`;

const stateOn = ({ from, by }: Pick<DueRow, 'from' | 'by'>, today: string): DueState =>
  by < today ? 'overdue' : from <= today ? 'due' : 'coming';

/** As it was, but of today: the day of the contact is filled in with it. A contact that is corrected was not taken along. */
function contactForm(query: URLSearchParams, own: readonly TakenItem[], { fields, today }: Taken): ContactFormView | undefined {
  if (query.get('contact')) return undefined;
  const asked = ['programme', 'activity', 'step'].map((name) => query.get(name) ?? '').join(' ');
  const found = own.find(({ row: { programme, activity, step = '' } }) => `${programme} ${activity} ${step}` === asked);
  const its = found && fields[found.form.fields];
  return its && { ...found.form, fields: its, on: today };
}

/** As much of it as a form says of whose it is. */
function residentData(item: TakenItem | undefined): ResidentData | undefined {
  if (!item) return undefined;
  const { row, lastDigits } = item;
  const identity = { type: '01', typeName: { zh: '居民身份证', en: 'Identity card' }, state: 'valid' } as const;
  return {
    version: 0,
    elements: [],
    values: { name: row.name, sex: row.sex, ...(row.birthDate ? { birthDate: row.birthDate } : {}) },
    masked: {},
    last: {},
    documents: lastDigits ? [{ ...identity, numberMasked: lastDigits }] : [],
    pastNames: [],
    pastAddresses: [],
    elsewhere: [],
  };
}
