import type { Condition, Pattern, Span } from '../life-course/index.ts';
import type { Activity, Anchor, Form, Interval, Programme, Schedule, Step } from '../programmes/index.ts';
import { ACTIVITY } from '../standards/index.ts';
import { type Reading, readDuration, readExpression, toDuration, toExpression, toSpanRange } from './expression.ts';
import { headOf } from './form-fhir.ts';
import { activityUrl, codeAfter, computable, extensions, formUrl, idOf, PART, STEP } from './names.ts';
import { bilingual, known, type Part, type Place } from './place.ts';

type Kind = 'activity' | 'step' | 'first' | 'choice' | 'otherwise';

export const ENROLMENT_ACTION = 'enrolment';
/** Id of the action of an activity: others are timed after it. */
export const actionId = (activity: string): string => idOf('activity', activity);

export const partCode = (kind: string, ...more: readonly (readonly [system: string, code: string])[]): Part => ({
  code: [{ coding: [{ system: PART, code: kind }, ...more.map(([system, code]) => ({ system, code }))] }],
});

export const applicable = (when: Condition | undefined): Part =>
  when === undefined ? {} : { condition: [{ kind: 'applicability', expression: toExpression(when) }] };

const versioned = (url: string, { version }: Pick<Programme, 'version'>) => `${url}|${version}`;

/** An activity as it is planned: https://hl7.org/fhir/R4/plandefinition-definitions.html#PlanDefinition.action */
export function toAction(programme: Programme, activity: Activity): Part {
  const { code, title, when, schedule, doneBy = [], remindDays, remindNamed } = activity;
  const extension = [
    ...doneBy.map((pattern) => ({ url: extensions.countsAs, valueExpression: toExpression(pattern) })),
    ...(remindDays === undefined ? [] : [{ url: extensions.remindDays, valueInteger: remindDays }]),
    ...(remindNamed === undefined ? [] : [{ url: extensions.remindNamed, valueBoolean: remindNamed }]),
    ...(schedule.kind === 'steps' ? [{ url: extensions.anchor, valueExpression: toExpression(schedule.anchor) }] : []),
    ...(schedule.kind === 'follow-up' && schedule.anew !== undefined
      ? [{ url: extensions.anew, valueBoolean: schedule.anew }]
      : []),
  ];
  return {
    id: actionId(code),
    ...(extension.length > 0 ? { extension } : {}),
    ...bilingual('title', title),
    ...partCode('activity', [ACTIVITY, `${programme.code}/${code}`]),
    ...applicable(when),
    ...(schedule.kind === 'on-demand' ? { trigger: [{ type: 'named-event', name: 'on-demand' }] } : {}),
    ...(schedule.kind === 'yearly' ? { timingTiming: { repeat: { frequency: 1, period: 1, periodUnit: 'a' } } } : {}),
    ...(schedule.kind === 'steps' ? { groupingBehavior: 'logical-group' } : {}),
    ...(schedule.kind === 'follow-up' ? { selectionBehavior: 'exactly-one' } : {}),
    definitionCanonical: versioned(activityUrl(programme, code), programme),
    ...(schedule.kind === 'steps' ? { action: schedule.steps.map((step) => toStep(programme, step)) } : {}),
    ...(schedule.kind === 'follow-up' ? { action: toFollowUps(code, schedule) } : {}),
  };
}

/** From when to when, counted from the anchor of the activity. */
const toStep = (programme: Programme, { code, title, from, by, when, form }: Step): Part => ({
  ...bilingual('title', title),
  ...partCode('step', [STEP, code]),
  ...applicable(when),
  timingRange: toSpanRange(from, by),
  ...(form === undefined ? {} : { definitionCanonical: versioned(formUrl(programme, form), programme) }),
});

function toFollowUps(activity: string, { first, choices, otherwise }: Extract<Schedule, { kind: 'follow-up' }>): readonly Part[] {
  const after = (id: string, relationship: string, interval: Interval): Part => ({
    relatedAction: [{ actionId: id, relationship, offsetDuration: toDuration(interval.after) }],
    timingDuration: toDuration(interval.within),
  });
  const next = (interval: Interval) => after(actionId(activity), 'after-end', interval);
  return [
    { ...partCode('first'), ...after(ENROLMENT_ACTION, 'after-start', first) },
    ...choices.map((choice) => ({
      ...(choice.refer === undefined ? {} : { extension: [{ url: extensions.refer, valueBoolean: choice.refer }] }),
      ...partCode('choice'),
      ...(choice.reason ? { reason: [bilingual('text', choice.reason)] } : {}),
      ...applicable(choice.when),
      ...next(choice),
    })),
    { ...partCode('otherwise'), ...next(otherwise) },
  ];
}

/** What is done, apart from when: https://hl7.org/fhir/R4/activitydefinition.html */
export const toActivityDefinition = (programme: Programme, { code, title, form }: Activity): Part => ({
  resourceType: 'ActivityDefinition',
  id: idOf('activity', programme.code, code, programme.version),
  url: activityUrl(programme, code),
  ...headOf(programme),
  name: computable(programme.code, code),
  ...bilingual('title', title),
  ...(form === undefined
    ? {}
    : { relatedArtifact: [{ type: 'depends-on', resource: versioned(formUrl(programme, form), programme) }] }),
  kind: 'Task',
  code: { coding: [{ system: ACTIVITY, code: `${programme.code}/${code}` }] },
});

/** Code of a form in a canonical address with its version. */
export function readFormCode(place: Place, programme: Pick<Programme, 'code' | 'version'>): Form['code'] | undefined {
  const [url, version] = String(place.value).split('|');
  const code = codeAfter(formUrl(programme, ''), url);
  if (code !== undefined && version === programme.version) return code;
  place.fault('应指向本方案同一版本的表单', 'A form of this version of the programme is expected');
  return undefined;
}

export interface ReadActivity extends Reading {
  readonly programme: Pick<Programme, 'code' | 'version'>;
  /** The ActivityDefinition with this address; undefined where it did not come along. */
  readonly definitionOf: (url: string) => Place | undefined;
}

/** The kind of part that an action is. */
export const kindOf = (action: Place): string | undefined => action.codeOf('code', PART);

/** The condition of an action; undefined where it has none. */
export function readCondition(action: Place, reading: Reading): Condition | undefined {
  const [condition, more] = action.list('condition');
  if (more) more.fault('一个动作只能有一个条件', 'An action has one condition at most');
  return condition && readExpression<Condition>(condition.member('expression'), 'condition', reading);
}

export function readAction(action: Place, reading: ReadActivity): Activity {
  const { programme, definitionOf } = reading;
  const name = action.codeOf('code', ACTIVITY) ?? '';
  const code = codeAfter(`${programme.code}/`, name);
  if (code === undefined)
    action.member('code').fault(`应有 ${ACTIVITY} 的 方案/活动`, `A code of ${ACTIVITY}, PROGRAMME/ACTIVITY, is missing`);
  const url = activityUrl(programme, code ?? '');
  const definition = definitionOf(url);
  if (!definition) action.member('definitionCanonical').fault(`缺少 ${url}`, `${url} did not come along`);
  const [artifact] = definition?.list('relatedArtifact') ?? [];
  const doneBy = action
    .extensions(extensions.countsAs)
    .map((one) => readExpression<Pattern>(one.member('valueExpression'), 'pattern', reading))
    .filter((one) => one !== undefined);
  const remindDays = action.extension(extensions.remindDays, 'Integer').value;
  return known({
    code: code ?? '',
    title: action.bilingual('title'),
    form: artifact && readFormCode(artifact.member('resource'), programme),
    schedule: readSchedule(action, reading),
    doneBy: doneBy.length > 0 ? doneBy : undefined,
    when: readCondition(action, reading),
    remindDays: typeof remindDays === 'number' ? remindDays : undefined,
    remindNamed: action.extension(extensions.remindNamed, 'Boolean').value === true ? (true as const) : undefined,
  });
}

function readSchedule(action: Place, reading: ReadActivity): Schedule {
  const anchor = action.extension(extensions.anchor, 'Expression');
  if (anchor.isThere) {
    const read = readExpression<Anchor>(anchor, 'anchor', reading) ?? 'birth';
    return { kind: 'steps', anchor: read, steps: action.list('action').map((step) => readStep(step, reading)) };
  }
  if (action.member('timingTiming').isThere) {
    const { frequency, period, periodUnit } = (action.member('timingTiming').member('repeat').value ?? {}) as Record<
      string,
      unknown
    >;
    if (frequency !== 1 || period !== 1 || periodUnit !== 'a')
      action.member('timingTiming').fault('只支持每年一次', 'Once a year is the only timing here');
    return { kind: 'yearly' };
  }
  if (action.list('action').length > 0) return readFollowUp(action, reading);
  if (action.list('trigger').length === 0)
    action.fault(
      '看不出何时应做：缺少起点、timingTiming、下级动作或 trigger',
      'It is not said when: no anchor, timingTiming, actions or trigger',
    );
  return { kind: 'on-demand' };
}

function readStep(step: Place, reading: ReadActivity): Step {
  const code = step.codeOf('code', STEP);
  if (code === undefined) step.member('code').fault(`应有 ${STEP} 的代码`, `A code of ${STEP} is missing`);
  const range = step.member('timingRange');
  const form = step.member('definitionCanonical');
  return known({
    code: code ?? '',
    title: step.bilingual('title'),
    from: readDuration(range.member('low')),
    by: readDuration(range.member('high')),
    when: readCondition(step, reading),
    form: form.isThere ? readFormCode(form, reading.programme) : undefined,
  });
}

function readFollowUp(action: Place, reading: Reading): Schedule {
  const of = (kind: Kind) => action.list('action').filter((one) => kindOf(one) === kind);
  const interval = (one: Place): Interval => ({
    after: readDuration(one.list('relatedAction')[0]?.member('offsetDuration') ?? one.member('relatedAction')),
    within: readDuration(one.member('timingDuration')),
  });
  const single = (kind: Kind): Interval => {
    const [one, more] = of(kind);
    if (!one || more) action.member('action').fault(`应有且只有一个 ${kind}`, `Exactly one action ${kind} is expected`);
    return one ? interval(one) : { after: NO_TIME, within: NO_TIME };
  };
  const choices = of('choice').map((one) => {
    const when = readCondition(one, reading);
    if (!one.member('condition').isThere) one.fault('缺少条件', 'The condition is missing');
    const refer = one.extension(extensions.refer, 'Boolean').value;
    return known({
      ...interval(one),
      when: when ?? { always: false },
      reason: one.list('reason')[0]?.bilingual('text'),
      refer: typeof refer === 'boolean' ? refer : undefined,
    });
  });
  const anew = action.extension(extensions.anew, 'Boolean').value;
  return known({
    kind: 'follow-up' as const,
    first: single('first'),
    choices,
    otherwise: single('otherwise'),
    anew: anew === true ? (true as const) : undefined,
  });
}

const NO_TIME: Span = { days: 0 };
