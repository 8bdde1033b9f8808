import type { Bilingual } from '../../kernel/index.ts';
import { findDivision, levelOf, upperOf } from '../../standards/index.ts';
import { creditCodesOf } from './people/institutions.ts';

/** The sample network: one nation, two provinces, each with a prefecture and one or two counties; upper platforms first. */
export const sampleDivisions = ['000000', '350000', '350100', '350102', '350181', '510000', '510100', '510104'] as const;

export const SAMPLE_RESIDENTS = 2000;
export const SAMPLE_SEED = 'minkang-sample-1';
/** The generated histories end here; the sample is the same whenever it is made. */
export const SAMPLE_TODAY = '2026-11-01';
/** Of every sample account. It opens generated data on the own machine, nothing else. */
const SAMPLE_PASSWORD = 'minkang-sample';

export interface SampleAccount {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly place: string;
  readonly name: Bilingual;
  readonly institution?: Bilingual;
  /** Credit codes of the institutions at which it works. */
  readonly workplaces: readonly string[];
}

const staff: readonly { username: string; role: string; name: Bilingual; levels: readonly string[] }[] = [
  { username: 'doctor', role: 'doctor', name: { zh: '陈静', en: 'Chen Jing' }, levels: ['province', 'prefecture', 'county'] },
  { username: 'village', role: 'village-doctor', name: { zh: '林建国', en: 'Lin Jianguo' }, levels: ['county'] },
  { username: 'public-health', role: 'public-health-worker', name: { zh: '王丽', en: 'Wang Li' }, levels: ['county'] },
  {
    username: 'epidemiologist',
    role: 'epidemiologist',
    name: { zh: '吴凡', en: 'Wu Fan' },
    levels: ['nation', 'province', 'prefecture', 'county'],
  },
  { username: 'registrar', role: 'registrar', name: { zh: '刘洋', en: 'Liu Yang' }, levels: ['county'] },
  {
    username: 'statistician',
    role: 'statistician',
    name: { zh: '黄敏', en: 'Huang Min' },
    levels: ['province', 'prefecture', 'county'],
  },
  {
    username: 'authority',
    role: 'health-authority',
    name: { zh: '张伟', en: 'Zhang Wei' },
    levels: ['nation', 'province', 'prefecture', 'county'],
  },
  {
    username: 'admin',
    role: 'system-administrator',
    name: { zh: '李强', en: 'Li Qiang' },
    levels: ['nation', 'province', 'prefecture', 'county'],
  },
  {
    username: 'auditor',
    role: 'audit-administrator',
    name: { zh: '赵敏', en: 'Zhao Min' },
    levels: ['nation', 'province', 'prefecture', 'county'],
  },
];

/** Who can sign in at a platform of the sample. The village doctor sees one township, everybody else the whole division. */
export function sampleAccounts(division: string): SampleAccount[] {
  return staff
    .filter(({ levels }) => levels.includes(levelOf(division)))
    .map(({ username, role, name }) => ({
      username,
      password: SAMPLE_PASSWORD,
      role,
      name,
      place: role === 'village-doctor' ? `${division}001` : division,
      workplaces: levelOf(division) === 'county' ? workplacesOf(role, division) : [],
    }));
}

/** A county's doctor and public-health worker work at all that vaccinate, the village doctor at those of the township. */
function workplacesOf(role: string, division: string): readonly string[] {
  if (role === 'doctor' || role === 'public-health-worker')
    return creditCodesOf(division, ['hospital', 'maternal', 'community', 'village']);
  return role === 'village-doctor' ? creditCodesOf(division, ['community', 'village'], `${division}001`) : [];
}

export interface SampleDivision {
  readonly division: string;
  readonly name: Bilingual;
  readonly level: ReturnType<typeof levelOf>;
  readonly upper: string | undefined;
}

export function describeSample(division: string): SampleDivision {
  const found = findDivision(division);
  if (!found) throw new Error(`${division} is no division`);
  return { division, name: found.name, level: levelOf(division), upper: upperOf(division) };
}
