import { isResourceType } from '../definitions.ts';
import { isObject } from '../resource.ts';
import type { Check, Run } from './run.ts';

const ABSOLUTE = /^https?:\/\/.+\/([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const RELATIVE = /^([A-Z][A-Za-z]+)(?:\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$|\?)/;
const [HASH, UPPER_A, UPPER_Z, LOWER_H] = [35, 65, 90, 104];

/** A Reference leads to what its element allows, and a local one to a contained resource (ref-1). */
export function referenceCheck(targets: readonly string[] | undefined): Check {
  const allowed = targets && new Set(targets);
  return (value, run) => {
    if (!isObject(value)) return;
    const { reference, type } = value;
    if (typeof reference === 'string' && reference !== '') {
      const found = targetType(reference, run);
      if (found !== undefined) checkTarget(found, typeof type === 'string' ? type : undefined, allowed, run);
    } else if (typeof type === 'string' && allowed && isResourceType(type) && !allowed.has(type)) refuse(run, allowed);
  };
}

function checkTarget(found: string, type: string | undefined, allowed: ReadonlySet<string> | undefined, run: Run): void {
  if (!isResourceType(found)) run.reportAt('reference', 'value', 'the reference names no resource type of FHIR R4');
  else if (allowed && !allowed.has(found)) refuse(run, allowed);
  else if (type !== undefined && isResourceType(type) && type !== found)
    run.reportAt('type', 'value', 'the reference leads to another type than it says');
}

const MAX_NAMED = 12;

const refuse = (run: Run, allowed: ReadonlySet<string>) =>
  run.report('structure', `the reference leads to one of ${[...allowed].slice(0, MAX_NAMED).join(', ')}`);

const OFFICIAL = /^http:\/\/hl7\.org\/fhir\/([A-Z][A-Za-z]+)\//;

/** A canonical address of HL7 names the type of its resource, which must be one that the element allows. */
export function canonicalCheck(targets: readonly string[]): Check {
  const allowed = new Set(targets);
  return (value, run) => {
    const type = typeof value === 'string' ? OFFICIAL.exec(value)?.[1] : undefined;
    if (type !== undefined && isResourceType(type) && !allowed.has(type)) refuse(run, allowed);
  };
}

/** Type of the resource a reference text leads to; undefined where the text does not tell. */
function targetType(text: string, run: Run): string | undefined {
  const first = text.charCodeAt(0);
  if (first === HASH) return containedType(text, run);
  if (first >= UPPER_A && first <= UPPER_Z) return RELATIVE.exec(text)?.[1];
  if (first !== LOWER_H) return undefined;
  const type = ABSOLUTE.exec(text)?.[1];
  return type !== undefined && isResourceType(type) ? type : undefined;
}

function containedType(text: string, run: Run): string | undefined {
  run.noteLocal(text);
  const { contained, resourceType } = run.rootResource;
  if (text === '#') return typeof resourceType === 'string' ? resourceType : undefined;
  const id = text.slice(1);
  const found = Array.isArray(contained) ? contained.find((one) => isObject(one) && one['id'] === id) : undefined;
  if (!isObject(found)) {
    run.report('invariant', 'ref-1: a local reference leads to a contained resource');
    return undefined;
  }
  return typeof found['resourceType'] === 'string' ? found['resourceType'] : undefined;
}
