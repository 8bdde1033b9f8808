import type { Bilingual } from '../kernel/index.ts';
import type { CodeTable, Concept } from '../standards/index.ts';
import type { FieldType, FieldView } from './contract.ts';

/** A field of a form: what it is called, what may stand in it. */
export interface Field {
  readonly key: string;
  readonly name: Bilingual;
  readonly type: FieldType;
  readonly required?: boolean;
  readonly group?: Bilingual;
  readonly hint?: Bilingual;
  readonly unit?: string;
  readonly maxLength?: number;
  /** Of a code: those that may be chosen. */
  readonly codes?: Pick<CodeTable, 'system' | 'find' | 'all'>;
  /** Of a number: what cannot be, and what is asked about. */
  readonly possible?: readonly [least: number, most: number];
  readonly usual?: readonly [least: number, most: number];
  readonly pattern?: RegExp;
  readonly element?: string;
}

const NO_GROUP: Bilingual = { zh: '', en: '' };

export function toView({ key, name, type, required, group, hint, unit, maxLength, codes, element }: Field): FieldView {
  return {
    key,
    name,
    type,
    required: required === true,
    group: group ?? NO_GROUP,
    ...(hint ? { hint } : {}),
    ...(unit ? { unit } : {}),
    ...(maxLength ? { maxLength } : {}),
    ...(codes ? { options: codes.all.map(({ code, name: of }) => ({ code, name: of })) } : {}),
    ...(element ? { element } : {}),
  };
}

/** Codes of our own that no standard has a table for. */
export function ownCodes(name: string, rows: readonly (readonly [code: string, zh: string, en: string])[]) {
  const all: readonly Concept[] = rows.map(([code, zh, en]) => ({ code, name: { zh, en } }));
  return { system: `urn:minkang:code-system:${name}`, all, find: (code: string) => all.find((one) => one.code === code) };
}
