import { type Field, toView } from '../../../forms/index.ts';
import { maskNumber } from '../../../standards/index.ts';
import type { Scope, ScopedStore, Sql } from '../../../store/index.ts';
import type { EventAnswer, EventDetail, EventKind, EventKindView } from './contract.ts';
import { readEvent } from './correct.ts';
import { eventRules } from './kinds.ts';
import { getEventRow } from './list.ts';

/** Roles that record what civil affairs and public security register; births and deaths are recorded by who may record at all. */
const CIVIL = ['registrar', 'public-health-worker'];
const MOVES = [...CIVIL, 'village-doctor'];
const whoMay: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  marriage: CIVIL,
  divorce: CIVIL,
  identity: CIVIL,
  'move-in': MOVES,
  'move-out': MOVES,
};

/** Whether a role that may record events may record this kind. */
export const mayRecord = (role: string, kind: EventKind): boolean => whoMay[kind]?.includes(role) ?? true;

export const kindViews = (role: string): EventKindView[] =>
  Object.values(eventRules)
    .filter(({ kind }) => mayRecord(role, kind))
    .map(({ kind, name, fields, creates }) => ({ kind, name, fields: fields.map(toView), creates: creates === true }));

/** Numbers of documents and certificates, and telephones. */
const isNumber = ({ key, type }: Field): boolean => type === 'number' || key.endsWith('Phone');

const CORRECTION = { zh: '更正', en: 'Correction' };

/**
 * One event with its form in words.
 * @param isOpen with numbers in full, for the certificate; otherwise they are masked
 * @throws Problem resource-unknown
 */
export async function eventDetail(
  { sql, scope, store }: { readonly sql: Sql; readonly scope: Scope; readonly store: ScopedStore },
  id: string,
  isOpen: boolean,
): Promise<EventDetail> {
  const [row, event] = await Promise.all([getEventRow(sql, scope, id), readEvent(store, id)]);
  const rules = event.kind === 'correction' ? undefined : eventRules[event.kind];
  const hidden = new Set((rules?.fields ?? []).filter(isNumber).map(({ key }) => key));
  const counts = Map.groupBy(event.changes, ({ type }) => type);
  return {
    ...row,
    name: rules?.name ?? CORRECTION,
    recordedBy: event.recordedBy,
    ...(event.reason ? { reason: event.reason } : {}),
    ...(event.certificate && isOpen ? { certificate: event.certificate } : {}),
    form: (rules?.fields ?? []).flatMap((field): EventAnswer[] => {
      const given = event.values[field.key];
      if (given === undefined) return [];
      const value = isOpen || !isNumber(field) ? given : maskNumber(String(given));
      const words = typeof value === 'string' ? field.codes?.find(value)?.name : undefined;
      const { key, name, group, unit } = toView(field);
      return [{ key, name, group, value, ...(words ? { words } : {}), ...(unit ? { unit } : {}) }];
    }),
    values: Object.fromEntries(Object.entries(event.values).filter(([key]) => !hidden.has(key))),
    changed: [...counts].map(([type, all]) => ({ type, count: all.length })),
  };
}
