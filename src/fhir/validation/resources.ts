import { isResourceType } from '../definitions.ts';
import { isObject } from '../resource.ts';
import { checkListedCodes } from './code-lists.ts';
import { checkDefinitionPaths } from './definition-paths.ts';
import { checkDerivedParameter } from './derived-parameters.ts';
import { checkOf } from './elements.ts';
import type { Fields, Run } from './run.ts';

/** What R4 says in words of resources that define others. */
const definitionChecks: Readonly<Record<string, (resource: Fields, run: Run) => void>> = {
  StructureDefinition: checkDefinitionPaths,
  SearchParameter: checkDerivedParameter,
  ValueSet: checkListedCodes,
};

/**
 * A resource of whatever type it says it is. `then` goes on with it as the focus.
 * @param isContained whether it lies in `contained` of another, and so has no life of its own
 */
export function checkResource(value: unknown, run: Run, isContained: boolean, then?: (resource: Fields) => void): void {
  const type = isObject(value) ? value['resourceType'] : undefined;
  if (!isObject(value)) run.report('structure', 'a resource is expected');
  else if (typeof type !== 'string' || !isResourceType(type))
    run.reportAt('resourceType', 'structure', 'resourceType is none of FHIR R4');
  else
    run.within(value, isContained, () => {
      checkOf(type)(value, run);
      if (isContained) checkContained(value, run);
      else if (value['contained'] !== undefined) checkLinks(value, run);
      definitionChecks[type]?.(value, run);
      then?.(value);
    });
}

/** https://hl7.org/fhir/R4/references.html#contained */
function checkContained({ contained, meta }: Fields, run: Run): void {
  if (contained !== undefined) run.report('invariant', 'dom-2: a contained resource contains no others');
  if (!isObject(meta)) return;
  if (meta['versionId'] !== undefined || meta['lastUpdated'] !== undefined)
    run.report('invariant', 'dom-4: a contained resource has no version and no time of change');
  if (meta['security'] !== undefined) run.report('invariant', 'dom-5: a contained resource has no security label');
}

/** dom-3: what is contained is referred to from elsewhere in the resource, or refers to it. */
function checkLinks({ contained }: Fields, run: Run): void {
  if (!Array.isArray(contained)) return;
  for (const [index, one] of contained.entries())
    if (isObject(one) && one['id'] !== undefined && !run.isNoted(one['id']))
      run.reportAt(
        `contained[${index}]`,
        'invariant',
        'dom-3: a contained resource is referred to from the resource, or refers to it',
      );
}
