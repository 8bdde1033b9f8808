import { Problem } from '../../kernel/index.ts';
import { toNumber } from '../json.ts';
import { isObject } from '../resource.ts';

/** One step of a patch. https://www.rfc-editor.org/rfc/rfc6902#section-4 */
interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[];
  readonly value: unknown;
  readonly hasValue: boolean;
  /** Place of the step in the patch, for messages. */
  readonly at: string;
}

const OPERATIONS: ReadonlySet<string> = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);
const MAX_OPERATIONS = 1000;
/** Values that all copies of a patch may bring: each copy of a copy doubles, and what is small here is endless as text. */
const MAX_COPIED = 500_000;

/**
 * Applies a JSON Patch (RFC 6902); what was given stays as it is. Written here since numbers are to keep their spelling:
 * values of `parseJson` are moved, never taken apart.
 * @param at how the place of the patch is told
 * @throws Problem patch-invalid where the patch is none or does not fit, with the step
 */
export function applyJsonPatch(document: unknown, patch: unknown, at = 'patch'): unknown {
  if (!Array.isArray(patch)) throw invalid('A JSON Patch is a list', at);
  if (patch.length > MAX_OPERATIONS) throw invalid(`A patch has at most ${MAX_OPERATIONS} steps`, at);
  const steps = patch.map((step, index) => readOperation(step, `${at}[${index}]`));
  const copied = { count: 0 };
  return steps.reduce<unknown>((before, step) => apply(before, step, copied), document);
}

const invalid = (detail: string, at: string) => new Problem('patch-invalid', detail, { at });

function readOperation(given: unknown, at: string): Operation {
  if (!isObject(given) || typeof given['op'] !== 'string' || !OPERATIONS.has(given['op']))
    throw invalid(`op is one of ${[...OPERATIONS].join(', ')}`, `${at}.op`);
  const { op } = given;
  const hasValue = Object.hasOwn(given, 'value');
  if (!hasValue && (op === 'add' || op === 'replace' || op === 'test')) throw invalid('The step has no value', `${at}.value`);
  const from = op === 'move' || op === 'copy' ? readPointer(given['from'], `${at}.from`) : [];
  return { op, path: readPointer(given['path'], `${at}.path`), from, value: given['value'], hasValue, at };
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function readPointer(given: unknown, at: string): string[] {
  if (typeof given !== 'string' || (given !== '' && !given.startsWith('/'))) throw invalid('A pointer begins with a slash', at);
  if (/~(?![01])/.test(given)) throw invalid('After ~ comes 0 or 1', at);
  return given
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function apply(document: unknown, { op, path, from, value, at }: Operation, copied: Copied): unknown {
  switch (op) {
    case 'add':
      return add(document, path, value, at);
    case 'remove':
      return remove(document, path, at);
    case 'replace':
      return path.length === 0 ? value : add(remove(document, path, at), path, value, at);
    case 'move':
      if (path.length > from.length && from.every((token, index) => token === path[index]))
        throw invalid('Nothing is moved into itself', `${at}.path`);
      return add(remove(document, from, at), path, find(document, from, at), at);
    case 'copy':
      return add(document, path, counted(find(document, from, at), copied, at), at);
    default:
      if (!isSame(find(document, path, at), value)) throw invalid('The test does not hold', at);
      return document;
  }
}

interface Copied {
  count: number;
}

function counted(value: unknown, copied: Copied, at: string): unknown {
  const waiting = [value];
  while (waiting.length > 0) {
    if (++copied.count > MAX_COPIED) throw invalid(`A patch copies at most ${MAX_COPIED} values`, at);
    const next = waiting.pop();
    if (Array.isArray(next) || isObject(next)) for (const inside of Object.values(next)) waiting.push(inside);
  }
  return value;
}

function find(document: unknown, path: readonly string[], at: string): unknown {
  return path.reduce((value: unknown, token) => {
    if (Array.isArray(value)) return value[indexIn(value, token, value.length - 1, at)];
    if (isObject(value) && Object.hasOwn(value, token)) return value[token];
    throw invalid('There is nothing at the pointer', at);
  }, document);
}

function add(document: unknown, path: readonly string[], value: unknown, at: string): unknown {
  if (path.length === 0) return value;
  return change(document, path, at, (parent, token) => {
    if (!Array.isArray(parent)) return withProperty(parent, token, value);
    const index = token === '-' ? parent.length : indexIn(parent, token, parent.length, at);
    return parent.toSpliced(index, 0, value);
  });
}

function remove(document: unknown, path: readonly string[], at: string): unknown {
  if (path.length === 0) throw invalid('The whole is not removed', at);
  return change(document, path, at, (parent, token) => {
    if (Array.isArray(parent)) return parent.toSpliced(indexIn(parent, token, parent.length - 1, at), 1);
    if (!Object.hasOwn(parent, token)) throw invalid('There is nothing at the pointer', at);
    return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== token));
  });
}

/** A copy in which the last container on the path is what `last` makes of it. */
function change(
  value: unknown,
  [token = '', ...rest]: readonly string[],
  at: string,
  last: (parent: unknown[] | Record<string, unknown>, token: string) => unknown,
): unknown {
  if (!Array.isArray(value) && !isObject(value)) throw invalid('There is nothing at the pointer', at);
  if (rest.length === 0) return last(value, token);
  if (Array.isArray(value)) {
    const index = indexIn(value, token, value.length - 1, at);
    return value.with(index, change(value[index], rest, at, last));
  }
  if (!Object.hasOwn(value, token)) throw invalid('There is nothing at the pointer', at);
  return withProperty(value, token, change(value[token], rest, at, last));
}

/** A copy with the property, at its place where it was there. `__proto__` is a property like any other. */
function withProperty(object: object, name: string, value: unknown): Record<string, unknown> {
  const entries = Object.entries(object);
  return Object.fromEntries(
    Object.hasOwn(object, name)
      ? entries.map(([known, before]) => [known, known === name ? value : before])
      : [...entries, [name, value]],
  );
}

function indexIn(list: readonly unknown[], token: string, last: number, at: string): number {
  const index = /^(?:0|[1-9]\d*)$/.test(token) ? Number(token) : Number.NaN;
  if (!(index <= last)) throw invalid(`The list has ${list.length} elements`, at);
  return index;
}

/** Equal as JSON: numbers by value, objects whatever their order. */
function isSame(one: unknown, other: unknown): boolean {
  const [first, second] = [toNumber(one), toNumber(other)];
  if (first !== undefined || second !== undefined) return first === second;
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isObject(one)) return one === other;
  const names = Object.keys(one);
  return (
    isObject(other) &&
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}
