import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { immunizationSchedule } from '../../applications/public-health/immunization/index.ts';
import { publicHealthProgrammes } from '../../applications/public-health/index.ts';
import {
  type Composing,
  compose,
  editionReader,
  type ImportPreview,
  lookAtImport,
  publishDefinitions,
  readEditions,
  toBundle,
} from '../../definitions/index.ts';
import { chinaDay, Problem, systemClock } from '../../kernel/index.ts';
import { loadPlatforms } from '../../platform/directory/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import { recordPublication } from '../record-publication.ts';
import { StartError } from '../start-error.ts';
import { withSettings } from './settings-database.ts';

const HELP = `npx minkang definitions export FILE.json [--programme CODE]… [--settings SETTINGS]
npx minkang definitions import FILE.json --settings SETTINGS [--look] [--json]

Programmes as FHIR R4: PlanDefinition, ActivityDefinition, Questionnaire and Measure in a Bundle; editions of the immunisation
schedule (code immunization-schedule) as Library.
  export  writes those that come with the program; with --settings those by which that platform works today
  import  publishes new programmes and versions at the platform of a settings file, which may be running; each takes effect on
          the first day of its effectivePeriod, there and at all platforms below. All or nothing: what is wrong is listed
          with its place, and ends with 1
  --programme  only this one, or immunization-schedule; may be given several times
  --look       say what an import would change, and change nothing
  --json       print the answer as JSON`;

const options = {
  programme: { type: 'string', multiple: true },
  settings: { type: 'string' },
  look: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean' },
} as const;

export const definitionsCommand = {
  summary: 'export and import programmes as FHIR',
  async run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [act, file, more] = positionals;
    const isKnown = act === 'export' || (act === 'import' && values.settings !== undefined);
    if (values.help || !isKnown || file === undefined || more !== undefined) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    if (act === 'export') return exportTo(file, values.settings, values.programme);
    const preview = await importFrom(file, values.settings ?? '', values.look);
    console.log(values.json ? JSON.stringify(preview) : inWords(preview, values.look));
    return preview.faults.length > 0 ? 1 : 0;
  },
};

const isTable = (name: string): boolean => findNationalTable(name) !== undefined;

async function exportTo(file: string, settings: string | undefined, codes: readonly string[] | undefined): Promise<number> {
  const { programmes, contents } = settings === undefined ? BUILT_IN : await worksBy(settings);
  for (const code of codes ?? [])
    if (![...programmes, ...contents].some((one) => one.code === code)) throw new StartError(`There is no programme ${code}.`);
  const isChosen = ({ code }: { readonly code: string }) => codes === undefined || codes.includes(code);
  const chosen = { programmes: programmes.filter(isChosen), contents: contents.filter(isChosen) };
  try {
    writeFileSync(file, JSON.stringify(toBundle(chosen.programmes, chosen.contents), null, 1));
  } catch {
    throw new StartError(`${file} cannot be written.`);
  }
  const schedules = chosen.contents.length > 0 ? ` and ${chosen.contents.length} editions of schedules` : '';
  console.log(`${chosen.programmes.length} programmes${schedules} were written to ${file}.`);
  return 0;
}

const BUILT_IN = { programmes: publicHealthProgrammes, contents: immunizationSchedule.builtIn } as const;

const worksBy = (settings: string) =>
  withSettings(settings, async (sql, { division }) => {
    const composing = await composingOf(sql, division);
    return compose(await readEditions(sql), composing, editionReader(composing));
  });

async function composingOf(sql: Parameters<typeof loadPlatforms>[0], division: string): Promise<Composing> {
  const path = (await loadPlatforms(sql)).pathTo(division).map((one) => one.division);
  return {
    builtIn: publicHealthProgrammes,
    today: chinaDay(systemClock.now()),
    path: path.length > 0 ? path : [division],
    isTable,
    kinds: [immunizationSchedule],
  };
}

async function importFrom(file: string, settings: string, isLook: boolean): Promise<ImportPreview> {
  const bundle = readJson(file);
  return withSettings(settings, async (sql, { division }, database) => {
    const composing = await composingOf(sql, division);
    if (isLook) {
      const { faults, changes } = lookAtImport(
        bundle,
        compose(await readEditions(sql), composing, editionReader(composing)),
        composing,
      );
      return { faults, changes };
    }
    try {
      return await publishDefinitions(bundle, {
        ...{ ...composing, database, by: undefined, now: systemClock.now() },
        within: (tx, published) => recordPublication(tx, { ...COMMAND, from: division }, division, published),
      });
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.code === 'definition-invalid') return { faults: thrown.faults ?? [], changes: [] };
      throw thrown;
    }
  });
}

/** Whoever may read the settings of a platform acts in its name. */
const COMMAND = {
  ...{ id: 'command-line', name: { zh: '命令行', en: 'Command line' }, role: 'system-administrator' },
  ...{ purpose: 'HSYSADMIN', requestId: 'command-line' },
};

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StartError(`${file} cannot be read, or is not JSON.`, { cause });
  }
}

function inWords({ faults, changes }: ImportPreview, isLook: boolean): string {
  if (faults.length > 0)
    return [`Nothing was imported. ${faults.length} faults:`, ...faults.map(({ at, text }) => `  ${at}: ${text.en}`)].join('\n');
  const lines = changes.map(({ code, version, kind, valid, follows, parts }) => {
    if (kind === 'known') return `  ${code} ${version}: known already`;
    const what = kind === 'new-programme' ? 'new programme' : `new version, follows ${follows}`;
    const counts = [...Map.groupBy(parts, ({ change }) => change)].map(([change, list]) => `${list.length} parts ${change}`);
    return `  ${code} ${version}: ${what}, from ${valid.from}${valid.until ? ` to ${valid.until}` : ''}; ${counts.join(', ')}`;
  });
  return [isLook ? 'An import would change:' : 'Imported:', ...lines].join('\n');
}
