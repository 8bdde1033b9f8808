import { z } from 'zod';
import {
  askFigures,
  type CountedPage,
  type IndicatorFigures,
  type MeasureView,
  type Period,
  parsePeriod,
  residentsOf,
} from '../../indicators/index.ts';
import { type Bilingual, Problem } from '../../kernel/index.ts';
import { dayNumber, dayText } from '../../life-course/index.ts';
import { divisionNames } from '../../platform/directory/index.ts';
import { readFeedEnd, readPosition } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const aCode = z.string().max(80);
const aDivision = z.string().regex(/^\d{6}(?:\d{3}(?:\d{3})?)?$/);

/** With what the codes of a division begin: 350102 as it is, 350100 as 3501. */
const prefixOf = (division: string): string => (division.length > 6 ? division : division.replace(/(?:00)+$/, ''));

/** @throws Problem parameter-invalid */
function periodOf(text: string): Period {
  const period = parsePeriod(text);
  if (!period)
    throw new Problem('parameter-invalid', 'A year, a quarter such as 2026-Q3, a month or two days with .. between', {
      at: 'period',
    });
  return period;
}

/** GET /api/indicators */
const figuresOperation = operation({
  method: 'GET',
  path: '/indicators',
  title: 'Figures of indicators for a period, by division, institution, sex or age, as known on a day',
  needs: { right: 'statistics.read', purpose: 'PUBHLTH' },
  input: z.object({
    period: z.string().max(30).optional().describe('2026, 2026-Q3, 2026-07 or 2026-03-01..2026-05-31; this year where left out'),
    division: aDivision.optional().describe('6, 9 or 12 digits; that of the platform where left out'),
    by: z.enum(['all', 'division', 'institution', 'sex', 'age']).default('all'),
    measure: aCode.optional(),
    asOf: z.iso.date().optional().describe('As known at the end of this day'),
  }),
  async run({ input, platform, subject }): Promise<IndicatorFigures> {
    const { indicators, today } = platform.programmes;
    const period = periodOf(input.period ?? dayText(today()).slice(0, 4));
    const asOf = Math.min(today(), input.asOf === undefined ? today() : dayNumber(input.asOf));
    const division = input.division ?? platform.settings.division;
    const measures = measureViews(platform).filter(({ code }) => input.measure === undefined || code === input.measure);
    const figures = await askFigures(platform.database, subject.scope, {
      ...{ period: period.code, division: prefixOf(division), by: input.by, asOf },
      measures: measures.map(({ code }) => code),
    });
    return {
      ...{ measures, figures, division, period: period.code, asOf: dayText(asOf) },
      from: dayText(period.from),
      until: dayText(period.until),
      isKept: await indicators.isKept(period),
      names: await namesOf(
        platform,
        input.by,
        figures.map(({ key }) => key),
      ),
      freshness: { asOf: await freshAt(platform), completeness: await platform.programmes.completeness() },
    };
  },
});

function measureViews({ programmes: { book, indicators } }: Platform): MeasureView[] {
  const programmeOf = new Map(book.programmes.flatMap(({ code, measures }) => measures.map((one) => [one.code, code] as const)));
  return indicators.measures.map(({ code, title, denominatorTitle, numeratorTitle, source, better, target }) => ({
    ...{ code, title, denominatorTitle, numeratorTitle, source, better, programme: programmeOf.get(code) ?? '' },
    ...(target === undefined ? {} : { target }),
  }));
}

async function namesOf(platform: Platform, by: string, keys: readonly string[]): Promise<Record<string, Bilingual>> {
  if (by !== 'division') return {};
  return Object.fromEntries(await divisionNames(platform.database.sql, [...new Set(keys)]));
}

/** Now, where all that was written is counted; else the instant of the last change that is. */
async function freshAt({ database: { sql }, clock }: Platform): Promise<string> {
  const [end, position] = await Promise.all([readFeedEnd(sql), readPosition(sql, 'chronicle')]);
  if (end.xid === position.xid && end.position === position.position) return clock.now().toISOString();
  const [row] = await sql<{ at: Date | null }[]>`
    select at from store.change where (xid, position) <= (${position.xid}::xid8, ${position.position}) order by xid desc, position desc limit 1`;
  return (row?.at ?? new Date(0)).toISOString();
}

const anId = z.string().max(64);

/** GET /api/indicators/:code/residents */
const countedResidentsOperation = operation({
  method: 'GET',
  path: '/indicators/:code/residents',
  title: 'Whom a figure is made of',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({
    code: aCode,
    period: z.string().max(30),
    division: aDivision.optional(),
    numerator: z.enum(['true', 'false']).optional().describe('In the numerator, or in the denominator alone'),
    institution: anId.optional(),
    sex: z.string().max(20).optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<CountedPage> {
    const measure = measureViews(platform).find(({ code }) => code === input.code);
    const restricted = platform.programmes.book.programmes.some(
      ({ code, restricted: is }) => is === true && code === measure?.programme,
    );
    if (!measure || (restricted && !subject.rights.includes('programme.restricted')))
      throw new Problem('programme-unknown', 'No such indicator here', { at: 'code' });
    const [after = ''] = decodeCursor(input.cursor, z.tuple([anId])) ?? [];
    const rows = await residentsOf(platform.database.sql, subject.scope, {
      ...{ measure: measure.code, period: periodOf(input.period).code, count: input.count, after },
      division: prefixOf(input.division ?? platform.settings.division),
      numerator: input.numerator === undefined ? undefined : input.numerator === 'true',
      institution: input.institution,
      sex: input.sex,
    });
    await platform.audit.record(
      actor,
      rows.map(({ resident }) => ({
        action: 'search',
        what: 'MeasureReport',
        count: 1,
        resident,
        place: platform.settings.division,
      })),
    );
    const last = rows.length === input.count ? rows.at(-1) : undefined;
    return {
      measure: measure.code,
      items: rows.map(({ birthDate, institution, ...row }) => ({
        ...row,
        ...(birthDate === null ? {} : { birthDate }),
        ...(institution === '' ? {} : { institution }),
      })),
      ...(last ? { next: encodeCursor([last.resident]) } : {}),
    };
  },
});

/** POST /api/indicators/periods */
const openPeriodOperation = operation({
  method: 'POST',
  path: '/indicators/periods',
  title: 'Keeps the figures of a period from now on; everybody is counted for it in the background',
  needs: { right: 'statistics.read', purpose: 'PUBHLTH' },
  input: z.object({ period: z.string().max(30) }),
  async run({ input, platform }): Promise<void> {
    await platform.programmes.indicators.open(periodOf(input.period));
  },
});

/** Operations of indicators. */
export const indicatorOperations = [figuresOperation, openPeriodOperation, countedResidentsOperation] as const;
