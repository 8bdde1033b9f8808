import { isResourceType } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { type Condition, isDecidable, parseSearch } from '../../store/index.ts';
import { changeTopicOf, findTopic, type Topic } from './topics.ts';

/** Conditions that a resource meets; those of all filters of a subscription hold. */
export interface Filters {
  /** What the resource alone tells. */
  readonly own: readonly Condition[];
  /** What others tell: those that it refers to, that refer to it, lists and value sets. */
  readonly others: readonly Condition[];
}

const MOST_FILTERS = 20;

/**
 * The topic of a criteria and what narrows it. A criteria of R4's own form (`Observation?code=…`) is read as every change
 * of that type. Filters have the forms of the guide: `parameter=value`, `Type.parameter=value`, `Type?parameter=value&…`.
 * @throws Problem subscription-refused
 */
export function readCriteria(
  criteria: string,
  filters: readonly unknown[],
  at: string,
): { readonly topic: Topic; readonly filters: Filters } {
  const question = criteria.indexOf('?');
  const type = question < 0 ? criteria : criteria.slice(0, question);
  const isPlain = isResourceType(type);
  const topic = isPlain ? changeTopicOf(type) : findTopic(criteria);
  if (!topic) throw unsupported('The topic is none of those in the CapabilityStatement', `${at}.criteria`);
  const plain = isPlain && question > 0 ? [{ text: criteria, at: `${at}.criteria` }] : [];
  const given = filters.map((text, index) => ({ text, at: `${at}.criteria.extension[${index}]` }));
  const all = [...plain, ...given];
  if (all.length > MOST_FILTERS) throw unsupported(`There are at most ${MOST_FILTERS} filters`, `${at}.criteria.extension`);
  const conditions = all.flatMap((one) => readFilter(topic, one.text, one.at));
  const { own = [], others = [] } = Object.groupBy(conditions, (one) => (isDecidable(one) ? 'own' : 'others'));
  return { topic, filters: { own, others } };
}

function readFilter(topic: Topic, text: unknown, at: string): readonly Condition[] {
  const { parameters, type } = typeof text === 'string' ? splitFilter(text) : { parameters: [], type: undefined };
  if (parameters.length === 0 || parameters.some(([, value]) => value === ''))
    throw unsupported('A filter is parameter=value, Type.parameter=value or Type?parameter=value', at);
  if (type !== undefined && type !== topic.resource) throw unsupported(`The topic is about ${topic.resource}`, at);
  for (const [name] of parameters)
    if (!topic.filters.includes(name.split(/[:.]/)[0] ?? '')) throw unsupported(`The topic has no filter ${name}`, at);
  return atPlace(at, () => parseSearch(topic.resource, parameters, true)).conditions;
}

/** Only what stands before the first `=` names a type. */
function splitFilter(text: string): { type: string | undefined; parameters: [string, string][] } {
  const [, typed, query] = /^([A-Z][A-Za-z]+)[?.]([\s\S]*)$/.exec(text) ?? [];
  return { type: typed, parameters: [...new URLSearchParams(query ?? text)].filter(([name]) => name !== '') };
}

function atPlace<Value>(at: string, work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    throw thrown instanceof Problem ? unsupported(thrown.message, at) : thrown;
  }
}

const unsupported = (detail: string, at: string) => new Problem('subscription-refused', detail, { at });
