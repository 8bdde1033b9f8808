import { isId, isResourceType, type SearchParameter } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { anyOf, type Condition } from './condition.ts';
import { anyType, parameterOf, type SearchContext } from './context.ts';
import { parseCondition } from './parse-condition.ts';
import { alternativesIn, plainText, readDate } from './values.ts';

const MAX_DEPTH = 4;
/** Parameters of every type that take no modifier. */
const OF_THE_STORE: ReadonlySet<string> = new Set(['_id', '_lastUpdated', '_list']);

/**
 * The condition of `name=value` on a type: a parameter of the type, `_id`, `_lastUpdated`, a chain (`subject:Patient.name`)
 * or a reverse chain (`_has:Observation:patient:code`).
 * @returns undefined where the type has no such parameter
 * @throws Problem parameter-invalid, parameter-unsupported
 */
export function parseNamed(type: string, name: string, value: string, context: SearchContext, depth = 0): Condition | undefined {
  if (depth > MAX_DEPTH) throw new Problem('parameter-invalid', `Chains have at most ${MAX_DEPTH} links`, { at: name });
  if (name === '_id') return { kind: 'ids', ids: alternativesIn(name, value).map(plainText) };
  if (name === '_lastUpdated')
    return anyOf(alternativesIn(name, value).map((text): Condition => ({ kind: 'updated', comparison: readDate(name, text) })));
  if (name === '_list') return anyOf(alternativesIn(name, value).map((text) => listCondition(plainText(text))));
  if (name.startsWith('_has:')) return parseHas(type, name, value, context, depth);
  const dot = name.indexOf('.');
  if (dot > 0) return parseChain(type, name, dot, value, context, depth);
  const [code = '', modifier, ...rest] = name.split(':');
  const parameter = parameterOf(type, code, context);
  // a condition that is half understood would let through what it was to keep out
  if (modifier !== undefined && (rest.length > 0 || OF_THE_STORE.has(code)))
    throw new Problem('parameter-unsupported', `The modifier of ${code} is not supported here`, { at: name });
  if (!parameter) return undefined;
  return parseCondition({ type, parameter, modifier, value, name }, context);
}

/** Membership of a List by its id; what `$current-problems` and the like are, R4 leaves to profiles. */
function listCondition(text: string): Condition {
  const id = text.replace(/^List\//, '');
  if (isId(id)) return { kind: 'list', id };
  throw new Problem('parameter-invalid', '_list is the id of a List', { at: '_list' });
}

/** `_has:Observation:patient:code=1234` */
function parseHas(self: string, name: string, value: string, context: SearchContext, depth: number): Condition {
  const [, type = '', code = '', ...rest] = name.split(':');
  const parameter = isResourceType(type) ? parameterOf(type, code, context) : undefined;
  if (parameter?.kind !== 'reference' || rest.length === 0)
    throw new Problem('parameter-invalid', '_has is _has:Type:reference:parameter', { at: name });
  const condition = parseNamed(type, rest.join(':'), value, context, depth + 1);
  if (!condition) throw new Problem('parameter-unsupported', `${type} cannot be searched by ${rest.join(':')}`, { at: name });
  return { kind: 'has', type, places: parameter.paths.map(({ key }) => key), self, conditions: [condition] };
}

/** `subject:Patient.name=peter`, `subject.name=peter`; without a type, every type that the parameter may lead to is tried. */
function parseChain(
  type: string,
  name: string,
  dot: number,
  value: string,
  context: SearchContext,
  depth: number,
): Condition | undefined {
  const [code = '', wanted] = name.slice(0, dot).split(':');
  const parameter = parameterOf(type, code, context);
  if (!parameter) return undefined;
  if (parameter.kind !== 'reference') throw new Problem('parameter-invalid', `${code} is no reference`, { at: name });
  const rest = name.slice(dot + 1);
  const found = typesOf(parameter, wanted).flatMap((target): Condition[] => {
    const condition = parseNamed(target, rest, value, context, depth + 1);
    return condition
      ? [{ kind: 'chain', places: parameter.paths.map(({ key }) => key), type: target, conditions: [condition] }]
      : [];
  });
  if (found.length === 0)
    throw new Problem('parameter-unsupported', `Nothing that ${code} leads to can be searched by ${rest}`, { at: name });
  return anyOf(found);
}

function typesOf(parameter: SearchParameter, wanted: string | undefined): readonly string[] {
  if (wanted) return isResourceType(wanted) ? [wanted] : [];
  const only = parameter.paths.flatMap(({ target }) => target ?? []);
  if (only.length > 0) return [...new Set(only)];
  return parameter.targets.length > 0 ? parameter.targets : anyType;
}
