import { isResourceType } from '../definitions.ts';
import { isObject } from '../resource.ts';
import { checkOf } from './elements.ts';
import type { Check, Fields, Run } from './run.ts';

/** A resource inside of another that stands for itself: an entry of a Bundle, a parameter. */
export const checkNested: Check = (value, run) => checkResource(value, run, false);

/** A contained resource, https://hl7.org/fhir/R4/references.html#contained */
export const checkContained: Check = (value, run) => {
  checkResource(value, run, true);
  if (!isObject(value)) return;
  if (value['contained'] !== undefined) run.report('invariant', 'dom-2: a contained resource contains no others');
  const meta = value['meta'];
  if (!isObject(meta)) return;
  if (meta['versionId'] !== undefined || meta['lastUpdated'] !== undefined)
    run.report('invariant', 'dom-4: a contained resource has no version and no time of change');
  if (meta['security'] !== undefined) run.report('invariant', 'dom-5: a contained resource has no security label');
};

/** A resource of whatever type it says it is. */
export function checkResource(value: unknown, run: Run, isContained: boolean): void {
  if (!isObject(value)) return run.report('structure', 'a resource is expected');
  const { resourceType } = value;
  if (typeof resourceType !== 'string' || !isResourceType(resourceType))
    return run.reportAt('resourceType', 'structure', 'resourceType is none of FHIR R4');
  run.within(value, isContained, () => {
    checkOf(resourceType)(value, run);
    if (!isContained && value['contained'] !== undefined) checkLinks(value, run);
  });
}

/** dom-3: what is contained is referred to from elsewhere in the resource, or refers to it. */
function checkLinks({ contained }: Fields, run: Run): void {
  if (!Array.isArray(contained)) return;
  for (const [index, one] of contained.entries())
    if (isObject(one) && one['id'] !== undefined && !run.isNoted(one['id']))
      run.reportAt(`contained[${index}]`, 'invariant', 'dom-3: a contained resource is referred to from the resource, or refers to it');
}
