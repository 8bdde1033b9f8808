import { isResourceType, type Subset } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { bodyPaths } from './body-paths.ts';
import { type Condition, withRangesJoined } from './condition.ts';
import { parameterOf, type SearchContext } from './context.ts';
import { checkCost } from './cost.ts';
import { parseCursor } from './cursor.ts';
import { hasMainDate } from './main-date.ts';
import { parseNamed } from './parse-query.ts';
import type { Inclusion, SearchQuery, Sort } from './query.ts';

const DEFAULT_COUNT = 50;
const MAX_COUNT = 1000;
const MOST_PARAMETERS = 100;
const MOST_ORDERS = 8;

/**
 * Reads search parameters in the order given.
 * @param strict refuse unknown parameters (`Prefer: handling=strict`) rather than list them as ignored
 * @throws Problem parameter-unsupported, parameter-invalid, too-large
 */
export function parseSearch(
  type: string,
  parameters: Iterable<readonly [string, string]>,
  strict: boolean,
  context: SearchContext = { base: '' },
): SearchQuery {
  const conditions: Condition[] = [];
  const understood: (readonly [string, string])[] = [];
  const ignored: string[] = [];
  let cursor: string | undefined;
  let controls: Controls = { sort: [], count: DEFAULT_COUNT, total: 'none', subset: undefined, inclusions: [] };
  for (const [name, value] of parameters) {
    if (understood.length + ignored.length >= MOST_PARAMETERS)
      throw new Problem('too-large', `A search has at most ${MOST_PARAMETERS} parameters`, { at: name });
    if (value.includes('\u0000')) throw new Problem('parameter-invalid', 'A value has no NUL', { at: name });
    if (name === '_cursor') {
      cursor = value;
      continue;
    }
    const control = parseControl(type, name, value, controls, context);
    const condition = control ? undefined : parseNamed(type, name, value, context);
    if (control) controls = { ...controls, ...control };
    else if (condition) conditions.push(condition);
    else if (strict) throw new Problem('parameter-unsupported', `${type} cannot be searched by ${name}`, { at: name });
    else ignored.push(name);
    if (control || condition) understood.push([name, value]);
    checkCost(conditions);
  }
  const after = cursor === undefined ? undefined : parseCursor(cursor, controls.sort.length);
  return { type, conditions: withRangesJoined(conditions), understood, ignored, after, ...controls };
}

type Controls = Pick<SearchQuery, 'sort' | 'count' | 'total' | 'subset' | 'inclusions'>;

function parseControl(
  type: string,
  name: string,
  value: string,
  { inclusions }: Controls,
  context: SearchContext,
): Partial<Controls> | undefined {
  const [code, modifier] = name.split(':');
  switch (code) {
    case '_format':
    case '_pretty':
      return {};
    case '_contained':
      return value === 'false' ? {} : refuse(name, 'false: contained resources are found with what contains them');
    case '_sort':
      return { sort: parseSorts(type, value, context) };
    case '_count':
      // https://hl7.org/fhir/R4/search.html#count: none is the same as `_summary=count`
      return /^0+$/.test(value) ? { count: 0, total: 'accurate' } : { count: parseCount(value) };
    case '_total':
      return value === 'none' || value === 'estimate' || value === 'accurate'
        ? { total: value }
        : refuse(name, 'none, estimate or accurate');
    case '_summary':
      return parseSummary(value);
    case '_elements':
      return { subset: parseElements(type, value) };
    case '_include':
    case '_revinclude':
      return { inclusions: [...inclusions, parseInclusion(code, modifier, value, context)] };
    default:
      return undefined;
  }
}

function refuse(name: string, expected: string): never {
  throw new Problem('parameter-invalid', `${name} is ${expected}`, { at: name });
}

/**
 * The part of a resource that a read asks for by `_summary` and `_elements`; undefined: all of it.
 * @throws Problem parameter-invalid
 */
export function parseSubset(type: string, parameters: Iterable<readonly [string, string]>): Subset | undefined {
  let subset: Subset | undefined;
  for (const [name, value] of parameters) {
    if (name === '_summary' && value === 'count') refuse(name, 'true, text, data or false where one resource is read');
    if (name === '_summary') subset = parseSummary(value).subset;
    if (name === '_elements') subset = parseElements(type, value);
  }
  return subset;
}

const parseElements = (type: string, value: string): Subset => ({
  kind: 'elements',
  names: value.split(',').map((one) => elementIn(type, one.trim())),
});

function parseSummary(value: string): Partial<Controls> {
  switch (value) {
    case 'true':
      return { subset: { kind: 'summary' } };
    case 'text':
    case 'data':
      return { subset: { kind: value } };
    case 'count':
      return { count: 0, total: 'accurate' };
    case 'false':
      return { subset: undefined };
    default:
      return refuse('_summary', 'true, text, data, count or false');
  }
}

function parseCount(value: string): number {
  return /^\d{1,9}$/.test(value) ? Math.min(Number(value), MAX_COUNT) : refuse('_count', 'a whole number');
}

/** Elements of the resource itself; `Patient.name` and `name.family` ask for `name`. */
const elementIn = (type: string, text: string): string => text.replace(new RegExp(`^${type}\\.`), '').split('.')[0] ?? '';

function parseSorts(type: string, value: string, context: SearchContext): Sort[] {
  const parts = value.split(',');
  return parts.length <= MOST_ORDERS
    ? parts.map((part) => parseSort(type, part, context))
    : refuse('_sort', `at most ${MOST_ORDERS} orders`);
}

function parseSort(type: string, part: string, context: SearchContext): Sort {
  const descending = part.startsWith('-');
  const code = part.slice(descending ? 1 : 0).trim();
  if (code === '_id') return { by: 'id', descending };
  if (code === '_lastUpdated') return { by: 'updated', descending };
  if (code === 'date' && hasMainDate(type)) return { by: 'happened', descending };
  const parameter = parameterOf(type, code, context);
  const places = parameter?.paths.map(({ key }) => key) ?? [];
  if (parameter?.kind === 'date' || parameter?.kind === 'number' || parameter?.kind === 'quantity')
    return { by: 'range', places, descending };
  if (parameter?.kind === 'string' || parameter?.kind === 'uri') return { by: 'text', places, descending };
  const paths = parameter && !parameter.isOwn && parameter.kind !== 'composite' ? bodyPaths(parameter) : [];
  if (paths.length > 0) return { by: 'body', paths, descending };
  return refuse('_sort', `parameters of ${type} with one value each, _id or _lastUpdated; ${code || 'nothing'} is none`);
}

/** `Observation:subject`, `Observation:subject:Patient`, `Observation:*`, `*`. https://hl7.org/fhir/R4/search.html#revinclude */
function parseInclusion(
  name: '_include' | '_revinclude',
  modifier: string | undefined,
  value: string,
  context: SearchContext,
): Inclusion {
  const [type = '', code = '*', target] = value.split(':');
  const iterate = modifier === 'iterate' || modifier === 'recurse';
  const kind = name === '_include' ? 'include' : 'revinclude';
  if (value === '*' && kind === 'include') return { kind, type: '*', code: '*', target: undefined, iterate };
  const parameter = isResourceType(type) && code !== '*' ? parameterOf(type, code, context) : undefined;
  const isKnown = isResourceType(type) && (code === '*' || parameter?.kind === 'reference');
  if (!isKnown || (target !== undefined && !isResourceType(target)) || (modifier !== undefined && !iterate))
    refuse(name, 'Type:reference or Type:reference:TargetType');
  const ownPlaces = parameter?.isOwn ? { ownPlaces: parameter.paths.map(({ key }) => key) } : {};
  return { kind, type, code, target, iterate, ...ownPlaces };
}
