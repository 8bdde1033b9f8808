import type { Bilingual } from '../../../kernel/index.ts';
import type { DiseaseClass } from './contract.ts';
import { diseaseRows } from './disease-list.ts';
import type { DiseaseRow } from './disease-row.ts';

/** A disease, or a form of one, as it is on a day. */
export interface Disease {
  readonly code: string;
  /** Its own code, of a form that of the disease. */
  readonly family: string;
  readonly name: Bilingual;
  readonly class: DiseaseClass;
  readonly managedAs: DiseaseClass;
  /** Within which the card is due after the diagnosis. */
  readonly deadlineHours: 2 | 24;
  readonly icd10: readonly string[];
  readonly episodeDays: number;
  readonly incubationDays: number;
  readonly cluster: { readonly cases: number; readonly days: number; readonly national: boolean } | undefined;
  readonly sensitive: boolean;
}

const EPISODE_DAYS = 60;
const INCUBATION_DAYS = 14;
const byCode = new Map(diseaseRows.map((row) => [row.code, row]));
const familyOf = (row: DiseaseRow): DiseaseRow => (row.of === undefined ? row : (byCode.get(row.of) ?? row));

/** Codes of all diseases and their forms, in the order of the law, those that are no more included. */
export const diseaseCodes: readonly string[] = diseaseRows.map(({ code }) => code);

/**
 * A disease by its code as the list was on a day.
 * @param on YYYY-MM-DD
 * @returns undefined where there is none, or it was not notifiable then
 */
export function findDisease(code: string, on: string): Disease | undefined {
  const row = byCode.get(code);
  if (!row) return undefined;
  const family = familyOf(row);
  const legal = family.class;
  if (!legal || !isValid(family, on) || !isValid(row, on)) return undefined;
  const managedAs = [row, family].flatMap(({ managed = [] }) => managed).find((one) => isValid(one, on))?.as ?? legal;
  const cluster = row.cluster ?? family.cluster;
  const isForm = row !== family;
  return {
    code,
    family: family.code,
    name:
      isForm && isFormName(row) ? { zh: `${family.zh}（${row.zh}）`, en: `${family.en}: ${row.en}` } : { zh: row.zh, en: row.en },
    class: legal,
    managedAs,
    deadlineHours: managedAs === 'A' ? 2 : 24,
    icd10: row.icd10 ?? [],
    episodeDays: row.episodeDays ?? family.episodeDays ?? EPISODE_DAYS,
    incubationDays: row.incubationDays ?? family.incubationDays ?? INCUBATION_DAYS,
    cluster: cluster && {
      cases: cluster[0],
      days: cluster[1],
      national: (row.cluster ? row.national : (row.national ?? family.national)) === true,
    },
    sensitive: family.sensitive === true,
  };
}

/** Names of forms that do not name the disease. */
const isFormName = ({ of }: DiseaseRow): boolean =>
  of === 'novel-influenza' || of === 'pulmonary-tuberculosis' || of === 'malaria';

const isValid = ({ from = '', until = '9999' }: { readonly from?: string; readonly until?: string }, on: string): boolean =>
  from <= on && on <= until;

/** What is notifiable on a day, in the order of the law. */
export const diseasesOn = (on: string): readonly Disease[] => diseaseCodes.flatMap((code) => findDisease(code, on) ?? []);

/**
 * The disease that a code of ICD-10 tells, as of a day; the longest prefix decides, a form before its disease.
 * @returns undefined where it is not notifiable
 */
export function diseaseOfIcd10(icd10: string, on: string): Disease | undefined {
  const code = icd10.trim().toUpperCase();
  const found = diseasesOn(on).flatMap((disease) =>
    disease.icd10.filter((prefix) => code.startsWith(prefix)).map((prefix) => ({ disease, length: prefix.length })),
  );
  return found.toSorted(
    (a, b) => b.length - a.length || Number(b.disease.code !== b.disease.family) - Number(a.disease.code !== a.disease.family),
  )[0]?.disease;
}
