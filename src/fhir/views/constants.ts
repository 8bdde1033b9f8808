import { Problem } from '../../kernel/index.ts';
import { Decimal, type Items, isFixedVariable, Temporal } from '../fhirpath/index.ts';
import { rawNumberText, toNumber } from '../json.ts';
import type { ViewConstant } from './definition.ts';

const TEXTS: ReadonlySet<string> = new Set([
  ...['Base64Binary', 'Canonical', 'Code', 'Id', 'Markdown', 'Oid', 'String', 'Uri', 'Url', 'Uuid'],
]);
const INTEGERS: ReadonlySet<string> = new Set(['Integer', 'Integer64', 'PositiveInt', 'UnsignedInt']);
const TEMPORALS: Readonly<Record<string, 'date' | 'dateTime' | 'time'>> = {
  Date: 'date',
  DateTime: 'dateTime',
  Instant: 'dateTime',
  Time: 'time',
};

/** Position of a row within what its select goes through; 0 outside of any. */
export const ROW_INDEX = 'rowIndex';

/** Values of `%name` by name. @throws Problem view-invalid where a value is not one of its type, or a name is taken */
export function constantsOf(constants: readonly ViewConstant[]): Map<string, Items> {
  const values = new Map<string, Items>();
  for (const constant of constants) {
    const { name, type, at } = constant;
    if (values.has(name) || name === ROW_INDEX || isFixedVariable(name))
      throw new Problem('view-invalid', `The constant ${name} is there already`, { at: at.replace(/[^.]+$/, 'name') });
    const value = toItem(constant);
    if (value === undefined) throw new Problem('view-invalid', `The value is none of the type ${type}`, { at });
    values.set(name, [value]);
  }
  return values;
}

function toItem({ type, value }: ViewConstant): Items[number] | undefined {
  if (type === 'Boolean') return typeof value === 'boolean' ? value : undefined;
  if (type === 'Decimal') return Decimal.parse(rawNumberText(value));
  if (INTEGERS.has(type)) {
    const number = toNumber(type === 'Integer64' && typeof value === 'string' ? Number(value) : value);
    return Number.isSafeInteger(number) ? number : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const kind = Object.hasOwn(TEMPORALS, type) ? TEMPORALS[type] : undefined;
  if (kind) return Temporal.parse(value, kind);
  return TEXTS.has(type) ? value : undefined;
}
