/** FHIR R4 as the console reads it: what arrives is `unknown` below the first level, and is looked at by its shape. */

export interface Fields {
  readonly [element: string]: unknown;
}

export interface Tag {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
  readonly _display?: unknown;
}

export interface Resource extends Fields {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: { readonly source?: string; readonly tag?: readonly Tag[]; readonly lastUpdated?: string };
}

/** Finds the resource that a reference inside `from` leads to, if it came with the same answer. */
export type Resolve = (reference: unknown, from: Resource) => Resource | undefined;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isResource(value: unknown): value is Resource {
  return isFields(value) && typeof value.resourceType === 'string';
}

/** Elements of a repeating element; a single object counts as one, anything else as none. */
export function listOf(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.filter(isFields);
  return isFields(value) ? [value] : [];
}

export function firstOf(value: unknown): Fields {
  return listOf(value)[0] ?? {};
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Numbers and strings as they stand: dose numbers and counts come as either. */
export function plainOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : stringOf(value);
}
