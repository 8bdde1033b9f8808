import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, dayText, type FactValue } from '../../life-course/index.ts';
import { aLife, happened } from '../../life-course/testing.ts';
import { elementsOf, faultsOf, openBook, type Programme } from '../../programmes/index.ts';
import { codingsOf, type Element, readNationalTables, sharedElements } from '../../standards/index.ts';
import { eventMeasures } from './event-indicators/index.ts';
import { publicHealthProgrammes } from './index.ts';

const data = new URL('../../../data/terminology/', import.meta.url);
const tables = readNationalTables((table) => readFileSync(new URL(`${table}.json`, data), 'utf8'));
const elements = [...new Map(publicHealthProgrammes.flatMap((one) => [...elementsOf(one)])).values()];

/** Indicators of the national basic public health services, by what counts them. */
const INDICATORS: Readonly<Record<string, string>> = {
  健康档案建档率: 'record-coverage',
  电子健康档案建档率: 'electronic-record-coverage',
  健康档案使用率: 'record-use',
  建证率: 'vaccination-certificate',
  新生儿访视率: 'newborn-visit',
  '0～6 岁儿童健康管理率': 'child-management',
  早孕建册率: 'early-pregnancy-registration',
  产后访视率: 'postnatal-visit',
  老年人健康管理率: 'elderly-management',
  高血压患者规范管理率: 'hypertension-standardised-management',
  管理人群血压控制率: 'hypertension-control',
  '2型糖尿病患者规范管理率': 'diabetes-standardised-management',
  管理人群血糖控制率: 'diabetes-control',
  严重精神障碍患者规范管理率: 'mental-standardised-management',
  肺结核患者管理率: 'tuberculosis-management',
  肺结核患者规则服药率: 'tuberculosis-regular-medication',
  老年人中医药健康管理率: 'elderly-chinese-medicine',
  '0～36 个月儿童中医药健康管理率': 'child-chinese-medicine',
};
/** Those that no programme counts: immunisation has its own module; reports are of events, not of residents. */
const ELSEWHERE = ['某种疫苗接种率', ...eventMeasures.map(({ title }) => title.zh)];

test('the 23 indicators of the services are counted by a programme or named as counted elsewhere', () => {
  const measures = new Map(publicHealthProgrammes.flatMap((one) => one.measures.map(({ code, title }) => [code, title.zh])));

  expect(Object.keys(INDICATORS).length + ELSEWHERE.length).toBe(23);
  for (const [title, code] of Object.entries(INDICATORS)) expect([code, measures.get(code)]).toEqual([code, title]);
});

describe.each(publicHealthProgrammes.map((one) => [one.code, one] as const))('%s', (_, programme) => {
  test('fits together and is plain data', () => {
    expect(faultsOf(programme)).toEqual([]);
    expect(JSON.parse(JSON.stringify(programme))).toEqual(programme);
  });

  test('says everything in both languages', () => {
    expect(untranslated(programme)).toEqual([]);
  });
});

test('codes of programmes and measures are given once', () => {
  const codes = publicHealthProgrammes.map(({ code }) => code);
  const measures = publicHealthProgrammes.flatMap((one) => one.measures.map(({ code }) => code));

  expect([new Set(codes).size, new Set(measures).size]).toEqual([codes.length, measures.length]);
});

test('an element has both languages, a range where it is a number, and a domain that exists', () => {
  for (const element of elements) expect([element.name, faultsOfElement(element)]).toEqual([element.name, []]);
});

test('tables that forms ask from have English names, but for the 432 hazards of work', () => {
  const domains = new Set(elements.flatMap(({ domain }) => domain ?? []));
  const chinese = [...domains].filter((domain) => tables.get(domain)?.all.some(({ name }) => /\p{Script=Han}/u.test(name.en)));

  expect(chinese).toEqual(['CV03.00.203']);
});

test('no two elements share a name or a code', () => {
  const all = [...sharedElements, ...publicHealthProgrammes.flatMap((one) => one.elements)];
  const keys = all.flatMap((element) => codingsOf(element).map(({ system, code }) => `${system}|${code}`));

  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('between two looks nothing changes by time alone, in any programme', () => {
  const book = openBook(publicHealthProgrammes);

  fc.assert(
    fc.property(lives, day, fc.nat(800), (course, first, later) => {
      const before = book.standingsOf(course, first);
      const change = book.nextChange(course, first, before) ?? Number.POSITIVE_INFINITY;
      const then = Math.min(first + later, change - 1);
      expect(change).toBeGreaterThan(first);
      expect(book.standingsOf(course, then)).toEqual(before);
    }),
    { numRuns: 2000 },
  );
});

function untranslated(node: unknown, path = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((one, index) => untranslated(one, `${path}/${index}`));
  if (typeof node !== 'object' || node === null) return [];
  const { zh, en } = node as { zh?: unknown; en?: unknown };
  if (zh === undefined && en === undefined)
    return Object.entries(node).flatMap(([key, value]) => untranslated(value, `${path}/${key}`));
  const isGood =
    typeof zh === 'string' && typeof en === 'string' && /\p{Script=Han}|[A-Z]/u.test(zh) && /^[^\p{Script=Han}]+$/u.test(en);
  return isGood ? [] : [path];
}

function faultsOfElement({ title, type, choices, domain, possible, usual, unit, digits }: Element): string[] {
  const isNumber = type === 'whole' || type === 'decimal';
  const isCoded = type === 'code' || type === 'choices';
  const codes = choices?.map(({ code }) => code) ?? [];
  const [least = 0, most = 0] = possible ?? [];
  const [from = 0, until = 0] = usual ?? [];
  return [
    ...untranslated(title).map(() => 'title'),
    ...untranslated(choices).map((path) => `choice ${path}`),
    ...(isNumber && (possible === undefined || least >= most) ? ['possible'] : []),
    ...(isNumber && choices === undefined && (usual === undefined || from < least || until > most) ? ['usual'] : []),
    ...(type === 'decimal' && digits === undefined ? ['digits'] : []),
    ...(isCoded && (domain === undefined) === (choices === undefined) ? ['domain or choices'] : []),
    ...(domain !== undefined && !tables.has(domain) ? [`no domain ${domain}`] : []),
    ...(new Set(codes).size < codes.length ? ['a choice twice'] : []),
    ...(!isNumber && (unit !== undefined || possible !== undefined) ? ['unit of what is no number'] : []),
  ];
}

const day = fc.integer({ min: dayNumber('2023-01-01'), max: dayNumber('2027-12-31') });
const elementByName = new Map(elements.map((element) => [element.name, element]));

/** Any answer that a form could have got. */
function answerTo({ type, choices, possible = [0, 9] }: Element): fc.Arbitrary<FactValue> {
  if (type === 'flag') return fc.boolean();
  if (type === 'date') return day.map(dayText);
  if (type === 'whole') return fc.integer({ min: Math.ceil(possible[0]), max: Math.min(possible[1], 400) });
  if (type === 'decimal') return fc.double({ min: possible[0], max: possible[1], noNaN: true });
  return fc.constantFrom(...(choices?.map(({ code }) => code) ?? ['1', '2', '3', '4']));
}

const contacts = publicHealthProgrammes.flatMap((programme) =>
  programme.activities.map((activity) => {
    const names = programme.forms.flatMap((form) => form.sections.flatMap(({ fields }) => fields.map(({ name }) => name)));
    const asked = namesIn(programme).intersection(new Set(names));
    const answers = [...asked].map((name) => {
      const element = elementByName.get(name);
      return [name, fc.option(element ? answerTo(element) : fc.constant('1'), { nil: undefined })] as const;
    });
    return fc.record(Object.fromEntries(answers)).map((facts) => ({ contact: `${programme.code}/${activity.code}`, ...facts }));
  }),
);

/** Names that rules of a programme ask for. */
function namesIn({ activities, classifications, enrolment }: Programme): Set<string> {
  const told = JSON.stringify([activities, classifications, enrolment]).matchAll(/"(?:answer|before|latest|dateOf)":"([^"]+)"/g);
  return new Set([...told].flatMap(([, name]) => (name === undefined ? [] : [name])));
}

const facts = fc.oneof(
  fc.constantFrom(...publicHealthProgrammes.map(({ code }) => ({ enrolled: code }))),
  fc.oneof(...contacts),
  fc.constantFrom<Record<string, string>>(
    { condition: 'I10.x00x002' },
    { condition: 'E11.900' },
    { condition: 'F20.900' },
    { condition: 'A15.000' },
    { 'vital-event': 'move-out' },
    { 'vital-event': 'move-in' },
  ),
);

const lives = fc
  .record({
    born: fc.oneof(day, fc.integer({ min: dayNumber('1950-01-01'), max: dayNumber('1995-01-01') })),
    died: fc.option(day),
    sex: fc.constantFrom('male' as const, 'female' as const),
    events: fc.array(fc.record({ on: day, length: fc.option(fc.nat(400)), facts }), { maxLength: 6 }),
  })
  .map(({ born, died, sex, events }) =>
    aLife({
      sex,
      born: dayText(born),
      ...(died === null ? {} : { died: dayText(died) }),
      events: events.map(({ on, length, facts }) =>
        happened(dayText(on), known(facts), length === null ? {} : { until: dayText(on + length) }),
      ),
    }),
  );

const known = (facts: Readonly<Record<string, FactValue | undefined>>): Record<string, FactValue> =>
  Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
