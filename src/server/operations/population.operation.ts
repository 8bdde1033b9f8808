import { z } from 'zod';
import { askStatistics, listHeard, monthOf, pathUp, startOf, toMonth } from '../../databases/population/index.ts';
import type { BySex, DivisionCount, MonthCount, PopulationStatistics } from '../../databases/population/statistics/contract.ts';
import { type Bilingual, chinaDay, Problem } from '../../kernel/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { findDivision } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';

const MONTHS_SHOWN = 24;
export const aDivision = z.string().regex(/^\d{6}(?:\d{3})?(?:\d{3})?$/, 'a division has 6, 9 or 12 digits');

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
    const own = platform.settings.division;
    const all = sum(bands);
    const listed = [...parts].map(([code, counts]) => toCount(code, counts)).filter(({ total }) => total !== 0);
    return {
      ...toCount(division, all),
      path: pathUp(division, top)
        .reverse()
        .map((code) => ({ division: code, ...nameOf(code) })),
      month: toMonth(month),
      parts: listed,
      elsewhere: total(all) - listed.reduce((some, one) => some + one.total, 0),
      residence: [...residence].map(([kind, count]) => ({ residence: kind, total: count })).filter((one) => one.total !== 0),
      pyramid: bands,
      months: toMonths(monthly, month),
      freshness: (await listHeard(platform.database.sql, division.slice(0, 6))).map(({ home, asOf }) => ({
        home,
        ...nameOf(home),
        asOf: (home === own ? platform.clock.now() : asOf).toISOString(),
      })),
      isHere: division.startsWith(startOf(own)) && findDivision(own)?.level === 'county',
      asOf: platform.clock.now().toISOString(),
    };
  },
});

/** The widest division whose counts the account may see: its place, as far as this platform reaches. */
export function widest({ settings }: Pick<Platform, 'settings'>, { place }: Pick<Subject, 'place'>): string {
  return startOf(place).startsWith(startOf(settings.division)) ? place : settings.division;
}

/** @throws Problem right-missing for what does not lie in it */
export function within(top: string, division: string): string {
  if (division === top || pathUp(division, top).length > 1) return division;
  throw new Problem('right-missing', 'The division lies outside of what the account may see', { at: 'division' });
}

export const nameOf = (division: string): { name?: Bilingual } => {
  const found = findDivision(division);
  return found ? { name: found.name } : {};
};

const total = ({ male, female, other }: BySex): number => male + female + other;

const toCount = (division: string, counts: BySex): DivisionCount => ({
  division,
  ...nameOf(division),
  ...{ male: counts.male, female: counts.female, other: counts.other },
  total: total(counts),
});

const sum = (all: readonly BySex[]): BySex => ({
  male: all.reduce((some, { male }) => some + male, 0),
  female: all.reduce((some, { female }) => some + female, 0),
  other: all.reduce((some, { other }) => some + other, 0),
});

function toMonths(monthly: readonly { month: number; measure: string; amount: number }[], last: number): MonthCount[] {
  const of = (month: number, measure: string) =>
    monthly.filter((one) => one.month === month && one.measure === measure).reduce((some, { amount }) => some + amount, 0);
  return Array.from({ length: MONTHS_SHOWN }, (_, at) => last - MONTHS_SHOWN + 1 + at).map((month) => ({
    month: toMonth(month),
    births: of(month, 'births'),
    deaths: of(month, 'dead'),
    movedIn: of(month, 'moved-in'),
    movedOut: of(month, 'moved-out'),
  }));
}
