import { z } from 'zod';
import {
  contactsOf,
  curveOf,
  decideSignal,
  enterAndEnd,
  entriesOf,
  findCases,
  findDisease,
  followUntil,
  followUp,
  getOutbreak,
  getSignal,
  linkCases,
  linkedCases,
  listCases,
  listOutbreaks,
  listSignals,
  type Observing,
  type OutbreakDetail,
  type OutbreakPage,
  type OutbreakRow,
  observe,
  openOutbreak,
  requireOpen,
  type SignalPage,
  type SignalRow,
  toRows,
  unlinkCase,
} from '../../applications/public-health/index.ts';
import { onBehalf, readPatient } from '../../databases/population/index.ts';
import { chinaDay, Problem } from '../../kernel/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { type Actor, recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor, readCursor, writeCursor } from './cursor.ts';
import { hiddenFrom } from './diseases.operation.ts';
import { withPlaces } from './place-names.ts';

const anId = z.string().max(64);
const aSignal = z.string().max(1000);
const aDay = z.iso.date();
const aKey = z.string().min(8).max(64).describe('Chosen by the caller, the same when it calls again: a repeat changes nothing');
const aText = z.string().trim().min(2).max(2000);
const aCount = { count: z.coerce.number().int().min(1).max(200).default(50) };

const hiddenNow = ({ clock }: Platform, subject: Subject) => hiddenFrom(subject, chinaDay(clock.now()));

/** GET /api/signals */
const signalsOperation = operation({
  method: 'GET',
  path: '/signals',
  title: 'Signals of early warning, the latest day first',
  needs: { right: 'surveillance.read', purpose: 'PUBHLTH' },
  input: z.object({
    state: z.enum(['new', 'looked-into', 'verified', 'dismissed']).optional(),
    ...aCount,
    cursor: z.string().max(1500).optional(),
  }),
  async run({ input: { state, count, cursor }, platform, subject }): Promise<SignalPage> {
    const [on, id] = decodeCursor(cursor, z.tuple([aDay, aSignal])) ?? [];
    const after = on !== undefined && id !== undefined ? { on, key: Buffer.from(id, 'base64url').toString() } : undefined;
    const found = await listSignals(platform.database.sql, subject.scope, { state, hidden: [], count: count + 1, after });
    const shown = found.slice(0, count).map((row) => seenSignal(row, subject));
    const last = found.length > count ? found[count - 1] : undefined;
    return { items: await withPlaces(platform, shown), ...(last ? { next: encodeCursor([last.day, last.id]) } : {}) };
  },
});

/** Cases lead to persons: their ids are for those who may see cases. */
function seenSignal(row: SignalRow, { rights }: Subject): SignalRow {
  if (rights.includes('disease.read')) return row;
  const { cases: _cases, ...data } = row.data;
  return { ...row, data };
}

/** POST /api/signals/:id/decide */
const decideSignalOperation = operation({
  method: 'POST',
  path: '/signals/:id/decide',
  title: 'Says what became of a signal: looked into, verified, dismissed',
  needs: { right: 'disease.review', purpose: 'PUBHLTH' },
  input: z.object({
    id: aSignal,
    state: z.enum(['looked-into', 'verified', 'dismissed']),
    reason: z.string().trim().max(300).optional(),
  }),
  async run({ input: { id, state, reason }, platform, subject }): Promise<SignalRow> {
    if (state === 'dismissed' && (reason ?? '').length < 2)
      throw new Problem('data-invalid', 'A reason is needed', { at: 'reason' });
    const now = platform.clock.now();
    return decideSignal(platform.database.sql, subject.scope, { id, state, reason, by: subject.id, now });
  },
});

/** GET /api/outbreaks */
const outbreaksOperation = operation({
  method: 'GET',
  path: '/outbreaks',
  title: 'Outbreaks of the own division, the latest first',
  needs: { right: 'disease.read', purpose: 'PUBHLTH' },
  input: z.object({ state: z.enum(['open', 'closed']).optional(), ...aCount, cursor: z.string().max(300).optional() }),
  async run({ input: { state, count, cursor }, platform, subject }): Promise<OutbreakPage> {
    const query = { state, hidden: hiddenNow(platform, subject), count: count + 1, after: readCursor(cursor, anId) };
    const found = await listOutbreaks(platform.database.sql, subject.scope, query, platform.clock.now());
    const shown = found.slice(0, count);
    const last = found.length > count ? shown.at(-1) : undefined;
    return {
      items: await withPlaces(platform, shown),
      ...(last ? { next: writeCursor({ at: last.openedAt.replace('Z', '000Z'), id: last.id }) } : {}),
    };
  },
});

const outbreakOf = (platform: Platform, subject: Subject, id: string): Promise<OutbreakRow> =>
  getOutbreak(platform.database.sql, subject.scope, id, hiddenNow(platform, subject), platform.clock.now());

const MOST_PROPOSED = 100;
const PROPOSED_DAYS = 60;
const DAY_MS = 86_400_000;

async function detailOf(platform: Platform, subject: Subject, id: string): Promise<OutbreakDetail> {
  const { sql } = platform.database;
  const now = platform.clock.now();
  const today = chinaDay(now);
  const hidden = hiddenNow(platform, subject);
  const outbreak = await outbreakOf(platform, subject, id);
  const ids = await linkedCases(sql, id);
  const since = chinaDay(new Date(now.getTime() - PROPOSED_DAYS * DAY_MS));
  const near = { hidden, count: MOST_PROPOSED, from: since, place: outbreak.place.replace(/(?:0000|00)$/, '') };
  const [kept, others, contactRows, entries] = await Promise.all([
    findCases(sql, subject.scope, ids),
    outbreak.disease === '' ? [] : listCases(sql, subject.scope, { ...near, disease: outbreak.disease }),
    contactsOf(sql, outbreak, today),
    entriesOf(sql, id, now),
  ]);
  const proposed = others.filter((one) => !ids.includes(one.id) && one.state !== 'refuted' && one.duplicateOf === null);
  const linked = await toRows(sql, kept, now);
  const counted = linked.filter(({ state, duplicateOf }) => state !== 'refuted' && duplicateOf === undefined);
  const onsets = counted.map(({ onsetOn }) => onsetOn).toSorted();
  const days = counted.map(({ onsetOn, outcome, reporting }) => ({
    ...{ key: onsetOn, cases: 1, deaths: outcome === 'died' ? 1 : 0, late: reporting.leftMinutes < 0 ? 1 : 0 },
  }));
  const [from, to] = [onsets[0], onsets.at(-1)];
  const [placed] = await withPlaces(platform, [outbreak]);
  return {
    ...(placed ?? outbreak),
    linked: await withPlaces(platform, linked),
    proposed: await withPlaces(platform, await toRows(sql, proposed, now)),
    contactRows,
    entries,
    deaths: counted.filter(({ outcome }) => outcome === 'died').length,
    incubationDays: findDisease(outbreak.disease, today)?.incubationDays ?? 14,
    curve: from && to ? curveOf(days, { from, to, by: 'day' }) : [],
  };
}

const recordSeen = (platform: Platform, actor: Actor, residents: readonly string[]) =>
  platform.audit.record(
    actor,
    [...new Set(residents)].map((resident) => ({
      ...{ action: 'read' as const, what: 'Condition', count: 1, resident },
      place: platform.settings.division,
    })),
  );

/** GET /api/outbreaks/:id */
const outbreakOperation = operation({
  method: 'GET',
  path: '/outbreaks/:id',
  title: 'One outbreak with its cases, contacts, log and reports',
  needs: { right: 'disease.read', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<OutbreakDetail> {
    const detail = await detailOf(platform, subject, id);
    const seen = [...detail.linked, ...detail.proposed, ...detail.contactRows];
    await recordSeen(
      platform,
      actor,
      seen.map(({ resident }) => resident),
    );
    return detail;
  },
});

/** POST /api/outbreaks */
const openOutbreakOperation = operation({
  method: 'POST',
  path: '/outbreaks',
  title: 'Opens an outbreak, from a signal or by hand; the cases of the signal are linked',
  needs: { right: 'disease.review', purpose: 'PUBHLTH' },
  input: z.object({
    key: aKey,
    title: z.string().trim().min(2).max(100),
    disease: z.string().max(60).default('').describe('None of an illness not yet known'),
    division: z.string().regex(/^\d{6}(?:\d{3}(?:\d{3})?)?$/),
    setting: z.string().trim().max(70).optional(),
    signal: aSignal.optional(),
  }),
  async run({ input: { key, title, disease, division, setting, signal }, platform, subject }): Promise<{ id: string }> {
    const now = platform.clock.now();
    const family = disease === '' ? '' : findDisease(disease, chinaDay(now))?.family;
    if (family === undefined) throw new Problem('data-invalid', 'No such disease', { at: 'disease' });
    const { sql } = platform.database;
    const raised = signal === undefined ? undefined : await getSignal(sql, subject.scope, signal);
    const place =
      subject.scope.places.find((prefix) => division.startsWith(prefix)) === undefined ? platform.settings.division : division;
    const opened = await platform.database.begin(async (tx) => {
      const id = await openOutbreak(tx, { key, title, family, division, setting, signal, place, by: subject.id, now });
      if (signal !== undefined && raised) {
        const seen = await findCases(tx, subject.scope, raised.data.cases ?? []);
        await linkCases(
          tx,
          id,
          seen.map((one) => one.id),
          subject.id,
          now,
        );
        if (raised.state !== 'verified')
          await decideSignal(tx, subject.scope, {
            id: signal,
            state: 'verified',
            reason: undefined,
            by: subject.id,
            now,
            outbreak: id,
          });
      }
      return { id };
    });
    platform.background.wake();
    return opened;
  },
});

/** POST /api/outbreaks/:id/cases */
const linkCasesOperation = operation({
  method: 'POST',
  path: '/outbreaks/:id/cases',
  title: 'Links cases to an outbreak, or takes them out of it',
  needs: { right: 'disease.review', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, cases: z.array(anId).min(1).max(200), linked: z.boolean().default(true) }),
  async run({ input: { id, cases, linked }, platform, subject }): Promise<void> {
    requireOpen(await outbreakOf(platform, subject, id));
    const seen = await findCases(platform.database.sql, subject.scope, cases);
    if (seen.length < new Set(cases).size) throw new Problem('resource-unknown', 'No such case here', { at: 'cases' });
    const now = platform.clock.now();
    await platform.database.begin(async (tx) => {
      if (linked) return linkCases(tx, id, cases, subject.id, now);
      for (const one of cases) await unlinkCase(tx, id, one);
    });
    platform.background.wake();
  },
});

const observingOf = ({ database, store, clock }: Platform, subject: Subject, actor: Actor): Observing => ({
  sql: database.sql,
  store: store.as(onBehalf(subject.scope)),
  findTable: findNationalTable,
  now: clock.now(),
  by: { id: subject.id, name: subject.name.zh },
  within: (tx, written) => recordWrites(tx, actor, written),
});

/** POST /api/outbreaks/:id/contacts */
const addContactOperation = operation({
  method: 'POST',
  path: '/outbreaks/:id/contacts',
  title: 'Registers a contact of an outbreak, to be followed up each day to the end of the incubation',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({
    id: anId,
    resident: anId,
    ofCase: anId.optional(),
    relation: z.enum(['household', 'school', 'work', 'care', 'travel', 'other']),
    lastOn: aDay.describe('Day of the last contact'),
  }),
  async run({ input: { id, resident, ofCase, relation, lastOn }, platform, subject, actor }): Promise<void> {
    const outbreak = await outbreakOf(platform, subject, id);
    requireOpen(outbreak);
    const now = platform.clock.now();
    const today = chinaDay(now);
    if (lastOn > today) throw new Problem('data-invalid', 'It cannot be after today', { at: 'lastOn' });
    await readPatient(platform.store.as(subject.scope), resident);
    const untilOn = followUntil(lastOn, findDisease(outbreak.disease, today)?.incubationDays ?? 14);
    const contact = { outbreak: id, resident, ofCase, relation, lastOn, untilOn, by: subject.id, now };
    await observe(observingOf(platform, subject, actor), contact);
  },
});

/** POST /api/outbreaks/:id/follow-ups */
const followUpOperation = operation({
  method: 'POST',
  path: '/outbreaks/:id/follow-ups',
  title: 'Records what was found of a contact on a day; for the same day again, corrects it',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({
    id: anId,
    resident: anId,
    day: aDay,
    temperature: z.number().min(30).max(45).optional().describe('Degrees Celsius'),
    ill: z.boolean(),
    symptoms: z.string().trim().max(300).optional(),
  }),
  async run({ input: { id, ...found }, platform, subject, actor }): Promise<void> {
    requireOpen(await outbreakOf(platform, subject, id));
    const now = platform.clock.now();
    if (found.day > chinaDay(now)) throw new Problem('data-invalid', 'It cannot be after today', { at: 'day' });
    await followUp(observingOf(platform, subject, actor), {
      outbreak: id,
      resident: found.resident,
      day: found.day,
      temperature: found.temperature,
      ill: found.ill,
      symptoms: found.symptoms,
    });
  },
});

/** POST /api/outbreaks/:id/entries */
const enterOperation = operation({
  method: 'POST',
  path: '/outbreaks/:id/entries',
  title: 'Enters in the field log of an outbreak, or reports the emergency: initial, progress, final; the final report closes it',
  needs: { right: 'disease.review', purpose: 'PUBHLTH' },
  input: z.object({
    id: anId,
    key: aKey,
    kind: z.enum(['log', 'initial', 'progress', 'final']),
    level: z.enum(['I', 'II', 'III', 'IV']).optional().describe('Very large, large, fairly large, ordinary; needed of a report'),
    text: aText,
    measures: aText.optional(),
    plan: aText.optional(),
  }),
  async run({ input: { id, key, kind, level, text, measures, plan }, platform, subject, actor }): Promise<void> {
    if (kind !== 'log' && level === undefined) throw new Problem('data-invalid', 'A report needs the level', { at: 'level' });
    const { cases, deaths, contacts } = await detailOf(platform, subject, id);
    const now = platform.clock.now();
    const entry = { outbreak: id, key, kind, level, text, measures, plan, cases, deaths, contacts, by: subject.name.zh, now };
    await enterAndEnd(observingOf(platform, subject, actor), entry, chinaDay(now));
    platform.background.wake();
  },
});

/** Operations of early warning and outbreaks. */
export const outbreakOperations = [
  signalsOperation,
  decideSignalOperation,
  outbreaksOperation,
  outbreakOperation,
  openOutbreakOperation,
  linkCasesOperation,
  addContactOperation,
  followUpOperation,
  enterOperation,
] as const;
