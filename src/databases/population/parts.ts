import { isObject, type Resource } from '../../fhir/index.ts';

/** Reading and changing parts of resources as values: nothing is changed in place, and what is not named stays. */

export type Identified = Resource & { readonly id: string };
export type Part = Readonly<Record<string, unknown>>;

export const partsOf = (value: unknown): Part[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

const OWN = 'urn:minkang:extension:';

/** Values of our extensions of this name. */
export function extensionsOf(element: Part, name: string): unknown[] {
  return partsOf(element['extension']).flatMap((one) => {
    const [value] = Object.entries(one).filter(([key]) => key.startsWith('value'));
    return one['url'] === OWN + name && value ? [value[1]] : [];
  });
}

/** The first as a code: of a Coding its code. */
export function codeOf(element: Part, name: string): string | undefined {
  const [value] = extensionsOf(element, name);
  return isObject(value) ? textOf(value['code']) : textOf(value);
}

/** The element with these extensions of the name and no others of it, where the first of them stood. */
export function withExtensions<Element extends Part>(element: Element, name: string, values: readonly Part[]): Element {
  const others = partsOf(element['extension']);
  const first = others.findIndex(({ url }) => url === OWN + name);
  const kept = others.filter(({ url }) => url !== OWN + name);
  const at = first < 0 ? kept.length : first;
  const extension = kept.toSpliced(at, 0, ...values.map((value) => ({ url: OWN + name, ...value })));
  return withElement(element, 'extension', extension.length > 0 ? extension : undefined);
}

/** The element with a value, or without any where it is undefined. The place of a known key stays. */
export function withElement<Element extends Part>(element: Element, key: string, value: unknown): Element {
  if (value !== undefined) return { ...element, [key]: value };
  const { [key]: _gone, ...rest } = element;
  return rest as Element;
}

/** Something holds from then on, or until then. A part without an end holds. */
export const isCurrent = (part: Part): boolean => !isObject(part['period']) || part['period']['end'] === undefined;

/** The part, ended on a day: kept, and told to be of the past. */
export const ended = <Element extends Part>(part: Element, on: string): Element => ({
  ...part,
  period: { ...(isObject(part['period']) ? part['period'] : {}), end: on },
});
