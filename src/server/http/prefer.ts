import type { FastifyRequest } from 'fastify';
import type { Preference } from '../../store/index.ts';

const RETURN = /(?:^|[,;])\s*return\s*=\s*"?(minimal|representation|OperationOutcome)\b/;

/** `Prefer: return=…`. https://hl7.org/fhir/R4/http.html#ops */
export function preferenceOf({ headers }: FastifyRequest): Preference | undefined {
  const [, wanted] = RETURN.exec(String(headers['prefer'] ?? '')) ?? [];
  return wanted === 'minimal' || wanted === 'representation' || wanted === 'OperationOutcome' ? wanted : undefined;
}
