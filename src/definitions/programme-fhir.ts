import type { Bilingual } from '../kernel/index.ts';
import type { Term } from '../life-course/index.ts';
import { type Classification, type Enrolment, elementsOf, type Programme } from '../programmes/index.ts';
import { type Element, PROGRAMME } from '../standards/index.ts';
import { containElements, readElements, referToElements } from './element-fhir.ts';
import { type Reading, readExpression, toExpression } from './expression.ts';
import { headOf, readQuestionnaire, toQuestionnaire } from './form-fhir.ts';
import { readMeasure, toMeasure } from './measure-fhir.ts';
import { CLASSIFICATION, CLOSING, codeAfter, computable, extensions, formUrl, idOf, measureUrl, planUrl } from './names.ts';
import { bilingual, known, type Part, type Place } from './place.ts';
import {
  actionId,
  applicable,
  ENROLMENT_ACTION,
  kindOf,
  partCode,
  readAction,
  readCondition,
  toAction,
  toActivityDefinition,
} from './schedule-fhir.ts';

/** A programme in FHIR: its PlanDefinition first, then what that names. */
export function toResources(programme: Programme): readonly Part[] {
  const elements = elementsOf(programme);
  return [
    toPlan(programme),
    ...programme.activities.map((activity) => toActivityDefinition(programme, activity)),
    ...programme.forms.map((form) => toQuestionnaire(programme, form, elements)),
    ...programme.measures.map((measure) => toMeasure(programme, measure)),
  ];
}

/** https://hl7.org/fhir/R4/plandefinition.html */
function toPlan(programme: Programme): Part {
  const { code, version, title, purpose, source, restricted, elements, forms, measures } = programme;
  const extension = [
    ...(restricted === undefined ? [] : [{ url: extensions.restricted, valueBoolean: restricted }]),
    ...referToElements(elements),
  ];
  const contained = containElements(elements);
  const dependsOn = (url: string) => ({ type: 'depends-on', resource: `${url}|${version}` });
  return known({
    resourceType: 'PlanDefinition',
    id: idOf('programme', code, version),
    contained: contained.length > 0 ? contained : undefined,
    extension: extension.length > 0 ? extension : undefined,
    url: planUrl(programme),
    ...headOf(programme),
    name: computable(code),
    ...bilingual('title', title),
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'workflow-definition' }] },
    ...bilingual('description', purpose),
    useContext: [
      {
        code: { system: 'http://terminology.hl7.org/CodeSystem/usage-context-type', code: 'program' },
        valueCodeableConcept: { coding: [{ system: PROGRAMME, code }] },
      },
    ],
    relatedArtifact: [
      { type: 'citation', citation: source },
      ...forms.map((form) => dependsOn(formUrl(programme, form.code))),
      ...measures.map((measure) => dependsOn(measureUrl(measure.code))),
    ],
    action: [
      toEnrolment(programme.enrolment),
      ...programme.activities.map((activity) => toAction(programme, activity)),
      ...programme.classifications.map(toClassification),
    ],
  });
}

const ENROLMENT: Bilingual = { zh: '纳入', en: 'Enrolment' };

function toEnrolment(enrolment: Enrolment): Part {
  const isCase = enrolment.kind === 'case';
  const closing = isCase
    ? enrolment.closing.map(({ code, title }) => ({
        url: extensions.closing,
        valueCoding: { system: CLOSING, code, ...bilingual('display', title) },
      }))
    : [];
  return {
    id: ENROLMENT_ACTION,
    ...(closing.length > 0 ? { extension: closing } : {}),
    ...bilingual('title', ENROLMENT),
    ...partCode(`${enrolment.kind}-enrolment`),
    ...applicable(isCase ? enrolment.suggested : enrolment.eligible),
  };
}

/** What the latest contact makes of somebody: a value that an action sets after its activities. */
function toClassification({ code, title, of, value, values }: Classification): Part {
  return {
    id: idOf('classification', code),
    extension: values.map((one) => ({
      url: extensions.class,
      valueCoding: {
        ...(one.severity || one.advice
          ? {
              extension: [
                ...(one.severity ? [{ url: extensions.severity, valueCode: one.severity }] : []),
                ...(one.advice ? [{ url: extensions.advice, ...bilingual('valueString', one.advice) }] : []),
              ],
            }
          : {}),
        system: `${CLASSIFICATION}:${code}`,
        code: one.code,
        ...bilingual('display', one.title),
      },
    })),
    ...bilingual('title', title),
    ...partCode('classification', [CLASSIFICATION, code]),
    relatedAction: of.map((activity) => ({ actionId: actionId(activity), relationship: 'after-end' })),
    dynamicValue: [{ path: code, expression: toExpression(value) }],
  };
}

/** What came along with a PlanDefinition. */
export interface Alongside {
  /** The resource of this type with this address and version. */
  find(type: string, url: string, version: string): Place | undefined;
  isTable(name: string): boolean;
}

/**
 * A programme as its PlanDefinition has it, with what it names. What cannot be read is noted at its place; the programme is to be
 * used only where nothing was.
 * @param shared elements that every programme may use
 */
export function readProgramme(plan: Place, alongside: Alongside, shared: readonly Element[]): Programme {
  const code = codeAfter('urn:minkang:programme:', plan.member('url').value) ?? '';
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(code))
    plan
      .member('url')
      .fault(
        '应为 urn:minkang:programme:代码，代码为小写字母、数字和连字符',
        'urn:minkang:programme:CODE is expected, of small letters, digits and hyphens',
      );
  const version = plan.text('version');
  if (!/^[A-Za-z0-9.-]{1,20}$/.test(version))
    plan
      .member('version')
      .fault('版本号为 1 至 20 个字母、数字、点或连字符', 'A version has 1 to 20 letters, digits, dots or hyphens');
  const elements = readElements(plan, alongside.isTable);
  const byName = new Map([...shared, ...elements].map((element) => [element.name, element]));
  const reading: Reading = { isName: (name) => byName.has(name) };
  const named = { code, version };
  const actions = plan.list('action');
  const of = (kind: string) => actions.filter((action) => kindOf(action) === kind);
  const artifacts = plan.list('relatedArtifact').map((one) => ({ one, url: one.member('resource') }));
  const depends = (prefix: string, type: string) =>
    artifacts.flatMap(({ url }) => {
      const [address = '', at] = String(url.value ?? '').split('|');
      const name = codeAfter(prefix, address);
      if (name === undefined) return [];
      const place = at === version ? alongside.find(type, address, version) : undefined;
      if (!place) url.fault(`缺少 ${type} ${address}|${version}`, `${type} ${address}|${version} did not come along`);
      return place ? [{ name, place }] : [];
    });
  for (const [index, action] of actions.entries())
    if (!['population-enrolment', 'case-enrolment', 'activity', 'classification'].includes(kindOf(action) ?? ''))
      action.member('code').fault(`第 ${index + 1} 个动作不知是什么`, `It is not said what part action ${index + 1} is`);
  const restricted = plan.extension(extensions.restricted, 'Boolean').value;
  return known({
    ...named,
    valid: readValidity(plan),
    title: plan.bilingual('title'),
    purpose: plan.bilingual('description'),
    source: artifacts.find(({ one }) => one.member('type').value === 'citation')?.one.text('citation') ?? '',
    restricted: typeof restricted === 'boolean' ? restricted : undefined,
    enrolment: readEnrolment(plan, of, reading),
    activities: of('activity').map((action) =>
      readAction(action, {
        ...reading,
        programme: named,
        definitionOf: (url) => alongside.find('ActivityDefinition', url, version),
      }),
    ),
    forms: depends(formUrl(named, ''), 'Questionnaire').map(({ name, place }) => readQuestionnaire(place, name, byName, reading)),
    elements,
    classifications: of('classification').map((action) => readClassification(action, reading)),
    measures: depends(measureUrl(''), 'Measure').map(({ name, place }) => readMeasure(place, name, reading)),
  });
}

function readValidity(plan: Place): Programme['valid'] {
  const period = plan.member('effectivePeriod');
  const [from, until] = [period.text('start'), period.optionalText('end')];
  const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day);
  if (!isDay(from) || (until !== undefined && (!isDay(until) || until < from)))
    period.fault('有效期应为日期（年-月-日），止不早于起', 'Days (YYYY-MM-DD) are expected, the last not before the first');
  return known({ from, until });
}

function readEnrolment(plan: Place, of: (kind: string) => readonly Place[], reading: Reading): Enrolment {
  const [[population], [enrolled]] = [of('population-enrolment'), of('case-enrolment')];
  if (population && !enrolled) {
    const eligible = readCondition(population, reading);
    if (!population.member('condition').isThere) population.fault('缺少纳入条件', 'The condition of who is in it is missing');
    return { kind: 'population', eligible: eligible ?? { always: false } };
  }
  if (!enrolled || population) {
    plan.member('action').fault('应有且只有一个纳入动作', 'Exactly one action of enrolment is expected');
    return { kind: 'population', eligible: { always: false } };
  }
  const closing = enrolled.extensions(extensions.closing).map((one) => {
    const coding = one.member('valueCoding');
    return { code: coding.text('code'), title: coding.bilingual('display') };
  });
  return known({ kind: 'case' as const, suggested: readCondition(enrolled, reading), closing });
}

const SEVERITIES = ['good', 'watch', 'bad'] as const;

function readClassification(action: Place, reading: Reading): Classification {
  const code = action.codeOf('code', CLASSIFICATION) ?? '';
  const [dynamic] = action.list('dynamicValue');
  const value = dynamic && readExpression<Term>(dynamic.member('expression'), 'term', reading);
  if (!dynamic) action.member('dynamicValue').fault('缺少规则', 'The rule is missing');
  return {
    code,
    title: action.bilingual('title'),
    of: action.list('relatedAction').map((one) => one.text('actionId').replace(/^activity-/, '')),
    value: value ?? '',
    values: action.extensions(extensions.class).map((one) => {
      const coding = one.member('valueCoding');
      const severity = coding.extension(extensions.severity, 'Code').value;
      const [advice] = coding.extensions(extensions.advice);
      return known({
        code: coding.text('code'),
        title: coding.bilingual('display'),
        severity: SEVERITIES.find((one) => one === severity),
        advice: advice?.bilingual('valueString'),
      });
    }),
  };
}
