import { type Compiled, compileExpression, resourceNode, toCondition } from '../../fhir/fhirpath/index.ts';
import { isObject, type Resource, resourceTypes, searchParametersOf } from '../../fhir/index.ts';
import type { Bilingual } from '../../kernel/index.ts';

type Interaction = 'create' | 'update' | 'delete';

/** What can be listened to, after https://hl7.org/fhir/R5/subscriptiontopic.html. */
export interface Topic {
  readonly url: string;
  readonly title: Bilingual;
  readonly resource: string;
  readonly interactions: readonly Interaction[];
  /** FHIRPath over %previous and %current, each empty where there is no such version. */
  readonly criteria?: string;
  /** Search parameters by which a subscription may narrow the topic. */
  readonly filters: readonly string[];
  /** Reference parameters whose targets go along with a full resource. */
  readonly include: readonly string[];
}

const URL = 'urn:minkang:topic:';

const INPATIENT = "%current.class.code in ('IMP' | 'ACUTE' | 'NONAC')";
const becomes = (status: string) => `%current.status = '${status}' and %previous.where(status = '${status}').empty()`;
const ofEncounter = { resource: 'Encounter', interactions: ['create', 'update'], include: ['patient'] } as const;
const encounterFilters = ['patient', 'class', 'type', 'service-provider', 'participant', 'location', 'identifier', 'date'];

/** Topics with a meaning of their own. */
const named: readonly Topic[] = [
  {
    url: `${URL}encounter-start`,
    title: { zh: '就诊开始', en: 'An encounter begins' },
    ...ofEncounter,
    criteria: becomes('in-progress'),
    filters: encounterFilters,
  },
  {
    url: `${URL}encounter-end`,
    title: { zh: '就诊结束', en: 'An encounter ends' },
    ...ofEncounter,
    criteria: becomes('finished'),
    filters: encounterFilters,
  },
  {
    url: `${URL}admission`,
    title: { zh: '入院', en: 'A patient is admitted' },
    ...ofEncounter,
    criteria: `${becomes('in-progress')} and ${INPATIENT}`,
    filters: encounterFilters,
  },
  {
    url: `${URL}discharge`,
    title: { zh: '出院', en: 'A patient is discharged' },
    ...ofEncounter,
    criteria: `${becomes('finished')} and ${INPATIENT}`,
    filters: encounterFilters,
  },
  {
    url: `${URL}observation`,
    title: { zh: '新增或变更的检查检验结果', en: 'An observation is new or changed' },
    resource: 'Observation',
    interactions: ['create', 'update'],
    filters: [
      'patient',
      'subject',
      'code',
      'category',
      'status',
      'encounter',
      'performer',
      'date',
      'value-quantity',
      'identifier',
    ],
    include: ['patient'],
  },
  {
    url: `${URL}condition-new`,
    title: { zh: '新诊断', en: 'A condition is new' },
    resource: 'Condition',
    interactions: ['create'],
    filters: ['patient', 'subject', 'code', 'category', 'clinical-status', 'verification-status', 'encounter', 'recorded-date'],
    include: ['patient'],
  },
  {
    url: `${URL}immunization-given`,
    title: { zh: '已接种疫苗', en: 'A vaccine was given' },
    resource: 'Immunization',
    interactions: ['create', 'update'],
    criteria: becomes('completed'),
    filters: ['patient', 'vaccine-code', 'location', 'performer', 'lot-number', 'date', 'identifier'],
    include: ['patient'],
  },
];

/** What tells of systems rather than of health care is nobody's topic. */
const WITHOUT_TOPIC: ReadonlySet<string> = new Set(['Subscription', 'SubscriptionStatus', 'SubscriptionTopic']);

const changes: readonly Topic[] = resourceTypes.filter((type) => !WITHOUT_TOPIC.has(type)).map(changeOf);

/** Parameters of every type. */
const COMMON = ['_id', '_lastUpdated', '_has', '_list'];

/** Every change of a type; by every parameter of it. */
function changeOf(type: string): Topic {
  return {
    url: `${URL}change:${type}`,
    title: { zh: `${type} 的任何变更`, en: `Any change of a resource of type ${type}` },
    resource: type,
    interactions: ['create', 'update', 'delete'],
    get filters() {
      return [...COMMON, ...searchParametersOf(type).keys()];
    },
    include: [],
  };
}

export const topics: readonly Topic[] = [...named, ...changes];
const byUrl = new Map(topics.map((topic) => [topic.url, topic]));

export const findTopic = (url: string): Topic | undefined => byUrl.get(url);
/** The topic that a criteria of R4's own form, `Observation?code=…`, is read as. */
export const changeTopicOf = (type: string): Topic | undefined => byUrl.get(`${URL}change:${type}`);

const compiled = new Map<string, Compiled>();

/** Whether a change is one of those that the topic is about, filters aside. */
export function isAbout(topic: Topic, action: string, previous: Resource | undefined, current: Resource | undefined): boolean {
  if (!topic.interactions.some((one) => one === action)) return false;
  return topic.criteria === undefined || holds(topic.criteria, previous, current);
}

function holds(criteria: string, previous: Resource | undefined, current: Resource | undefined): boolean {
  const evaluate = compiled.get(criteria) ?? compileExpression(criteria);
  compiled.set(criteria, evaluate);
  const node = resourceNode(current ?? previous ?? {});
  const variables = new Map([
    ['previous', isObject(previous) ? [resourceNode(previous)] : []],
    ['current', isObject(current) ? [resourceNode(current)] : []],
  ]);
  const answer = evaluate([node], { resource: node, rootResource: node, now: () => new Date().toISOString(), variables });
  return toCondition(answer) === true;
}
