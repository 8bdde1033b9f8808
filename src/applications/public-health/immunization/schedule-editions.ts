import type { Content, ContentKind } from '../../../definitions/index.ts';
import type { Fault } from '../../../kernel/index.ts';
import { compileSchedule } from './forecast/compile.ts';
import { forecast } from './forecast/forecast.ts';
import { nationalSchedule } from './schedules/national.ts';
import { faultsInShape, isEdition } from './schedules/read-edition.ts';
import type { Edition, Schedule } from './schedules/rules.ts';

const CODE = 'immunization-schedule';
const MOST_FAULTS = 100;

const toContent = (edition: Edition): Content => ({
  code: CODE,
  version: edition.id,
  ...{ title: edition.title, source: edition.source, valid: { from: edition.from } },
  parts: edition.series.map((series) => ({ ...series, code: series.id })),
  value: edition,
});

/** Editions of the immunisation schedule, which a platform can publish to all below. */
export const immunizationSchedule: ContentKind = {
  code: CODE,
  builtIn: nationalSchedule.editions.map(toContent),
  read(value) {
    const inShape = faultsInShape(value).map(({ at, text }) => aFault(at, text, text));
    if (!isEdition(value)) return { faults: inShape.slice(0, MOST_FAULTS) };
    const faults = [...faultsOfReferences(value), ...cannotRun(value)];
    return faults.length > 0 ? { faults } : { content: toContent(value) };
  },
};

/** The schedule with these editions instead of those that come with the program. */
export const withEditions = (contents: readonly Content[]): Schedule => ({
  ...nationalSchedule,
  editions: contents.flatMap(({ code, value }) => (code === CODE && isEdition(value) ? [value] : [])),
});

const aFault = (at: string, zh: string, en: string): Fault => ({ at, kind: 'impossible', text: { zh, en } });

/** Names that stand twice, or lead nowhere. */
function faultsOfReferences({ series }: Edition): readonly Fault[] {
  const ids = series.map(({ id }) => id);
  return series.flatMap((one, index) => {
    const at = `/series/${index}`;
    const doses = [...one.tracks, ...(one.exception ? [one.exception.track] : [])];
    const numbers = new Set(doses.flatMap((track) => track.doses.map(({ number }) => number)));
    const twice =
      ids.indexOf(one.id) < index ? [aFault(`${at}/id`, '系列代码重复', 'A series of this code is there already')] : [];
    const nowhere =
      one.follows && !ids.includes(one.follows.series)
        ? [aFault(`${at}/follows/series`, '没有此系列', 'There is no such series')]
        : [];
    const unnumbered = one.tracks.flatMap((track, t) =>
      track.doses.flatMap((dose, d) =>
        Object.keys(dose.after ?? {})
          .filter((number) => !numbers.has(Number(number)))
          .map((number) =>
            aFault(`${at}/tracks/${t}/doses/${d}/after/${number}`, '没有此剂次', 'There is no dose of this number'),
          ),
      ),
    );
    return [...twice, ...nowhere, ...unnumbered];
  });
}

/** Years of age at which a child is tried, with and without a dose. */
const TRIED = [0, 1, 2, 4, 7, 13];

/** A last look: what the forecast cannot work by is refused with its reason. */
function cannotRun(edition: Edition): readonly Fault[] {
  try {
    const others = nationalSchedule.editions.filter(({ id }) => id !== edition.id);
    const schedule = compileSchedule({ ...nationalSchedule, editions: [...others, edition] });
    const year = Number(edition.from.slice(0, 4));
    for (const age of TRIED)
      for (const sex of ['female', 'male'] as const) {
        const birthDate = `${year - age}-01-01`;
        const on = `${year + 1}-01-02`;
        forecast({ birthDate, sex }, [], [], on, schedule);
        forecast({ birthDate, sex }, [{ vaccine: 'MMR', date: on }], [], on, schedule);
      }
    return [];
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : '';
    return [aFault('', `无法执行：${text}`, `It cannot be run: ${text}`)];
  }
}
