import { isObject } from '../resource.ts';
import type { Fields, Run } from './run.ts';

/**
 * The codes that a value set lists are codes of their systems. Where that cannot be held against it, it gets a warning: HL7
 * goes on adding codes to the systems of its own terminology without a new address, and an official example of R4 lists a unit
 * that UCUM does not have.
 * https://hl7.org/fhir/R4/valueset.html#compositions
 */
export function checkListedCodes({ compose }: Fields, run: Run): void {
  if (!isObject(compose) || !run.world.terminology?.knowsCode) return;
  for (const kind of ['include', 'exclude'] as const) {
    const parts = compose[kind];
    if (Array.isArray(parts)) for (const [index, part] of parts.entries()) checkPart(part, `compose.${kind}[${index}]`, run);
  }
}

const LENIENT = ['http://terminology.hl7.org/', 'http://unitsofmeasure.org'] as const;

function checkPart(part: unknown, at: string, run: Run): void {
  if (!isObject(part) || typeof part['system'] !== 'string' || !Array.isArray(part['concept'])) return;
  const { system, version } = part;
  const severity = version === undefined && LENIENT.some((start) => system.startsWith(start)) ? 'warning' : 'error';
  for (const [index, concept] of part['concept'].entries()) {
    const code = isObject(concept) ? concept['code'] : undefined;
    if (typeof code !== 'string') continue;
    const isKnown = run.world.terminology?.knowsCode?.(system, typeof version === 'string' ? version : undefined, code);
    if (isKnown === 'no') run.reportAt(`${at}.concept[${index}]`, 'code-invalid', 'the code is none of its system', severity);
  }
}
