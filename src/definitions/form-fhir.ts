import type { Term } from '../life-course/index.ts';
import type { Field, Form, Programme, Section } from '../programmes/index.ts';
import { codingsOf, type Element, FORM_SECTION, LOINC } from '../standards/index.ts';
import { choiceSystem, toRange, toUnit } from './element-fhir.ts';
import { type Answers, readEnableWhen, toEnableWhen } from './enable-when.ts';
import { type Reading, readExpression, toExpression } from './expression.ts';
import { computable, extensions, formUrl, idOf } from './names.ts';
import { bilingual, known, type Part, type Place } from './place.ts';

/** What all definitions of one version of a programme have in common. */
export const headOf = ({ version, valid }: Pick<Programme, 'version' | 'valid'>): Part => ({
  version,
  status: 'active',
  date: valid.from,
  publisher: 'Minkang',
  effectivePeriod: known({ start: valid.from, end: valid.until }),
});

/** A form: https://hl7.org/fhir/R4/questionnaire.html, https://hl7.org/fhir/uv/sdc/ */
export function toQuestionnaire(programme: Programme, form: Form, elements: ReadonlyMap<string, Element>): Part {
  const answers = answersOf(form, elements);
  return {
    resourceType: 'Questionnaire',
    id: idOf('form', programme.code, form.code, programme.version),
    extension: [{ url: extensions.citation, valueString: form.source }],
    url: formUrl(programme, form.code),
    ...headOf(programme),
    name: computable(programme.code, form.code, 'form'),
    ...bilingual('title', form.title),
    subjectType: ['Patient'],
    item: form.sections.map((section) => toGroup(programme, form, section, answers)),
  };
}

function answersOf({ sections }: Form, elements: ReadonlyMap<string, Element>): Answers {
  const names = sections.flatMap(({ fields }) => fields.map(({ name }) => name));
  return new Map(names.flatMap((name) => (elements.has(name) ? [[name, elements.get(name) as Element] as const] : [])));
}

const groupId = (code: string) => `section:${code}`;

function toGroup(programme: Programme, form: Form, section: Section, answers: Answers): Part {
  const { code, title, loinc, repeats, when, category, fields } = section;
  const enabled = toEnableWhen(when, answers);
  return known({
    linkId: groupId(code),
    extension: [
      { url: extensions.category, valueCode: category },
      ...(repeats === undefined ? [] : [{ url: extensions.maxOccurs, valueInteger: repeats }]),
      ...enabled.extension,
    ],
    code: [
      { system: FORM_SECTION, code: `${programme.code}/${form.code}/${code}` },
      ...(loinc === undefined ? [] : [{ system: LOINC, code: loinc }]),
    ],
    ...bilingual('text', title),
    type: 'group',
    ...enabled.part,
    repeats: repeats === undefined ? undefined : true,
    item: fields.map((field) => toItem(field, answers)),
  });
}

const ITEM_TYPES = {
  ...{ whole: 'integer', decimal: 'decimal', code: 'choice', choices: 'choice', flag: 'boolean', date: 'date', text: 'string' },
} as const satisfies Record<Element['type'], string>;

function toItem(field: Field, answers: Answers): Part {
  const { name, title, hint, required, when, value, offered } = field;
  const element = answers.get(name);
  if (!element) throw new Error(`no element ${name}`);
  const enabled = toEnableWhen(when, answers);
  const extension = [
    ...constraints(element),
    ...enabled.extension,
    ...(value === undefined ? [] : [{ url: extensions.calculated, valueExpression: toExpression(value) }]),
    ...(offered ? [{ url: extensions.initial, valueExpression: toExpression({ latest: name }) }] : []),
  ];
  return known({
    linkId: name,
    ...(extension.length > 0 ? { extension } : {}),
    code: codingsOf(element),
    ...bilingual('text', title ?? element.title),
    type: ITEM_TYPES[element.type],
    ...enabled.part,
    required: required === true ? true : undefined,
    repeats: element.type === 'choices' ? true : undefined,
    readOnly: value === undefined ? undefined : true,
    ...optionsOf(element),
    item: hint && [toHint(name, hint)],
  });
}

/** What may stand in an answer, by its element. */
function constraints({ type, unit, possible, usual, digits }: Element): readonly Part[] {
  const bound = (value: number) =>
    type === 'whole' && Number.isInteger(value) ? { valueInteger: value } : { valueDecimal: value };
  return [
    ...(unit ? [{ url: extensions.unit, valueCoding: toUnit(unit) }] : []),
    ...(possible
      ? [
          { url: extensions.least, ...bound(possible[0]) },
          { url: extensions.most, ...bound(possible[1]) },
        ]
      : []),
    ...(usual ? [{ url: extensions.usual, valueRange: toRange(usual) }] : []),
    ...(digits === undefined ? [] : [{ url: extensions.digits, valueInteger: digits }]),
  ];
}

/** Codes of a standard by the value set of its table, those of its own one by one. A number keeps its names with its element. */
function optionsOf({ name, type, domain, choices }: Element): Part {
  if (domain !== undefined) return { answerValueSet: `urn:minkang:value-set:${domain}` };
  if (!choices) return {};
  if (type === 'whole') return { answerOption: choices.map(({ code }) => ({ valueInteger: Number(code) })) };
  const system = choiceSystem(name);
  return {
    answerOption: choices.map(({ code, name: words }) => ({ valueCoding: { system, code, ...bilingual('display', words) } })),
  };
}

const toHint = (name: string, hint: NonNullable<Field['hint']>): Part => ({
  linkId: `${name}:hint`,
  extension: [
    {
      url: extensions.itemControl,
      valueCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/questionnaire-item-control', code: 'help' }] },
    },
  ],
  ...bilingual('text', hint),
  type: 'display',
});

/** A form as it stands in a Questionnaire; what cannot be read is noted at its place. */
export function readQuestionnaire(place: Place, code: string, elements: ReadonlyMap<string, Element>, reading: Reading): Form {
  const groups = place.list('item');
  const names = groups.flatMap((group) => group.list('item').map((item) => item.text('linkId')));
  const answers: Answers = new Map(names.flatMap((name) => (elements.has(name) ? [[name, elements.get(name) as Element]] : [])));
  return {
    code,
    title: place.bilingual('title'),
    source: textOf(place.extension(extensions.citation, 'String')),
    sections: groups.map((group) => readGroup(group, answers, reading)),
  };
}

function textOf(place: Place): string {
  if (typeof place.value === 'string' && place.value !== '') return place.value;
  place.fault('缺少文本', 'A text is missing');
  return '';
}

const CATEGORIES: readonly Section['category'][] = [
  ...(['medication', 'vital-signs', 'survey', 'social-history', 'exam', 'laboratory', 'therapy', 'activity'] as const),
];
const MOST_REPEATS = 50;

function readGroup(group: Place, answers: Answers, reading: Reading): Section {
  const linkId = group.text('linkId');
  const code = linkId.replace(/^section:/, '');
  if (linkId !== groupId(code) || code === '')
    group.member('linkId').fault('分组标识应为 section:代码', 'A group is named section:CODE');
  const category = CATEGORIES.find((one) => one === group.extension(extensions.category, 'Code').value);
  if (!category)
    group.fault(
      `缺少扩展 ${extensions.category} 或取值不对`,
      `The extension ${extensions.category} is missing or has another code`,
    );
  const repeats = group.extension(extensions.maxOccurs, 'Integer');
  if (
    repeats.isThere &&
    !(Number.isInteger(repeats.value) && Number(repeats.value) >= 1 && Number(repeats.value) <= MOST_REPEATS)
  )
    repeats.fault(`应为 1 至 ${MOST_REPEATS}`, `1 to ${MOST_REPEATS} is expected`);
  const loinc = group.list('code').find((one) => one.member('system').value === LOINC);
  return known({
    code,
    title: group.bilingual('text'),
    loinc: loinc?.text('code'),
    repeats: typeof repeats.value === 'number' ? repeats.value : undefined,
    when: readEnableWhen(group, answers, reading),
    category: category ?? 'survey',
    fields: group.list('item').map((item) => readItem(item, answers, reading)),
  });
}

function readItem(item: Place, answers: Answers, reading: Reading): Field {
  const name = item.text('linkId');
  const element = answers.get(name);
  if (!element) item.member('linkId').fault(`没有数据项 ${name}`, `There is no element ${name}`);
  const title = item.bilingual('text');
  const isOwnTitle = element !== undefined && (title.zh !== element.title.zh || title.en !== element.title.en);
  const calculated = item.extension(extensions.calculated, 'Expression');
  const initial = item.extension(extensions.initial, 'Expression');
  const [hint] = item.list('item');
  return known({
    name,
    title: isOwnTitle ? title : undefined,
    hint: hint?.bilingual('text'),
    required: item.member('required').value === true ? true : undefined,
    when: readEnableWhen(item, answers, reading),
    value: calculated.isThere ? readExpression<Term>(calculated, 'term', reading) : undefined,
    offered: initial.isThere && readExpression<Term>(initial, 'term', reading) !== undefined ? true : undefined,
  });
}
