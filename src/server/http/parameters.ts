import type { FastifyRequest } from 'fastify';
import { parseDateRange } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

/** Query parameters in their order, repeats kept. */
export const parametersOf = ({ url }: Pick<FastifyRequest, 'url'>): [string, string][] => [
  ...new URL(url, 'http://platform').searchParams,
];

/** Whether what is not understood is refused rather than ignored. https://hl7.org/fhir/R4/search.html#errors */
export const isStrict = ({ headers }: FastifyRequest): boolean => /handling=strict/.test(String(headers['prefer'] ?? ''));

/** How many entries a page has, `most` at most. @throws Problem parameter-invalid */
export function countIn(name: string, value: string, most: number): number {
  if (!/^\d{1,9}$/.test(value)) throw new Problem('parameter-invalid', `${name} is a whole number`, { at: name });
  return Math.min(most, Math.max(1, Number(value)));
}

/**
 * The time that a date stands for, in milliseconds since 1970.
 * @param form what is expected, in words
 * @throws Problem parameter-invalid
 */
export function timeIn(name: string, value: string, form: string): { readonly from: number; readonly to: number } {
  const range = parseDateRange(value);
  if (!range) throw new Problem('parameter-invalid', `${name} is ${form}`, { at: name });
  return { from: range.low, to: range.high };
}

/** The parameters of a conditional write, as they stand in the address. @throws Problem where there are none */
export function conditionOf({ url }: FastifyRequest): string {
  const { search } = new URL(url, 'http://platform');
  if (search.length < 2)
    throw new Problem('parameter-invalid', 'A condition names at least one search parameter', { at: 'condition' });
  return search.slice(1);
}
