import { z } from 'zod';
import { freshAt } from '../../chronicle/index.ts';
import {
  askFigures,
  type CountedPage,
  type Freshness,
  type IndicatorFigures,
  type MeasureView,
  type Note,
  type Period,
  type PlatformFigures,
  parsePeriod,
  residentsOf,
  targetsOf,
} from '../../indicators/index.ts';
import { type Bilingual, Problem } from '../../kernel/index.ts';
import { dayNumber, dayText } from '../../life-course/index.ts';
import { divisionNames, institutionNames } from '../../platform/directory/index.ts';
import { smallCells } from '../../platform/sync/index.ts';
import { pathUp, startOf } from '../../standards/index.ts';
import { listHeard } from '../../tally/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { isHere, namesFor, pathDown, widest, within } from './division-seen.ts';
import { shownFigures } from './shown-figures.ts';

const aCode = z.string().max(80);
const aDivision = z.string().regex(/^\d{6}(?:\d{3}(?:\d{3})?)?$/);

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
    division: aDivision.optional().describe('6, 9 or 12 digits; the widest that the account may see where left out'),
    by: z.enum(['all', 'division', 'institution', 'sex', 'age', 'period']).default('all'),
    measure: aCode.optional(),
    programme: aCode.optional(),
    asOf: z.iso.date().optional().describe('As known at the end of this day'),
  }),
  async run({ input, platform, subject }): Promise<IndicatorFigures> {
    const { today } = platform.programmes;
    const period = periodOf(input.period ?? dayText(today()).slice(0, 4));
    const asOf = Math.min(today(), input.asOf === undefined ? today() : dayNumber(input.asOf));
    const top = widest(platform, subject);
    const division = within(top, input.division ?? top);
    const kept = await platform.programmes.indicators.kept();
    const measures = measureViews(platform, await targetsIn(platform, period)).filter(
      ({ code, programme }) =>
        (input.measure === undefined || code === input.measure) &&
        (input.programme === undefined || programme === input.programme),
    );
    const question = {
      ...{ division, by: input.by, asOf },
      measures: measures.map(({ code }) => code),
      periods:
        input.by === 'period' ? kept.filter(({ code }) => isAlike(code, period.code)).map(({ code }) => code) : [period.code],
    };
    const figures = await askFigures(platform.database, subject.scope, question);
    const hiding = isHere(platform, division) ? undefined : smallCells;
    const platforms = await platformsIn(platform, division);
    const keys = [...new Set(figures.map(({ key }) => key))];
    const nameOf = await namesFor(platform, pathUp(division, top));
    return {
      ...{ measures, division, period: period.code, asOf: dayText(asOf), platforms },
      figures: hiding ? await shownFigures(platform, question, figures) : figures.map(({ period: _, ...one }) => one),
      from: dayText(period.from),
      until: dayText(period.until),
      isKept: kept.some(({ code }) => code === period.code),
      kept: kept.map(({ code }) => code),
      path: pathDown(division, top, nameOf),
      isHere: isHere(platform, division),
      consoles: input.by === 'division' ? consolesOf(platform, keys) : {},
      ...(hiding ? { smallCells: hiding } : {}),
      names: await namesOf(platform, input.by, keys),
      freshness: together(platforms, platform.clock.now()),
    };
  },
});

/** Whether two periods are of one kind: years, quarters, months, or any days. */
const isAlike = (one: string, other: string): boolean => kindOf(one) === kindOf(other);
const kindOf = (code: string): string => (code.includes('..') ? 'days' : code.replaceAll(/\d/g, '0'));

/** Targets that this platform set for the year in which a period lies; across years there is none. */
async function targetsIn({ database }: Platform, period: Period): Promise<ReadonlyMap<string, number>> {
  const [from, until] = [dayText(period.from).slice(0, 4), dayText(period.until).slice(0, 4)];
  return from === until ? targetsOf(database.sql, Number(from)) : new Map();
}

/** Measures of the platform; what it set as a target itself goes before the target of the definition. */
export function measureViews(
  { programmes: { book, indicators } }: Platform,
  targets: ReadonlyMap<string, number> = new Map(),
): MeasureView[] {
  const programmeOf = new Map(book.programmes.flatMap(({ code, measures }) => measures.map((one) => [one.code, code] as const)));
  const ofResidents = indicators.measures.map(({ code, title, denominatorTitle, numeratorTitle, source, better, target }) => ({
    ...{ code, title, denominatorTitle, numeratorTitle, source, better, programme: programmeOf.get(code) ?? '' },
    ...(target === undefined ? {} : { target }),
  }));
  const all = [...ofResidents, ...indicators.events.map(({ count: _, ...view }) => ({ ...view, isOfEvents: true as const }))];
  return all.map((view) => {
    const target = targets.get(view.code);
    return target === undefined ? view : { ...view, target };
  });
}

async function namesOf(platform: Platform, by: string, keys: readonly string[]): Promise<Record<string, Bilingual>> {
  if (by === 'division') return Object.fromEntries(await divisionNames(platform.database.sql, keys));
  return by === 'institution' ? Object.fromEntries(await institutionNames(platform.database.sql, keys)) : {};
}

/** Where the residents of the parts are: the console of their platform decides who may see them, and keeps who did. */
const consolesOf = ({ directory, settings }: Platform, divisions: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    divisions.flatMap((division) => {
      const url = division === settings.division ? undefined : directory.find(division)?.url;
      return url === undefined ? [] : [[division, url]];
    }),
  );

/** Of this platform as it is now; of those below as of when they said so. */
async function platformsIn(platform: Platform, division: string): Promise<PlatformFigures[]> {
  const { database, settings, clock, programmes } = platform;
  const heard = await listHeard(database.sql, programmes.indicators.tally, startOf(division).slice(0, 6));
  const own = isHere(platform, division)
    ? [{ home: settings.division, asOf: await freshAt(database.sql, clock.now()), note: await ownNote(platform) }]
    : [];
  const others = heard
    .filter(({ home }) => home !== settings.division)
    .map(({ home, asOf, note }) => ({ home, asOf, note: aNote.safeParse(JSON.parse(note ?? 'null')).data ?? UNSAID }));
  const nameOf = await namesFor(
    platform,
    [...own, ...others].map(({ home }) => home),
  );
  return [...own, ...others].map(({ home, asOf, note }) => ({
    ...{ home, ...nameOf(home), asOf: asOf.toISOString(), completeness: note.completeness },
    differing: Object.keys(programmes.versions).filter((code) => note.versions[code] !== programmes.versions[code]),
  }));
}

const aNote = z.object({ completeness: z.number(), versions: z.record(z.string(), z.string()) });
const UNSAID: Note = { completeness: 0, versions: {} };

const ownNote = async ({ programmes }: Platform): Promise<Note> => ({
  completeness: await programmes.completeness(),
  versions: programmes.versions,
});

const together = (platforms: readonly PlatformFigures[], now: Date): Freshness => ({
  asOf: platforms.map(({ asOf }) => asOf).toSorted()[0] ?? now.toISOString(),
  completeness: Math.min(1, ...platforms.map(({ completeness }) => completeness)),
});

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
    age: z.coerce.number().int().min(-1).max(200).optional().describe('First year of a group of five; -1 unknown'),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<CountedPage> {
    const measure = measureViews(platform).find(({ code, isOfEvents }) => code === input.code && isOfEvents !== true);
    const restricted = platform.programmes.book.programmes.some(
      ({ code, restricted: is }) => is === true && code === measure?.programme,
    );
    if (!measure || (restricted && !subject.rights.includes('programme.restricted')))
      throw new Problem('programme-unknown', 'No such indicator here', { at: 'code' });
    const [after = ''] = decodeCursor(input.cursor, z.tuple([anId])) ?? [];
    const rows = await residentsOf(platform.database.sql, subject.scope, {
      ...{ measure: measure.code, period: periodOf(input.period).code, count: input.count, after },
      division: startOf(input.division ?? platform.settings.division),
      numerator: input.numerator === undefined ? undefined : input.numerator === 'true',
      institution: input.institution,
      sex: input.sex,
      age: input.age,
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
    const names = await institutionNames(platform.database.sql, [...new Set(rows.map(({ institution }) => institution))]);
    return {
      measure: measure.code,
      items: rows.map(({ birthDate, institution, ...row }) => {
        const institutionName = names.get(institution);
        return {
          ...row,
          ...(birthDate === null ? {} : { birthDate }),
          ...(institution === '' ? {} : { institution }),
          ...(institutionName ? { institutionName } : {}),
        };
      }),
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
    platform.background.wake();
  },
});

/** Operations of indicators. */
export const indicatorOperations = [figuresOperation, openPeriodOperation, countedResidentsOperation] as const;
