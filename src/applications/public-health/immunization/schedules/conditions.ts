import type { Bilingual } from '../../../../kernel/index.ts';
import type { VaccineId } from './vaccines.ts';

/** What forbids vaccines, or puts them off. */
export interface Condition {
  readonly name: Bilingual;
  /** `all`, `attenuated`: live in whatever way given, `named`: those that the record names; or components or vaccines. */
  readonly bars:
    | 'all'
    | 'attenuated'
    | 'named'
    | { readonly components?: readonly string[]; readonly vaccines?: readonly VaccineId[] };
  /** Codes of active diagnoses that mean it: beginnings of ICD-10, or SNOMED CT. */
  readonly codes?: readonly string[];
}

/** General rules of the 2021 edition, Ⅶ and the part on special states of health; instructions of the vaccines. */
export const conditions = {
  'acute-illness': { name: { zh: '急性疾病、发热', en: 'Acute illness, fever' }, bars: 'all' },
  immunodeficiency: {
    name: { zh: '免疫缺陷', en: 'Immunodeficiency' },
    bars: 'attenuated',
    codes: ['D80', 'D81', 'D82', 'D83', 'D84', '234532001'],
  },
  immunosuppression: { name: { zh: '免疫抑制治疗', en: 'Immunosuppressive treatment' }, bars: 'attenuated' },
  pregnancy: { name: { zh: '妊娠', en: 'Pregnancy' }, bars: 'attenuated' },
  hiv: {
    name: { zh: 'HIV感染', en: 'HIV infection' },
    codes: ['B20', 'B21', 'B22', 'B23', 'B24', 'Z21', '86406008'],
    bars: { vaccines: ['BCG', 'bOPV', 'tOPV', 'JE-L', 'HepA-L', 'Varicella', 'MMRV', 'LAIV'] },
  },
  encephalopathy: {
    name: { zh: '脑病、未控制的癫痫等神经系统疾病', en: 'Encephalopathy, uncontrolled epilepsy' },
    bars: { components: ['pertussis'] },
    codes: ['G93.4', '81308009'],
  },
  anaphylaxis: { name: { zh: '疫苗严重过敏反应', en: 'Anaphylaxis after a vaccine' }, bars: 'named' },
  other: { name: { zh: '其他禁忌', en: 'Another contraindication' }, bars: 'named' },
} as const satisfies Readonly<Record<string, Condition>>;

export type ConditionId = keyof typeof conditions;
