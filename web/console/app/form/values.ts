import type { FieldView, FormValue } from '../../../../src/forms/contract.ts';
import type { Draft } from './drafts.ts';

/** What is sent: numbers as numbers where they are such; what is empty as null. */
export function toSent(fields: readonly FieldView[], draft: Draft): Record<string, FormValue | null> {
  return Object.fromEntries(
    fields.flatMap((field): [string, FormValue | null][] => {
      const value = draft[field.key];
      if (value === undefined) return [];
      if (value === '') return [[field.key, null]];
      const isNumber = field.type === 'whole' || field.type === 'decimal';
      const number = isNumber && typeof value === 'string' ? Number(value.trim()) : Number.NaN;
      return [[field.key, Number.isFinite(number) ? number : value]];
    }),
  );
}

/** Values as the fields show them: an instant to the minute, as it was on the clock in China. */
export const toDraft = (fields: readonly FieldView[], values: Draft): Draft =>
  Object.fromEntries(
    fields.flatMap((field): [string, FormValue][] => {
      const value = values[field.key];
      if (value === undefined) return [];
      return [[field.key, field.type === 'time' && typeof value === 'string' ? value.slice(0, 16) : value]];
    }),
  );
