import { isObject } from '../../../fhir/index.ts';

/** Elements of a resource that was validated before, or was not: what has another shape is not there. */
export const listIn = (node: Readonly<Record<string, unknown>>, name: string): Record<string, unknown>[] => {
  const value = node[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
};

export const textIn = (node: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = node[name];
  return typeof value === 'string' ? value : undefined;
};

export const textsIn = (node: Readonly<Record<string, unknown>>, name: string): string[] => {
  const value = node[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};
