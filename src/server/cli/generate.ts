import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findDivision } from '../../standards/index.ts';
import { countyHouseholds, toTransaction } from '../sample/histories/index.ts';
import { SAMPLE_TODAY } from '../sample/plan.ts';
import { StartError } from '../start-error.ts';
import { openProgress } from './progress.ts';

const HELP = `npx minkang generate FOLDER [--division COUNTY] [--residents N] [--seed TEXT] [--today DAY] [--json]

Writes generated residents with their histories as FHIR transaction bundles, a file a household, to be imported with
"npx minkang import FOLDER --platform COUNTY". The same seed gives the same people.
  --division   county whose people they are (350102)
  --residents  how many (20)
  --seed       any text (example)
  --today      last day of their histories, YYYY-MM-DD (${SAMPLE_TODAY})`;

const options = {
  division: { type: 'string', default: '350102' },
  residents: { type: 'string', default: '20' },
  seed: { type: 'string', default: 'example' },
  today: { type: 'string', default: SAMPLE_TODAY },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const MOST_RESIDENTS = 1_000_000;

export const generateCommand = {
  summary: 'write generated residents as FHIR bundles',
  async run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [folder] = positionals;
    if (values.help || !folder) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    const plan = readPlan(values);
    const { files, resources } = await write(resolve(folder), plan);
    console.log(
      values.json
        ? JSON.stringify({ files, resources })
        : `${files} households with ${resources} resources written to ${folder}.`,
    );
    return 0;
  },
};

function readPlan({ division, residents, seed, today }: { division: string; residents: string; seed: string; today: string }) {
  if (findDivision(division)?.level !== 'county')
    throw new StartError(`--division is a county of six digits; ${division} is none.`);
  const count = Number(residents);
  if (!Number.isInteger(count) || count < 1 || count > MOST_RESIDENTS)
    throw new StartError(`--residents is a whole number from 1 to ${MOST_RESIDENTS}.`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today)))
    throw new StartError('--today is a day, YYYY-MM-DD.');
  return { division, residents: count, seed, today };
}

async function write(folder: string, plan: ReturnType<typeof readPlan>): Promise<{ files: number; resources: number }> {
  await mkdir(folder, { recursive: true });
  const progress = openProgress('residents');
  let [files, resources, residents] = [0, 0, 0];
  for (const household of countyHouseholds(plan)) {
    files += 1;
    const name = `household-${plan.division}-${String(files).padStart(5, '0')}.json`;
    await writeFile(join(folder, name), `${JSON.stringify(toTransaction(plan.division, household))}\n`);
    resources += household.length;
    residents += household.filter(({ resourceType }) => resourceType === 'Patient').length;
    progress.show(residents, plan.residents);
  }
  progress.close();
  return { files, resources };
}
