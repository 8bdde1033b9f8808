import { z } from 'zod';
import type { Finding, FindingPage, Reporting, Verdict } from '../../applications/public-health/record-quality/contract.ts';
import {
  askReporting,
  countFindings,
  type FindingRow,
  type FindingsQuestion,
  findFinding,
  listFindings,
  qualityRules,
  type RuleCode,
  saveLook,
} from '../../applications/public-health/record-quality/index.ts';
import { freshAt } from '../../chronicle/index.ts';
import { type Bilingual, Problem } from '../../kernel/index.ts';
import { dayNumber, dayText } from '../../life-course/index.ts';
import { divisionNames, institutionNames } from '../../platform/directory/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { startOf } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const aCode = z.string().max(80);
const aDivision = z.string().regex(/^\d{6}(?:\d{3}(?:\d{3})?)?$/);
const aTime = {
  from: z.iso.date().optional().describe('First day of the contacts; the first of this year where left out'),
  until: z.iso.date().optional().describe('Last day; today where left out'),
  division: aDivision.optional().describe('6, 9 or 12 digits; that of the platform where left out'),
};
/** So long a time is asked about at most. */
const MOST_DAYS = 800;

/** @throws Problem parameter-invalid */
function timeOf({ programmes }: Platform, input: { readonly from?: string | undefined; readonly until?: string | undefined }) {
  const until = input.until === undefined ? programmes.today() : dayNumber(input.until);
  const from = input.from === undefined ? dayNumber(`${dayText(until).slice(0, 4)}-01-01`) : dayNumber(input.from);
  if (from > until || until - from > MOST_DAYS)
    throw new Problem('parameter-invalid', `A time of at most ${MOST_DAYS} days, the first before the last`, { at: 'from' });
  return { from, until };
}

/** Programmes whose contacts the account may not see. */
const hiddenFrom = ({ programmes: { book } }: Platform, { rights }: Subject): readonly string[] =>
  rights.includes('programme.restricted')
    ? []
    : book.programmes.flatMap(({ code, restricted }) => (restricted === true ? [code] : []));

/** GET /api/record-quality/findings */
const findingsOperation = operation({
  method: 'GET',
  path: '/record-quality/findings',
  title: 'What in recorded contacts should be looked at: impossible, copied, missing, too many',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({
    ...aTime,
    rule: z.enum(qualityRules.map(({ code }) => code)).optional(),
    state: z.enum(['open', 'right', 'mend', 'all']).default('open').describe('open: nobody has looked at it'),
    institution: aCode.optional(),
    worker: aCode.optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(600).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<FindingPage> {
    const { sql } = platform.database;
    const time = timeOf(platform, input);
    const question: FindingsQuestion = {
      ...time,
      rule: input.rule,
      state: input.state === 'all' ? undefined : input.state,
      division: startOf(input.division ?? platform.settings.division),
      institution: input.institution,
      worker: input.worker,
      without: hiddenFrom(platform, subject),
    };
    const after = decodeCursor(input.cursor, z.tuple([z.iso.date(), z.string().max(300)]));
    const rows = await listFindings(sql, subject.scope, question, { count: input.count, after });
    const counts = await countFindings(sql, subject.scope, question);
    const names = await institutionNames(sql, [...new Set(rows.map(({ institution }) => institution))]);
    await platform.audit.record(
      actor,
      [...new Set(rows.map(({ resident }) => resident))].map((resident) => ({
        ...{ action: 'search' as const, what: 'Encounter', count: 1, resident, place: platform.settings.division },
      })),
    );
    const last = rows.length === input.count ? rows.at(-1) : undefined;
    return {
      items: rows.map((row) => toFinding(row, names, platform)),
      ...{ rules: qualityRules, counts, from: dayText(time.from), until: dayText(time.until) },
      ...(last ? { next: encodeCursor([last.day, last.key]) } : {}),
    };
  },
});

function toFinding(
  { shown, institution, worker, workerName, verdict, ...row }: FindingRow,
  names: ReadonlyMap<string, Bilingual>,
  platform: Platform,
): Finding {
  const institutionName = names.get(institution);
  const words = inWords(row.rule, shown, platform);
  return {
    ...row,
    ...(words ? { shown: words } : {}),
    ...(institution === '' ? {} : { institution }),
    ...(institutionName ? { institutionName } : {}),
    ...(worker === '' ? {} : { worker, workerName: workerName || worker }),
    ...(verdict === null ? {} : { verdict }),
  };
}

const DAYS: Readonly<Record<string, Bilingual>> = {
  'before-birth': { zh: '早于出生', en: 'before birth' },
  'after-death': { zh: '晚于死亡', en: 'after death' },
  'in-future': { zh: '晚于记录当日', en: 'after the day of recording' },
};

/** What shows a finding, with the names of fields in words. */
function inWords(rule: RuleCode, shown: string, { programmes: { elements } }: Platform): Bilingual | undefined {
  const title = (key: string): Bilingual => elements.get(key.split('#')[0] ?? '')?.title ?? { zh: key, en: key };
  switch (rule) {
    case 'value-impossible': {
      const [key = '', value = ''] = shown.split('=');
      const unit = elements.get(key.split('#')[0] ?? '')?.unit?.text ?? '';
      return { zh: `${title(key).zh} ${value} ${unit}`.trim(), en: `${title(key).en} ${value} ${unit}`.trim() };
    }
    case 'required-missing': {
      const titles = shown.split(' ').map(title);
      return { zh: titles.map(({ zh }) => zh).join('、'), en: titles.map(({ en }) => en).join(', ') };
    }
    case 'day-impossible':
      return DAYS[shown];
    case 'many-contacts':
      return { zh: `${shown} 次`, en: `${shown} contacts` };
    case 'copied-own':
      return { zh: `与 ${shown} 的服务相同`, en: `same as on ${shown}` };
    case 'copied-others':
      return { zh: `当日另有 ${shown} 名居民相同`, en: `the same for ${shown} more that day` };
  }
}

/** POST /api/record-quality/looks */
const lookOperation = operation({
  method: 'POST',
  path: '/record-quality/looks',
  title: 'Says of a finding that it is right, or to be mended; without a verdict takes that back',
  needs: { right: 'programme.write', purpose: 'PUBHLTH' },
  input: z.object({
    key: z.string().min(1).max(300),
    day: z.iso.date().describe('Of the contact'),
    verdict: z.enum(['right', 'mend']).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<{ readonly key: string; readonly verdict?: Verdict }> {
    const { sql } = platform.database;
    const day = dayNumber(input.day);
    const question = { from: day, until: day, division: '', without: hiddenFrom(platform, subject) };
    const found = await findFinding(sql, subject.scope, question, input.key);
    if (!found) throw new Problem('resource-unknown', 'No such finding here', { at: 'key' });
    await saveLook(sql, { key: input.key, ...found, verdict: input.verdict, by: subject.id, at: platform.clock.now() });
    await platform.audit.record(actor, [
      { action: 'update', what: 'Encounter', count: 1, resident: found.resident, place: platform.settings.division },
    ]);
    return { key: input.key, ...(input.verdict === undefined ? {} : { verdict: input.verdict }) };
  },
});

/** GET /api/record-quality/reporting */
const reportingOperation = operation({
  method: 'GET',
  path: '/record-quality/reporting',
  title:
    'How soon and how fully contacts are recorded, and what is still to be done, by institution, division, worker or programme',
  needs: { right: 'statistics.read', purpose: 'PUBHLTH' },
  input: z.object({
    ...aTime,
    by: z.enum(['institution', 'division', 'worker', 'programme']).default('institution'),
    withinDays: z.coerce.number().int().min(0).max(90).default(3),
  }),
  async run({ input, platform, subject }): Promise<Reporting> {
    const { database, programmes, clock, settings } = platform;
    const time = timeOf(platform, input);
    const rows = await askReporting(database.sql, subject.scope, {
      ...{ ...time, by: input.by, withinDays: input.withinDays, today: programmes.today() },
      division: startOf(input.division ?? settings.division),
    });
    const keys = rows.map(({ key }) => key);
    const names = await namesOf(platform, input.by, keys);
    return {
      rows: rows.map(({ workerName, ...row }) => {
        const name = input.by === 'worker' && workerName ? { zh: workerName, en: workerName } : names.get(row.key);
        return name ? { ...row, name } : row;
      }),
      ...{ from: dayText(time.from), until: dayText(time.until), withinDays: input.withinDays },
      asOf: (await freshAt(database.sql, clock.now())).toISOString(),
    };
  },
});

async function namesOf(
  { database: { sql }, programmes }: Platform,
  by: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Bilingual>> {
  if (by === 'institution') return institutionNames(sql, keys);
  if (by === 'division') return divisionNames(sql, keys);
  return new Map(programmes.book.programmes.map(({ code, title }) => [code, title]));
}

/** Operations of the quality of records. */
export const recordQualityOperations = [findingsOperation, lookOperation, reportingOperation] as const;
