import type { CodeTable } from '../code-table.ts';
import { educations } from '../educations.ts';
import { ethnicities } from '../ethnicities.ts';
import { institutionTypes } from '../institution-types.ts';
import { insuranceTypes } from '../insurance-types.ts';
import { maritalStatuses } from '../marital-statuses.ts';
import { relations } from '../relations.ts';
import { sexes } from '../sexes.ts';
import { vaccines } from '../vaccines.ts';
import {
  type CodeSystemLine,
  type NationalLine,
  nationalCodeSystem,
  nationalTable,
  r4CodeSystem,
  r4ValueSet,
  type ValueSetLine,
} from './lines.ts';
import type { BuiltIn } from './source.ts';

export const builtInTables = ['r4-code-systems', 'r4-value-sets', 'national-code-systems'] as const;
export type BuiltInTable = (typeof builtInTables)[number];

/** Text of one of the tables, as tools/make-terminology.mjs writes it. */
export type LoadTable = (table: BuiltInTable) => string;

/** Code tables of the program itself, by the ids they have as resources. */
const own: Readonly<Record<string, { readonly table: CodeTable; readonly title: readonly [zh: string, en: string] }>> = {
  'GBT2261.1-sex': { table: sexes, title: ['性别代码', 'Sex'] },
  'GBT2261.2-marital': { table: maritalStatuses, title: ['婚姻状况代码', 'Marital status'] },
  'GBT3304-ethnicity': { table: ethnicities, title: ['民族代码', 'Ethnicity'] },
  'GBT4658-education': { table: educations, title: ['学历代码', 'Education'] },
  'GBT4761-relation': { table: relations, title: ['家庭关系代码', 'Family relation'] },
  'WS218-institution-type': { table: institutionTypes, title: ['卫生机构（组织）类别代码', 'Health institution type'] },
  'CV02.01.204': { table: insuranceTypes, title: ['医疗保险类别代码', 'Medical insurance type'] },
  'CV08.50.001': { table: vaccines, title: ['疫苗名称代码', 'Name of vaccine'] },
};

/** Everything that comes with the program, R4's and national, sorted by id. */
export function readBuiltIns(load: LoadTable): readonly BuiltIn[] {
  const codeSystems: readonly CodeSystemLine[] = JSON.parse(load('r4-code-systems'));
  const valueSets: readonly ValueSetLine[] = JSON.parse(load('r4-value-sets'));
  const national: readonly NationalLine[] = JSON.parse(load('national-code-systems'));
  const lines = [...national, ...Object.entries(own).map(([id, { table, title }]) => toLine(id, table, title))];
  const all = [...codeSystems.map(r4CodeSystem), ...valueSets.map(r4ValueSet), ...lines.flatMap(nationalCodeSystem)];
  return all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** The national code tables by their names in the standards, such as `CV05.10.012`. */
export function readNationalTables(load: LoadTable): ReadonlyMap<string, CodeTable> {
  const national: readonly NationalLine[] = JSON.parse(load('national-code-systems'));
  const tables = Object.entries(own).map(([id, { table }]) => [id, table] as const);
  return new Map([...national.map((line) => [line[0], nationalTable(line)] as const), ...tables]);
}

function toLine(
  id: string,
  { system, version, standard, grouping, all }: CodeTable,
  [zh, en]: readonly [string, string],
): NationalLine {
  const concepts = all.map(({ code, name }) =>
    name.en === name.zh ? ([code, name.zh] as const) : ([code, name.zh, { en: name.en }] as const),
  );
  return [id, system, version, standard, zh, en, grouping ?? null, concepts];
}
