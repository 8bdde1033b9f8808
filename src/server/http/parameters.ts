import type { FastifyRequest } from 'fastify';
import { Problem } from '../../kernel/index.ts';

/** Query parameters in their order, repeats kept. */
export const parametersOf = ({ url }: FastifyRequest): [string, string][] => [...new URL(url, 'http://platform').searchParams];

/** Whether what is not understood is refused rather than ignored. https://hl7.org/fhir/R4/search.html#errors */
export const isStrict = ({ headers }: FastifyRequest): boolean => /handling=strict/.test(String(headers['prefer'] ?? ''));

/** The parameters of a conditional write, as they stand in the address. @throws Problem where there are none */
export function conditionOf({ url }: FastifyRequest): string {
  const { search } = new URL(url, 'http://platform');
  if (search.length < 2)
    throw new Problem('parameter-invalid', 'A condition names at least one search parameter', { at: 'condition' });
  return search.slice(1);
}
