/** What is typed: a day, a minute of a day, or a month. */
export type DateKind = 'day' | 'minute' | 'month';

/** `2026-11-12`, `2026-11-12T03:21`, `2026-11`. */
const wholes: Readonly<Record<DateKind, RegExp>> = {
  day: /^(\d{4})-(\d{2})-(\d{2})$/,
  minute: /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/,
  month: /^(\d{4})-(\d{2})$/,
};
const lengths: Readonly<Record<DateKind, number>> = { day: 10, minute: 16, month: 7 };

/** Puts in what parts a date while its digits are typed or pasted: `20261112` is `2026-11-12`. Nothing typed is taken away. */
export function withSeparators(text: string, kind: DateKind): string {
  const ofDay = text
    .replace(/^(\d{4})(\d)/, '$1-$2')
    .replace(/^(\d{4}-\d{2})(\d)/, '$1-$2')
    .replace(/^(\d{4}-\d{2}-\d{2})[ T]*(\d)/, '$1T$2')
    .replace(/^(\d{4}-\d{2}-\d{2}T\d{2})(\d)/, '$1:$2');
  return ofDay.slice(0, Math.max(lengths[kind], isAnotherWay(text) ? text.length : 0));
}

const isAnotherWay = (text: string): boolean => /[./年月日]/.test(text);

/** What was typed in another way, as `2026/3/5` or `2026年3月5日`, in the one way; anything else stays. */
export function inOneWay(text: string, kind: DateKind): string {
  const [, year, month, day, rest = ''] = /^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?(.*)$/.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined) return text.trim();
  const whole = [year, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('-');
  const [, hour, minute] = /^[ T]*(\d{1,2})[:：](\d{1,2})$/.exec(rest) ?? [];
  if (hour === undefined || minute === undefined) return withSeparators(whole + rest.trim(), kind);
  return withSeparators(`${whole}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`, kind);
}

/** Whether it is whole, and there is such a day. */
export function isWhole(text: string, kind: DateKind): boolean {
  const [, year, month, day = '01', hour = '00', minute = '00'] = wholes[kind].exec(text) ?? [];
  if (year === undefined || month === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day) && hour < '24' && minute < '60';
}

/** As people read it. */
export const shown = (text: string): string => text.replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ');
