import { isObject } from '../fhir/index.ts';
import type { Fault } from '../kernel/index.ts';

/** What tells of the file and not of the programme. */
const OF_THE_FILE: ReadonlySet<string> = new Set([
  'id',
  'meta',
  'text',
  'language',
  'date',
  'publisher',
  'contact',
  'experimental',
  'copyright',
]);

/**
 * Where a resource says otherwise than what was understood of it: what would have no effect is refused rather than passed over.
 * @param path FHIRPath of the resource
 */
export function differences(given: unknown, understood: unknown, path: string): readonly Fault[] {
  if (!isObject(given) || !isObject(understood)) return [];
  return keysOf(given, understood)
    .filter((key) => !OF_THE_FILE.has(key))
    .flatMap((key) => between(given[key], understood[key], `${path}.${key}`));
}

const keysOf = (one: object, other: object): readonly string[] => [...new Set([...Object.keys(one), ...Object.keys(other)])];

function between(given: unknown, understood: unknown, path: string): readonly Fault[] {
  if (Array.isArray(given) && Array.isArray(understood)) {
    const longest = Math.max(given.length, understood.length);
    return Array.from({ length: longest }, (_, at) => between(given[at], understood[at], `${path}[${at}]`)).flat();
  }
  if (isObject(given) && isObject(understood))
    return keysOf(given, understood).flatMap((key) => between(given[key], understood[key], `${path}.${key}`));
  if (given === understood || isSameRule(given, understood, path)) return [];
  return [{ at: path, kind: 'impossible', text: wordsFor(given, understood) }];
}

/** A rule may be written with other blanks. */
function isSameRule(given: unknown, understood: unknown, path: string): boolean {
  if (!path.endsWith('.expression') || typeof given !== 'string' || typeof understood !== 'string') return false;
  try {
    return JSON.stringify(JSON.parse(given)) === understood;
  } catch {
    return false;
  }
}

function wordsFor(given: unknown, understood: unknown): Fault['text'] {
  if (given === undefined) return { zh: '缺少此处内容，其余部分要求有它', en: 'It is missing: the rest asks for it' };
  if (understood === undefined)
    return { zh: '此处内容本平台不支持，不会生效', en: 'It is not supported here and would have no effect' };
  return { zh: '与其余部分或数据项的定义不一致', en: 'It disagrees with the rest, or with the definition of the element' };
}
