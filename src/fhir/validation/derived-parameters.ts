import { isResourceType } from '../definitions.ts';
import { searchParametersOf } from '../search/parameters.ts';
import type { Fields, Run } from './run.ts';

/** `Organization-name`; where several types share one, the name of a group: `clinical-code`, `individual-gender`. */
const OFFICIAL = /^http:\/\/hl7\.org\/fhir\/SearchParameter\/([A-Za-z]+)-(.+)$/;
const EVERY: ReadonlySet<string> = new Set(['Resource', 'DomainResource']);

/**
 * A search parameter that says it is derived from one of R4 has its type, and no other base.
 * https://hl7.org/fhir/R4/searchparameter-definitions.html#SearchParameter.derivedFrom
 */
export function checkDerivedParameter({ derivedFrom, type, base }: Fields, run: Run): void {
  const [, owner = '', code = ''] = typeof derivedFrom === 'string' ? (OFFICIAL.exec(derivedFrom) ?? []) : [];
  if (code === '') return;
  const bases = Array.isArray(base) ? base.filter((one) => typeof one === 'string') : [];
  const kinds = (isResourceType(owner) ? [owner] : bases).flatMap((one) => searchParametersOf(one).get(code)?.kind ?? []);
  if (typeof type === 'string' && kinds.length > 0 && !kinds.some((kind) => kind === type))
    run.report('value', 'the type is that of the search parameter it is derived from');
  if (isResourceType(owner) && !EVERY.has(owner) && kinds.length > 0 && bases.some((one) => one !== owner))
    run.report('value', 'the base is one of the search parameter it is derived from');
}
