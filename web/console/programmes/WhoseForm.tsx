import { useTranslation } from 'react-i18next';
import type { ResidentData } from '../../../src/databases/population/resident-data/contract.ts';
import type { Bilingual } from '../../../src/kernel/contract.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import { useLanguage } from '../../ui/language.ts';
import type { Whose } from '../app/offline/whose.ts';

/** The same with all of it in one line. */
export interface WhoseLine extends Whose {
  readonly line: string;
}

export function useWhose({ values, documents }: ResidentData): WhoseLine {
  const { t } = useTranslation('programmes');
  const language = useLanguage();
  const { sex: given } = values;
  const sex = given === 'male' || given === 'female' || given === 'other' ? given : 'unknown';
  const name = String(values['name'] ?? '—');
  const birthDate = String(values['birthDate'] ?? '');
  const last = documents.find(({ state }) => state === 'valid')?.numberMasked.slice(-4) ?? '—';
  const age = ageInWords(birthDate || undefined, localDay(new Date()), language) ?? '—';
  return { name, sex, birthDate, last, line: t('who', { name, sex: t(sex), age, birthDate: birthDate || '—', last }) };
}

/** Stands above a form and again at its button. */
export const WhoseForm = ({ who }: { readonly who: WhoseLine }) => <p className="contact-who">{who.line}</p>;

const SEXES: Readonly<Record<Whose['sex'], string>> = { male: '男 male', female: '女 female', other: '其他 other', unknown: '' };

/** The same for a form on paper, in both languages. */
export const paperWho = ({ name, sex, birthDate, last }: Whose): readonly (readonly [Bilingual, string])[] => [
  [{ zh: '姓名', en: 'Name' }, name],
  [{ zh: '性别', en: 'Sex' }, SEXES[sex]],
  [{ zh: '出生日期', en: 'Date of birth' }, birthDate],
  [{ zh: '证件尾号', en: 'Last digits of the document' }, last],
];
