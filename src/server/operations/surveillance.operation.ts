import { z } from 'zod';
import {
  curveOf,
  diseaseCodes,
  dismissPrompt,
  type EmergencyPage,
  type EmergencyRow,
  findDisease,
  isOutcome,
  type LinePage,
  listPrompts,
  type PromptPage,
  type Surveillance,
} from '../../applications/public-health/index.ts';
import {
  type CaseLine,
  countCases,
  type LineQuery,
  listLines,
  listOutbreakLines,
  type OutbreakLine,
} from '../../databases/health-records/index.ts';
import { type Bilingual, chinaDay, Problem } from '../../kernel/index.ts';
import { placeNames } from '../../platform/directory/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { findDivision, sexes } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor, readCursor, writeCursor } from './cursor.ts';
import { hiddenFrom } from './diseases.operation.ts';

const anId = z.string().max(64);
const aDay = z.iso.date();
const MOST_DAYS = 1200;
const DAY_MS = 86_400_000;

const aPeriod = {
  disease: z.enum(diseaseCodes).optional(),
  division: z
    .string()
    .regex(/^\d{6}(?:\d{3})?$/)
    .optional(),
  basis: z.enum(['onset', 'diagnosed', 'reported']).default('onset'),
  classification: z.enum(['1', '2', '3', '4']).optional(),
  from: aDay.optional(),
  to: aDay.optional(),
};

interface Asked {
  readonly disease?: string | undefined;
  readonly division?: string | undefined;
  readonly basis: LineQuery['basis'];
  readonly classification?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Whoever works above the persons sees all diseases: the lines have none. */
function toQuery({ clock, settings }: Platform, { scope }: Subject, asked: Asked): LineQuery {
  const today = chinaDay(clock.now());
  const to = asked.to ?? today;
  const from = asked.from ?? chinaDay(new Date(Date.parse(`${to}T00:00:00+08:00`) - 59 * DAY_MS));
  if (from > to || Date.parse(to) - Date.parse(from) > MOST_DAYS * DAY_MS)
    throw new Problem('parameter-invalid', `The period has from 1 to ${MOST_DAYS} days`, { at: 'from' });
  const { disease, basis, classification } = asked;
  const division = prefixOf(asked.division ?? settings.division);
  return { scope: { places: scope.places, hidden: [] }, disease, division, basis, classification, from, to };
}

/** 350000 covers what begins with 35. */
const prefixOf = (division: string): string => division.replace(/(?:0000|00)$/, '').replace(/^00$/, '');

const divisionName = (code: string, names: ReadonlyMap<string, Bilingual>): Bilingual =>
  names.get(code) ?? findDivision(code.padEnd(6, '0').slice(0, 6))?.name ?? { zh: code, en: code };
const occupationName = (code: string): Bilingual => findNationalTable('CV02.01.202')?.find(code)?.name ?? { zh: code, en: code };
const SEXES: Readonly<Record<string, string>> = { male: '1', female: '2' };
const sexName = (sex: string): Bilingual => sexes.find(SEXES[sex] ?? '0')?.name ?? { zh: sex, en: sex };
const plainName = (key: string): Bilingual => ({ zh: key, en: key });

/** GET /api/surveillance */
const surveillanceOperation = operation({
  method: 'GET',
  path: '/surveillance',
  title: 'Cases of notifiable diseases of a division and all below, by day or week, division, sex, age, occupation and disease',
  needs: { right: 'surveillance.read', purpose: 'PUBHLTH' },
  input: z.object({ ...aPeriod, by: z.enum(['day', 'week']).default('day') }),
  async run({ input: { by, ...asked }, platform, subject }): Promise<Surveillance> {
    const query = toQuery(platform, subject, asked);
    const { sql } = platform.database;
    const counts = await countCases(sql, query);
    const names = await placeNames(
      sql,
      counts.divisions.map(({ key }) => key),
    );
    const total = (amount: 'cases' | 'deaths' | 'late') => counts.days.reduce((sum, day) => sum + day[amount], 0);
    const today = chinaDay(platform.clock.now());
    const diseaseName = (key: string) => findDisease(key, today)?.name ?? plainName(key);
    const named = <One extends { readonly key: string }>(rows: readonly One[], name: (key: string) => Bilingual) =>
      rows.map((row) => ({ ...row, name: name(row.key) }));
    return {
      ...{ from: query.from, to: query.to, cases: total('cases'), deaths: total('deaths'), late: total('late') },
      curve: named(curveOf(counts.days, { from: query.from, to: query.to, by }), plainName),
      divisions: named(counts.divisions, (key) => divisionName(key, names)).map((row) => ({
        ...row,
        key: row.key.padEnd(6, '0'),
      })),
      sexes: named(counts.sexes, sexName),
      ages: named(counts.ages, (key) => (key === '' ? { zh: '不详', en: 'Not known' } : plainName(key))),
      occupations: named(counts.occupations, occupationName),
      diseases: named(counts.diseases, diseaseName),
      asOf: platform.clock.now().toISOString(),
    };
  },
});

/** GET /api/surveillance/lines */
const linesOperation = operation({
  method: 'GET',
  path: '/surveillance/lines',
  title: 'Cases of notifiable diseases one by one without their persons, the latest report first',
  needs: { right: 'surveillance.read', purpose: 'PUBHLTH' },
  input: z.object({
    ...aPeriod,
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { count, cursor, ...asked }, platform, subject }): Promise<LinePage> {
    const [on, line] = decodeCursor(cursor, z.tuple([aDay, anId])) ?? [];
    const after = on !== undefined && line !== undefined ? { on, line } : undefined;
    const found = await listLines(platform.database.sql, { ...toQuery(platform, subject, asked), count: count + 1, after });
    const shown = found.slice(0, count);
    const last = found.length > count ? shown.at(-1) : undefined;
    return { items: shown.map(toLineRow), ...(last ? { next: encodeCursor([last.reportedOn, last.line]) } : {}) };
  },
});

function toLineRow({
  revision: _revision,
  outcome,
  diedOn,
  ageMonths,
  managed: _managed,
  family: _family,
  ...line
}: CaseLine): LinePage['items'][number] {
  return {
    ...line,
    classification: line.classification as LinePage['items'][number]['classification'],
    state: line.state as LinePage['items'][number]['state'],
    diseaseName: findDisease(line.disease, line.diagnosedOn)?.name ?? plainName(line.disease),
    divisionName: divisionName(line.division, new Map()),
    occupation: occupationName(line.occupation),
    ...(isOutcome(outcome) ? { outcome } : {}),
    ...(diedOn ? { diedOn } : {}),
    ...(ageMonths === null ? {} : { ageMonths }),
  };
}

/** GET /api/notifiable-prompts */
const promptsOperation = operation({
  method: 'GET',
  path: '/notifiable-prompts',
  title: 'Diagnoses in the medical records that are notifiable and have no card, the first deadline first',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({ count: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(300).optional() }),
  async run({ input: { count, cursor }, platform, subject, actor }): Promise<PromptPage> {
    const now = platform.clock.now();
    const isCounty = subject.rights.includes('disease.review');
    const query = {
      institution: isCounty ? undefined : subject.institution?.zh,
      hidden: hiddenFrom(subject, chinaDay(now)),
      count: count + 1,
      after: readCursor(cursor, anId),
    };
    const found = await listPrompts(platform.database.sql, subject.scope, query, now);
    const shown = found.slice(0, count);
    const last = found.length > count ? shown.at(-1) : undefined;
    await platform.audit.record(
      actor,
      [...new Set(shown.map(({ resident }) => resident))].map((resident) => ({
        ...{ action: 'search' as const, what: 'Condition', count: 1, resident },
        place: platform.settings.division,
      })),
    );
    return {
      items: shown,
      ...(last ? { next: writeCursor({ at: last.reporting.deadline.replace('Z', '000Z'), id: last.id }) } : {}),
    };
  },
});

/** POST /api/notifiable-prompts/:id/dismiss */
const dismissPromptOperation = operation({
  method: 'POST',
  path: '/notifiable-prompts/:id/dismiss',
  title: 'Takes a diagnosis off the list of what is to be reported, with a reason',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, reason: z.string().trim().min(2).max(300) }),
  async run({ input: { id, reason }, platform, subject, actor }): Promise<void> {
    const now = platform.clock.now();
    const resident = await dismissPrompt(platform.database.sql, subject.scope, { id, reason, by: subject.id, now });
    await platform.audit.record(actor, [
      { action: 'update', what: `Condition/${id}`, count: 1, resident, place: platform.settings.division },
    ]);
  },
});

/** GET /api/surveillance/outbreaks */
const outbreakLinesOperation = operation({
  method: 'GET',
  path: '/surveillance/outbreaks',
  title: 'Outbreaks of the own division and of those below, with the reports of emergencies, without persons; the latest first',
  needs: { right: 'surveillance.read', purpose: 'PUBHLTH' },
  input: z.object({
    state: z.enum(['open', 'closed']).optional(),
    reported: z.enum(['true']).optional().describe('Those alone of which an initial report was made'),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { state, reported, count, cursor }, platform, subject }): Promise<EmergencyPage> {
    const { sql } = platform.database;
    const query = { state, reported: reported === 'true', count: count + 1, after: readCursor(cursor, anId) };
    const found = await listOutbreakLines(sql, subject.scope, query);
    const shown = found.slice(0, count);
    const last = found.length > count ? shown.at(-1) : undefined;
    const today = chinaDay(platform.clock.now());
    return {
      items: shown.map((line) => toEmergency(line, today)),
      ...(last ? { next: writeCursor({ at: last.openedAt.replace('Z', '000Z'), id: last.line }) } : {}),
    };
  },
});

const toEmergency = (
  { family, division, closedAt, title, reports, revision: _, ...line }: OutbreakLine,
  today: string,
): EmergencyRow => ({
  ...line,
  ...{ disease: family, diseaseName: findDisease(family, today)?.name ?? { zh: '病因不明', en: 'Cause not known' } },
  ...{ place: division, placeName: findDivision(division)?.name ?? { zh: division, en: division } },
  ...(closedAt ? { closedAt } : {}),
  ...(title ? { title } : {}),
  reports: reports.map(({ level, measures, plan, ...report }) => ({
    ...report,
    ...(level ? { level } : {}),
    ...(measures ? { measures } : {}),
    ...(plan ? { plan } : {}),
  })),
});

/** Operations of surveillance. */
export const surveillanceOperations = [
  surveillanceOperation,
  linesOperation,
  outbreakLinesOperation,
  promptsOperation,
  dismissPromptOperation,
] as const;
