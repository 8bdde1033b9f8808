import type { Language } from '../../ui/language.ts';

interface Age {
  readonly years: number;
  /** Whole months since birth. */
  readonly months: number;
}

/** Age on a day; both are YYYY-MM-DD, a birth date may be shorter. */
export function ageAt(birthDate: string, day: string): Age | undefined {
  const [year = Number.NaN, month = 1, date = 1] = birthDate.split('-').map(Number);
  const [atYear = Number.NaN, atMonth = 1, atDate = 1] = day.split('-').map(Number);
  const months = (atYear - year) * 12 + (atMonth - month) - (atDate < date ? 1 : 0);
  return Number.isNaN(months) || months < 0 ? undefined : { years: Math.floor(months / 12), months };
}

/** Years, or months below the age of three, as a paediatrician counts. */
export function ageInWords(birthDate: string | undefined, day: string, language: Language): string | undefined {
  const age = birthDate ? ageAt(birthDate, day) : undefined;
  if (!age) return undefined;
  if (age.years < 3) return language === 'zh' ? `${age.months}个月` : `${age.months} mo`;
  return language === 'zh' ? `${age.years}岁` : `${age.years} y`;
}

/** Today by the browser's calendar, YYYY-MM-DD. */
export function localDay(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
