import { compare, elementNode, FhirPathError, type Node } from '../../fhirpath/index.ts';
import { rawNumberText } from '../../json.ts';
import { isObject } from '../../resource.ts';
import type { Bound, Expected } from './definition.ts';

/** Whether a value is what a profile fixes, or has all that its pattern has. */
export const isExpected = (value: unknown, { kind, value: wanted }: Expected): boolean =>
  kind === 'fixed' ? isSame(value, wanted) : hasPattern(value, wanted);

function isSame(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(value) && value.length === wanted.length && wanted.every((one, index) => isSame(value[index], one));
  if (!isObject(wanted) || isNumber(wanted)) return isSameSimple(value, wanted);
  if (!isObject(value)) return false;
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(value).length && keys.every((key) => isSame(value[key], wanted[key]));
}

/** Each entry of a list in the pattern is found somewhere in the list. https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_ */
function hasPattern(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(value) && wanted.every((one) => value.some((other) => hasPattern(other, one)));
  if (!isObject(wanted) || isNumber(wanted)) return isSameSimple(value, wanted);
  return isObject(value) && Object.keys(wanted).every((key) => hasPattern(value[key], wanted[key]));
}

const isNumber = (value: unknown): boolean => rawNumberText(value) !== '';

function isSameSimple(value: unknown, wanted: unknown): boolean {
  if (value === wanted) return true;
  return isNumber(value) && Number(rawNumberText(value)) === Number(rawNumberText(wanted));
}

/** Whether a value is certainly beyond what a profile bounds it by; what cannot be compared is not. */
export function isBeyond(node: Node, { kind, type, value }: Bound): boolean {
  try {
    const sign = compare(node, elementNode(value, undefined, { name: type, structure: type }));
    return sign !== undefined && (kind === 'minValue' ? sign < 0 : sign > 0);
  } catch (thrown) {
    if (thrown instanceof FhirPathError) return false;
    throw thrown;
  }
}
