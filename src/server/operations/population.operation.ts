import { z } from 'zod';
import {
  askStatistics,
  hiddenCounts,
  hiddenParts,
  listCounted,
  listHeard,
  monthOf,
  QUALITY_VERSION,
  qualityRules,
  residences,
  shownBands,
  shownBySex,
  shownMonth,
  toMonth,
} from '../../databases/population/index.ts';
import type {
  BySex,
  CountedResidentPage,
  MonthCount,
  PlatformFreshness,
  PopulationQuality,
  PopulationStatistics,
} from '../../databases/population/statistics/contract.ts';
import { chinaDay, Problem } from '../../kernel/index.ts';
import { placeNames } from '../../platform/directory/index.ts';
import { pathUp } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { isHere, namesFor, pathDown, widest, within } from './division-seen.ts';
import { hiddenOwn, shownFaults, smallCellsOf } from './shown-counts.ts';

const MONTHS_SHOWN = 24;
const aDivision = z.string().regex(/^\d{6}(?:\d{3})?(?:\d{3})?$/, 'a division has 6, 9 or 12 digits');

/** GET /api/population/statistics */
export const statisticsOperation = operation({
  method: 'GET',
  path: '/population/statistics',
  title: 'Residents of a division and of its parts by sex, age and residence; births, deaths and moves by month',
  needs: { right: 'statistics.read', purpose: 'HOPERAT' },
  input: z.object({
    division: aDivision.optional().describe('6, 9 or 12 digits; the widest that the account may see where left out'),
    month: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
      .optional()
      .describe('YYYY-MM: at the end of this month, by births and deaths; now where left out'),
  }),
  async run({ input, platform, subject }): Promise<PopulationStatistics> {
    const top = widest(platform, subject);
    const division = within(top, input.division ?? top);
    const now = monthOf(chinaDay(platform.clock.now()));
    const month = Math.min(now, input.month === undefined ? now : monthOf(input.month));
    const { bands, residence, parts, monthly } = await askStatistics(platform.database, { division, month, now });
    const all = sum(bands);
    const nameOf = await namesFor(platform, [...parts.keys(), ...pathUp(division, top)]);
    const hiding = smallCellsOf(isHere(platform, division));
    const own = hiding ? await hiddenOwn(platform, { division, month, now }, all) : new Map();
    const inParts = hiding ? hiddenParts({ own: all, parts }, own, hiding.below) : new Map();
    const listed = [...parts].filter(([, counts]) => total(counts) !== 0);
    const elsewhere = total(all) - listed.reduce((some, [, counts]) => some + total(counts), 0);
    const kinds = new Map([...residence].filter(([, count]) => count !== 0));
    return {
      division,
      ...nameOf(division),
      ...shownBySex(all, own),
      path: pathDown(division, top, nameOf),
      month: toMonth(month),
      parts: listed.map(([code, counts]) => ({
        division: code,
        ...nameOf(code),
        ...shownBySex(counts, inParts.get(code) ?? new Map()),
      })),
      elsewhere: hiding && elsewhere > 0 && elsewhere < hiding.below ? 'few' : elsewhere,
      residence: [...(hiding ? hiddenCounts(kinds, total(all), own.has('total'), hiding.below) : kinds)].map(([kind, count]) => ({
        residence: kind,
        total: count,
      })),
      pyramid: hiding ? shownBands(bands, all, own, hiding.below) : bands,
      months: toMonths(monthly, month, hiding?.below ?? 0),
      freshness: await freshnessOf(platform, division),
      isHere: isHere(platform, division),
      ...(hiding ? { smallCells: hiding } : {}),
      asOf: platform.clock.now().toISOString(),
    };
  },
});

const total = ({ male, female, other }: BySex): number => male + female + other;

const sum = (all: readonly BySex[]): BySex => ({
  male: all.reduce((some, { male }) => some + male, 0),
  female: all.reduce((some, { female }) => some + female, 0),
  other: all.reduce((some, { other }) => some + other, 0),
});

/** @param below months with fewer, but some, do not tell how many */
function toMonths(
  monthly: readonly { month: number; measure: string; amount: number }[],
  last: number,
  below: number,
): MonthCount[] {
  const of = (month: number, measure: string) =>
    monthly.filter((one) => one.month === month && one.measure === measure).reduce((some, { amount }) => some + amount, 0);
  return Array.from({ length: MONTHS_SHOWN }, (_, at) => last - MONTHS_SHOWN + 1 + at).map((month) => ({
    month: toMonth(month),
    ...shownMonth(
      {
        births: of(month, 'births'),
        deaths: of(month, 'dead'),
        movedIn: of(month, 'moved-in'),
        movedOut: of(month, 'moved-out'),
      },
      below,
    ),
  }));
}

/** GET /api/population/quality */
export const qualityOperation = operation({
  method: 'GET',
  path: '/population/quality',
  title: 'Residents whose data break a rule of quality, by rule and part of a division',
  needs: { right: 'statistics.read', purpose: 'HOPERAT' },
  input: z.object({ division: aDivision.optional() }),
  async run({ input, platform, subject }): Promise<PopulationQuality> {
    const top = widest(platform, subject);
    const division = within(top, input.division ?? top);
    const hiding = smallCellsOf(isHere(platform, division));
    const { living, countOf, parts } = await shownFaults(platform, division, hiding === undefined);
    const nameOf = await namesFor(platform, [...parts.map((part) => part.division), ...pathUp(division, top)]);
    return {
      division,
      ...nameOf(division),
      path: pathDown(division, top, nameOf),
      version: QUALITY_VERSION,
      living,
      rules: qualityRules.map(({ code, name, severity }) => ({
        ...{ rule: code, name, severity, count: countOf(code) },
        parts: parts
          .filter(({ rule }) => rule === code)
          .map(({ division: part, count }) => ({ division: part, ...nameOf(part), count })),
      })),
      isHere: isHere(platform, division),
      ...(hiding ? { smallCells: hiding } : {}),
      freshness: await freshnessOf(platform, division),
      asOf: platform.clock.now().toISOString(),
    };
  },
});

/** GET /api/population/residents */
export const countedOperation = operation({
  method: 'GET',
  path: '/population/residents',
  title: 'Residents behind a count: of a division, by sex, age, residence or a rule of quality that their data break',
  needs: { right: 'resident.read', purpose: 'HOPERAT' },
  input: z.object({
    division: aDivision.optional(),
    rule: z.enum(qualityRules.map(({ code }) => code)).optional(),
    sex: z.enum(['male', 'female', 'other', 'unknown']).optional(),
    residence: z.enum(residences).optional(),
    age: z.coerce.number().int().min(0).max(100).multipleOf(5).optional().describe('First year of a band of five; 100 is open'),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  }),
  async run({ input: { division, age, count, cursor, ...rest }, platform, subject, actor }): Promise<CountedResidentPage> {
    const top = widest(platform, subject);
    const found = await listCounted(platform.database.sql, subject.scope, {
      ...rest,
      division: within(top, division ?? top),
      born: age === undefined ? undefined : bornAt(age, monthOf(chinaDay(platform.clock.now()))),
      after: readAfter(cursor),
      limit: count + 1,
    });
    const shown = found.slice(0, count);
    const places = await placeNames(
      platform.database.sql,
      shown.map((one) => one.division),
    );
    const items = shown.map((one) => {
      const divisionName = places.get(one.division);
      return divisionName ? { ...one, divisionName } : one;
    });
    const last = found.length > count ? items.at(-1) : undefined;
    const acts = items.map(({ id }) => ({
      action: 'search' as const,
      what: 'Patient',
      count: 1,
      resident: id,
      place: platform.settings.division,
    }));
    await platform.audit.record(actor, acts);
    return { items, ...(last ? { next: `${last.division} ${last.id}` } : {}) };
  },
});

/** Months of birth of those who are in a band of five years at the end of a month. */
const bornAt = (age: number, month: number) => ({ from: age === 100 ? 0 : month - (age + 5) * 12 + 1, to: month - age * 12 });

/** @throws Problem parameter-invalid */
function readAfter(cursor: string | undefined): { division: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, division, id] = /^(\d{6,12}) ([A-Za-z0-9.-]{1,64})$/.exec(cursor) ?? [];
  if (!division || !id) throw new Problem('parameter-invalid', 'The page link is damaged', { at: 'cursor' });
  return { division, id };
}

/** Of this platform now; of those below as of when they said so. */
async function freshnessOf({ database, settings, clock }: Platform, division: string): Promise<PlatformFreshness[]> {
  const heard = await listHeard(database.sql, division.slice(0, 6));
  const nameOf = await namesFor(
    { database },
    heard.map(({ home }) => home),
  );
  return heard.map(({ home, asOf }) => ({
    home,
    ...nameOf(home),
    asOf: (home === settings.division ? clock.now() : asOf).toISOString(),
  }));
}
