import { isObject, parseDateInterval } from '../fhir/index.ts';
import { type Bilingual, chinaDay, type Fault, Problem } from '../kernel/index.ts';
import type { FormValue, FormValues } from './contract.ts';
import type { Field } from './field.ts';

/** A value as it is kept, or why it cannot be. */
type Read = { readonly value: FormValue } | { readonly fault: Bilingual; readonly kind?: Fault['kind'] };

/**
 * Lets a form pass that has no impossible value, and no improbable one that was not confirmed.
 * @throws Problem data-invalid, data-improbable, with all faults
 */
export function refuseFaults(faults: readonly Fault[], confirmed: readonly string[]): void {
  const wrong = faults.filter(({ kind }) => kind === 'impossible');
  const [first] = wrong;
  if (first) throw new Problem('data-invalid', `${wrong.length} fields are wrong: ${first.text.en}`, { at: first.at, faults });
  const doubtful = faults.filter(({ at }) => !confirmed.includes(at));
  const [asked] = doubtful;
  if (asked) throw new Problem('data-improbable', asked.text.en, { at: asked.at, faults: doubtful });
}

const MOST_CHARACTERS = 300;
const fault = (zh: string, en: string, kind?: Fault['kind']): Read => ({ fault: { zh, en }, ...(kind ? { kind } : {}) });

export const impossible = (at: string, zh: string, en: string): Fault => ({ at, kind: 'impossible', text: { zh, en } });
export const improbable = (at: string, zh: string, en: string): Fault => ({ at, kind: 'improbable', text: { zh, en } });

/**
 * Reads what was filled in, field by field; fields that the form does not have are faults too. Empty texts are nothing.
 * @param now instants and days after it cannot have happened
 */
export function readForm(fields: readonly Field[], given: unknown, now: Date): { values: FormValues; faults: readonly Fault[] } {
  const entries = isObject(given) ? Object.entries(given) : [];
  const filled = new Map(entries.filter(([, value]) => value !== '' && value !== null && value !== undefined));
  const values: Record<string, FormValue> = {};
  const faults: Fault[] = [];
  for (const field of fields) {
    const raw = filled.get(field.key);
    filled.delete(field.key);
    if (raw === undefined) {
      if (field.required) faults.push(impossible(field.key, '必填', 'Required'));
      continue;
    }
    const read = readValue(field, raw, now);
    if ('value' in read) values[field.key] = read.value;
    else faults.push({ at: field.key, kind: read.kind ?? 'impossible', text: read.fault });
    if ('fault' in read && read.kind === 'improbable' && typeof raw === 'number') values[field.key] = raw;
  }
  for (const key of filled.keys()) faults.push(impossible(key.slice(0, 60), '表单没有此项', 'The form has no such field'));
  return { values, faults };
}

function readValue(field: Field, raw: unknown, now: Date): Read {
  switch (field.type) {
    case 'whole':
    case 'decimal':
      return readNumber(field, raw);
    case 'flag':
      return typeof raw === 'boolean' ? { value: raw } : fault('应为是或否', 'Yes or no is expected');
    case 'person':
      return isObject(raw) && typeof raw['id'] === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(raw['id'])
        ? { value: { id: raw['id'], name: '' } }
        : fault('应选择一位居民', 'A resident is to be chosen');
    default:
      return typeof raw === 'string' ? readText(field, raw.trim(), now) : fault('应为文字', 'A text is expected');
  }
}

function readNumber({ type, possible = [0, Number.MAX_SAFE_INTEGER], usual, unit = '' }: Field, raw: unknown): Read {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return fault('应为数字', 'A number is expected');
  if (type === 'whole' && !Number.isInteger(raw)) return fault('应为整数', 'A whole number is expected');
  const [least, most] = possible;
  if (raw < least || raw > most)
    return fault(`应在 ${least} 至 ${most} ${unit} 之间`, `Between ${least} and ${most} ${unit} is possible`);
  if (usual && (raw < usual[0] || raw > usual[1]))
    return fault(
      `通常在 ${usual[0]} 至 ${usual[1]} ${unit} 之间，请确认`,
      `Usually between ${usual[0]} and ${usual[1]} ${unit}; please confirm`,
      'improbable',
    );
  return { value: raw };
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const ICD = /^[A-Z]\d{2}(?:\.[0-9X]{1,4})?$/;

function readText(field: Field, text: string, now: Date): Read {
  const most = field.maxLength ?? MOST_CHARACTERS;
  if (text.length > most) return fault(`最多 ${most} 字`, `At most ${most} characters`);
  switch (field.type) {
    case 'code':
      return field.codes?.find(text) ? { value: text } : fault('不在代码表中', 'The code is not in its table');
    case 'codes':
      return readCodes(field, text);
    case 'date':
      return readDay(text, now);
    case 'time':
      return readInstant(text, now);
    case 'division':
      return /^\d{6}(?:\d{3}(?:\d{3})?)?$/.test(text)
        ? { value: text }
        : fault('区划代码为 6、9 或 12 位', 'A division code has 6, 9 or 12 digits');
    case 'icd10':
      return ICD.test(text.toUpperCase()) ? { value: text.toUpperCase() } : fault('不是 ICD-10 编码', 'This is no ICD-10 code');
    default:
      return readPlain(field, field.type === 'number' ? text.replaceAll(/\s+/g, '').toUpperCase() : text);
  }
}

function readCodes({ codes }: Field, text: string): Read {
  const chosen = [...new Set(text.split(/\s+/))];
  return chosen.every((code) => codes?.find(code))
    ? { value: chosen.join(' ') }
    : fault('不在代码表中', 'A code is not in its table');
}

function readPlain({ pattern }: Field, text: string): Read {
  if (/\p{Cc}/u.test(text)) return fault('含有不可见字符', 'It has invisible characters');
  return !pattern || pattern.test(text) ? { value: text } : fault('格式不正确', 'It does not have its form');
}

function readDay(text: string, now: Date): Read {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !parseDateInterval(text)) return fault('应为日期', 'A date is expected');
  return text > chinaDay(now) ? fault('不能晚于今天', 'It cannot be after today') : { value: text };
}

/** To the minute, in China Standard Time; kept with the zone. */
function readInstant(text: string, now: Date): Read {
  const full = TIME.test(text) ? `${text}:00+08:00` : text;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00\+08:00$/.test(full) || !parseDateInterval(full))
    return fault('应为日期和时分', 'A date with hour and minute is expected');
  return Date.parse(full) > now.getTime() ? fault('不能晚于现在', 'It cannot be later than now') : { value: full };
}
