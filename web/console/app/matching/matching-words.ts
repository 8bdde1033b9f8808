import { useTranslation } from 'react-i18next';
import type { Registration } from '../../../../src/databases/population/linking/contract.ts';
import { ageInWords, localDay } from '../../../fhir/words/age.ts';
import { formatNumber } from '../../../ui/format.ts';
import { useLanguage } from '../../../ui/language.ts';
import type { zh } from './zh.ts';

type Key = keyof typeof zh;
/** Enough of somebody not to take one for another. */
export type Who = Pick<Registration, 'name' | 'sex' | 'birthDate' | 'identityNumberMasked'>;

/** From here on odds are told as "more than". */
const MOST_ODDS_BITS = 20;

/** What matching says, in words: a code that the console has no word for stands as it is. */
export function useMatchingWords() {
  const { t, i18n } = useTranslation('matching');
  const language = useLanguage();
  const say = (key: string, code: string): string => (i18n.exists(key, { ns: 'matching' }) ? t(key as Key as 'name') : code);
  return {
    field: (code: string) => say(`field_${code}`, code),
    level: (code: string) => say(`level_${code}`, code),
    reason: (code: string) => say(`reason_${code}`, code),
    conflict: (code: string) => say(`conflict_${code}`, code),
    contradiction: (code: string) => say(`contradiction_${code}`, code),
    /** What a score means, as odds. */
    odds: (bits: number) => {
      if (Math.abs(bits) < 0.5) return t('oddsEven');
      if (Math.abs(bits) >= MOST_ODDS_BITS) return bits > 0 ? t('oddsForMany') : t('oddsAgainstMany');
      const odds = formatNumber(roughly(2 ** Math.abs(bits)), language);
      return bits > 0 ? t('oddsFor', { odds }) : t('oddsAgainst', { odds });
    },
    model: (version: number) => (version === 0 ? t('builtIn') : t('modelVersion', { version })),
    /** Name, sex, age and last four digits. */
    who: ({ name, sex, birthDate, identityNumberMasked }: Who) =>
      t('who', {
        name,
        sex: t(sex),
        age: ageInWords(birthDate, localDay(new Date()), language) ?? t('noAge'),
        last: identityNumberMasked?.slice(-4) ?? t('noNumber'),
      }),
  };
}

/** Two significant digits: odds are not known better. */
const roughly = (odds: number): number => (odds < 10 ? Math.round(odds * 10) / 10 : Number(odds.toPrecision(2)));

/** `+3.25`, `−1.5`: bits with their sign, to a hundredth. */
export function signedBits(bits: number): string {
  const text = Math.abs(bits).toFixed(2);
  return bits < 0 ? `−${text}` : `+${text}`;
}
