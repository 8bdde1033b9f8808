import { type Choice, codingsOf, DATA_ELEMENTS, type Element, LOINC, OWN_ELEMENTS } from '../standards/index.ts';
import { CODE_TABLE, extensions, UCUM } from './names.ts';
import { bilingual, known, type Part, type Place } from './place.ts';

const TYPES = {
  ...{ whole: 'integer', decimal: 'Quantity', code: 'CodeableConcept', choices: 'CodeableConcept' },
  ...{ flag: 'boolean', date: 'dateTime', text: 'string' },
} as const satisfies Record<Element['type'], string>;

export const choiceSystem = (element: string): string => `urn:minkang:code-system:${element}`;
const observationId = (name: string) => `element-${name}`;
const valuesId = (name: string) => `values-${name}`;

/** Elements of a programme as what it contains: ObservationDefinitions, and the ValueSets of choices of their own. */
export const containElements = (elements: readonly Element[]): readonly Part[] =>
  elements.flatMap((element) => [
    toObservationDefinition(element),
    ...(element.choices ? [toValueSet(element.name, element.choices)] : []),
  ]);

/** Contained resources are to be named from outside: https://hl7.org/fhir/R4/domainresource.html#invs, dom-3. */
export const referToElements = (elements: readonly Element[]): readonly Part[] =>
  elements.map(({ name }) => ({ url: extensions.element, valueReference: { reference: `#${observationId(name)}` } }));

/** https://hl7.org/fhir/R4/observationdefinition.html */
function toObservationDefinition(element: Element): Part {
  const { name, title, type, unit, digits, possible, usual, choices, domain, sharesElement, restricted } = element;
  const extension = [
    ...(sharesElement === undefined ? [] : [{ url: extensions.sharesElement, valueString: sharesElement }]),
    ...(restricted === undefined ? [] : [{ url: extensions.restricted, valueBoolean: restricted }]),
  ];
  const intervals = [
    ...(possible ? [{ category: 'absolute', range: toRange(possible) }] : []),
    ...(usual ? [{ category: 'reference', range: toRange(usual) }] : []),
  ];
  const details = known({ unit: unit && { coding: [toUnit(unit)] }, decimalPrecision: digits });
  return known({
    resourceType: 'ObservationDefinition',
    id: observationId(name),
    ...(extension.length > 0 ? { extension } : {}),
    code: { coding: codingsOf(element), ...bilingual('text', title) },
    permittedDataType: [TYPES[type]],
    multipleResultsAllowed: type === 'choices' ? true : undefined,
    quantitativeDetails: Object.keys(details).length > 0 ? details : undefined,
    qualifiedInterval: intervals.length > 0 ? intervals : undefined,
    validCodedValueSet: choices
      ? { reference: `#${valuesId(name)}` }
      : domain === undefined
        ? undefined
        : { identifier: { system: CODE_TABLE, value: domain } },
  });
}

export const toUnit = ({ code, text }: NonNullable<Element['unit']>): Part => ({ system: UCUM, code, display: text });
export const toRange = ([least, most]: readonly [number, number]): Part => ({ low: { value: least }, high: { value: most } });

const toValueSet = (name: string, choices: readonly Choice[]): Part => ({
  resourceType: 'ValueSet',
  id: valuesId(name),
  status: 'active',
  compose: {
    include: [
      {
        system: choiceSystem(name),
        concept: choices.map(({ code, name: { zh, en } }) => ({
          code,
          display: zh,
          designation: [{ language: 'en', value: en }],
        })),
      },
    ],
  },
});

/** The elements that a PlanDefinition contains, in the order in which it names them. */
export function readElements(plan: Place, isTable: (name: string) => boolean): readonly Element[] {
  const contained = new Map(plan.list('contained').map((one) => [one.member('id').value, one]));
  return plan.extensions(extensions.element).flatMap((extension) => {
    const reference = extension.member('valueReference').member('reference');
    const found = contained.get(typeof reference.value === 'string' ? reference.value.slice(1) : '');
    if (found?.member('resourceType').value === 'ObservationDefinition') return [readElement(found, contained, isTable)];
    reference.fault('没有所引用的 ObservationDefinition', 'There is no such ObservationDefinition contained');
    return [];
  });
}

function readElement(place: Place, contained: ReadonlyMap<unknown, Place>, isTable: (name: string) => boolean): Element {
  const codings = place.member('code').list('coding');
  const codesIn = (system: string) => codings.flatMap((one) => (one.member('system').value === system ? [one.text('code')] : []));
  const [name] = codesIn(OWN_ELEMENTS);
  if (name === undefined || !/^[a-z][A-Za-z0-9]{0,50}$/.test(name))
    place
      .member('code')
      .fault(`应有 ${OWN_ELEMENTS} 的名称，小写字母开头`, `A name of ${OWN_ELEMENTS}, beginning with a small letter, is missing`);
  const loinc = codesIn(LOINC);
  const details = place.member('quantitativeDetails');
  const [unit] = details.member('unit').list('coding');
  const values = place.member('validCodedValueSet');
  const table = values.member('identifier').member('value').value;
  if (table !== undefined && !isTable(String(table))) values.fault(`没有代码表 ${table}`, `There is no code table ${table}`);
  const reference = values.member('reference').value;
  const listed = typeof reference === 'string' ? contained.get(reference.slice(1)) : undefined;
  if (reference !== undefined && !listed) values.fault('没有所引用的 ValueSet', 'There is no such ValueSet contained');
  return known({
    name: name ?? '',
    title: place.member('code').bilingual('text'),
    type: readType(place),
    element: codesIn(DATA_ELEMENTS)[0],
    sharesElement: textOrUndefined(place.extension(extensions.sharesElement, 'String')),
    loinc: loinc.length > 0 ? loinc : undefined,
    unit: unit && { code: unit.text('code'), text: unit.text('display') },
    possible: readInterval(place, 'absolute'),
    usual: readInterval(place, 'reference'),
    domain: typeof table === 'string' ? table : undefined,
    choices: listed && readChoices(listed, name ?? ''),
    digits: details.number('decimalPrecision'),
    restricted: place.extension(extensions.restricted, 'Boolean').value === true ? true : undefined,
  });
}

const textOrUndefined = ({ value }: Place): string | undefined => (typeof value === 'string' ? value : undefined);

function readType(place: Place): Element['type'] {
  const [permitted] = place.list('permittedDataType');
  if (permitted?.value === 'CodeableConcept') return place.member('multipleResultsAllowed').value === true ? 'choices' : 'code';
  const found = Object.entries(TYPES).find(([, type]) => type === permitted?.value)?.[0];
  if (found === undefined) place.member('permittedDataType').fault('数据类型不支持', 'No such type of element here');
  return (found ?? 'text') as Element['type'];
}

function readInterval(place: Place, category: string): readonly [number, number] | undefined {
  const range = place
    .list('qualifiedInterval')
    .find((one) => one.member('category').value === category)
    ?.member('range');
  return range && readRange(range);
}

export function readRange(range: Place): readonly [number, number] | undefined {
  const [least, most] = [range.member('low').number('value'), range.member('high').number('value')];
  if (least !== undefined && most !== undefined && least <= most) return [least, most];
  range.fault('范围应有下限和上限', 'A range has a low and a high end');
  return undefined;
}

function readChoices(valueSet: Place, name: string): readonly Choice[] {
  const [include] = valueSet.member('compose').list('include');
  const concepts = include?.list('concept') ?? [];
  if (include?.member('system').value !== choiceSystem(name) || concepts.length === 0)
    valueSet.fault(`应列出 ${choiceSystem(name)} 的代码`, `Codes of ${choiceSystem(name)} are to be listed`);
  return concepts.map((concept) => {
    const english = concept.list('designation').find((one) => one.member('language').value === 'en');
    if (!english) concept.fault('缺少英文名称', 'The English name is missing');
    return { code: concept.text('code'), name: { zh: concept.text('display'), en: english?.text('value') ?? '' } };
  });
}
