import type { Language } from './language.ts';

const locales = { zh: 'zh-CN', en: 'en-GB' } as const;

/** `12,345`. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(value);
}

/** `2026-03-05 14:02`, in the zone of the browser. */
export function formatInstant(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return `${formatDay(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `14:02:09`, in the zone of the browser. */
export function formatClock(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function formatDay(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** `3 minutes ago`, `3分钟前`; `now` is in milliseconds. */
export function formatAgo(instant: string, now: number, language: Language): string {
  const seconds = Math.min(0, (new Date(instant).getTime() - now) / 1_000);
  const [unit, size] = steps.find(([, length]) => -seconds >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** A span in its largest fitting unit: `45 s`, `3 min`, `2 h`; Chinese units in Chinese. */
export function formatSpan(seconds: number, language: Language): string {
  const [unit, size] = steps.find(([, length]) => seconds >= length) ?? ['second', 1];
  const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(locales[language], style).format(seconds / size);
}

const sizes: readonly (readonly [unit: string, bytes: number])[] = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
  ['byte', 1],
];

/** A size in its largest fitting unit: `1.3 MB`. */
export function formatBytes(bytes: number, language: Language): string {
  const [unit, size] = sizes.find(([, length]) => bytes >= length) ?? ['byte', 1];
  const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: size === 1 ? 0 : 1 } as const;
  return new Intl.NumberFormat(locales[language], style).format(bytes / size);
}
