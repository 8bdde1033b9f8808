import { parseLocalReference } from '../references.ts';
import { isObject, type Resource } from '../resource.ts';
import type { Composite, ParameterKind, SearchParameter, ValuePath } from './parameters.ts';
import { foldText } from './text.ts';
import { type TokenValue, textsIn, tokensIn } from './values.ts';
import { walk } from './walk.ts';

/** A composite whose parts are filed together, compiled: one for all parameters that ask the same. */
export interface Group {
  readonly key: string;
  readonly root: Composite['roots'][number];
  readonly parts: Composite['parts'];
}

/**
 * The groups of a type's composites: of each repeating element, whose parts belong together; and of the resource itself
 * where a part is measured, since a common code and a common value may hardly ever meet. https://hl7.org/fhir/R4/search.html#composite
 */
export function groupsOf(type: string, parameters: Iterable<SearchParameter>): Group[] {
  const groups = new Map<string, Group>();
  for (const { composite } of parameters)
    for (const root of composite?.roots ?? []) {
      if (!composite || !isGroup(root, composite.parts)) continue;
      const group = groupFor(type, root, composite.parts);
      groups.set(group.key, group);
    }
  return [...groups.values()];
}

/** Exact parts of the resource itself need no group: they are conditions of their own, which one index answers together. */
export const isGroup = (root: Composite['roots'][number], parts: Composite['parts']): boolean =>
  root.length > 0 || parts.some(({ kind }) => isMeasured(kind));

export function groupFor(type: string, root: Composite['roots'][number], parts: Composite['parts']): Group {
  const place = root.map(({ property }) => property).join('.');
  const names = parts.map(({ kind, paths }) => `${kind}:${paths.map(({ key }) => key.slice(type.length + 1)).join(',')}`);
  return { key: `${type}.${place}~${names.join('~')}`, root, parts };
}

export const isMeasured = (kind: ParameterKind): boolean => kind === 'quantity' || kind === 'number' || kind === 'date';

/** Exact texts of a part, without the system of a token: that is compared where the token stands by itself. */
export function exactTexts(resource: Resource, root: unknown, kind: ParameterKind, paths: readonly ValuePath[]): Set<string> {
  const found = new Set<string>();
  for (const { steps, type, fromTop } of paths)
    walk(fromTop ? resource : root, steps, (value) => {
      for (const text of exactTextsOf(kind, value, type)) found.add(text);
    });
  return found;
}

export const exactToken = ({ code }: Pick<TokenValue, 'code'>): string => code ?? '';

/** The texts that an exact value names its place with. */
export function exactTextsOf(kind: ParameterKind, value: unknown, type: string): string[] {
  if (kind === 'token') return tokensIn(value, type).map(exactToken);
  if (kind === 'reference') return referenceTexts(value);
  if (kind === 'string') return textsIn(value, type).map(foldText);
  return typeof value === 'string' ? [value] : [];
}

function referenceTexts(value: unknown): string[] {
  const text = isObject(value) ? value['reference'] : value;
  if (typeof text !== 'string') return [];
  const local = parseLocalReference(text);
  return local ? [`${local.type}/${local.id}`, `*/${local.id}`] : [text];
}
