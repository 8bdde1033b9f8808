import type { Bilingual } from '../kernel/index.ts';
import { EVENT_FACTS } from '../life-course/index.ts';

/** What is wrong with a rule, and where in it: `.all[2].left.latest`. */
export interface QuestionFault {
  readonly at: string;
  readonly text: Bilingual;
}

export type QuestionKind = 'condition' | 'term' | 'pattern' | 'anchor';

/** Deep enough for every rule that somebody can read; a rule is walked by recursion. */
const MOST_DEPTH = 40;
const MOST_NODES = 20_000;
/** Of any unit. */
const MOST_SPAN = 50_000;

interface Look {
  readonly isName: (name: string) => boolean;
  readonly faults: QuestionFault[];
  nodes: number;
  depth: number;
}

type Check = (value: unknown, at: string, look: Look) => void;
/** Members that a word has; one whose name ends in `?` may be left out. */
type Members = Readonly<Record<string, Check>>;

/**
 * What of a value that came from elsewhere is no rule of `src/life-course`, or asks for what no element tells.
 * @param isName whether a name is that of an element which the definition may use
 */
export function faultsOfQuestion(
  kind: QuestionKind,
  value: unknown,
  isName: (name: string) => boolean,
): readonly QuestionFault[] {
  const look: Look = { isName: (name) => EVENT_FACTS.has(name) || isName(name), faults: [], nodes: 0, depth: 0 };
  ({ condition, term, pattern, anchor })[kind](value, '', look);
  return look.faults;
}

const fault = (look: Look, at: string, zh: string, en: string): void => {
  look.faults.push({ at, text: { zh, en } });
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isValue = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

/** Goes one level down, unless a rule is so deep or large that nobody wrote it. */
const within =
  (check: Check): Check =>
  (value, at, look) => {
    look.nodes++;
    if (look.depth >= MOST_DEPTH || look.nodes > MOST_NODES) {
      if (look.faults.length === 0) fault(look, at, '规则过深或过长', 'The rule is too deep or too long');
      return;
    }
    look.depth++;
    check(value, at, look);
    look.depth--;
  };

const text: Check = (value, at, look) => {
  if (typeof value !== 'string' || value === '') fault(look, at, '应为文本', 'A text is expected');
};
const flag: Check = (value, at, look) => {
  if (typeof value !== 'boolean') fault(look, at, '应为 true 或 false', 'true or false is expected');
};
const yes: Check = (value, at, look) => {
  if (value !== true) fault(look, at, '应为 true', 'true is expected');
};
const number: Check = (value, at, look) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) fault(look, at, '应为数值', 'A number is expected');
};
const digits: Check = (value, at, look) => {
  if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > 10)
    fault(look, at, '应为 0 至 10 的整数', 'A whole number from 0 to 10 is expected');
};
const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at, look) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      fault(look, at, `应为 ${allowed.join('、')} 之一`, `One of ${allowed.join(', ')} is expected`);
  };
const values: Check = (value, at, look) => {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isValue))
    fault(look, at, '应为取值列表', 'A list of values is expected');
};
const list =
  (check: Check, least = 1): Check =>
  (value, at, look) => {
    if (!Array.isArray(value) || value.length < least) fault(look, at, '应为列表', 'A list is expected');
    else for (const [index, one] of value.entries()) check(one, `${at}[${index}]`, look);
  };
const pair =
  (check: Check): Check =>
  (value, at, look) => {
    if (!Array.isArray(value) || value.length !== 2) fault(look, at, '应为两项', 'Two are expected');
    else for (const [index, one] of value.entries()) check(one, `${at}[${index}]`, look);
  };

const name: Check = (value, at, look) => {
  if (typeof value !== 'string') fault(look, at, '应为数据项名称', 'The name of an element is expected');
  else if (!look.isName(value)) fault(look, at, `没有数据项 ${value}`, `There is no element ${value}`);
};

/** A length of time: whole days, weeks, months or years. */
const span =
  (least: number): Check =>
  (value, at, look) => {
    const [[unit = '', count] = [], ...others] = isObject(value) ? Object.entries(value) : [];
    const isSpan = others.length === 0 && ['days', 'weeks', 'months', 'years'].includes(unit) && Number.isInteger(count);
    if (!isSpan || Number(count) < least || Number(count) > MOST_SPAN)
      fault(look, at, '应为时长', 'A length of time is expected');
  };
const past = span(0);
/** A date may lie before another. */
const shift = span(-MOST_SPAN);
const window: Check = (value, at, look) => {
  if (value !== 'ever' && value !== 'period') past(value, at, look);
};
const born: Check = (value, at, look) => {
  if (value !== 'period') past(value, at, look);
};

const members =
  (wanted: Members): Check =>
  (value, at, look) => {
    if (!isObject(value)) return fault(look, at, '应为对象', 'An object is expected');
    for (const key of Object.keys(value))
      if (!Object.hasOwn(wanted, key) && !Object.hasOwn(wanted, `${key}?`))
        fault(look, `${at}.${key}`, `不认识 ${key}`, `${key} is not known here`);
    for (const [key, check] of Object.entries(wanted)) {
      const plain = key.replace(/\?$/, '');
      if (Object.hasOwn(value, plain)) check(value[plain], `${at}.${plain}`, look);
      else if (plain === key) fault(look, at, `缺少 ${key}`, `${key} is missing`);
    }
  };

/** What an object is, is told by the first of these words that it has. */
const byWord =
  (words: () => Readonly<Record<string, Members>>): Check =>
  (value, at, look) => {
    const all = words();
    const word = isObject(value) ? Object.keys(all).find((key) => Object.hasOwn(value, key)) : undefined;
    const wanted = word === undefined ? undefined : all[word];
    if (wanted) members(wanted)(value, at, look);
    else fault(look, at, '不是规则语言中的词', 'This is no word of the language of rules');
  };

const TESTS: Readonly<Record<string, Members>> = {
  begins: { begins: list(text) },
  atLeast: { atLeast: number },
  below: { below: number },
};
const wantedFact: Check = (value, at, look) => {
  if (Array.isArray(value)) values(value, at, look);
  else if (!isValue(value)) byWord(() => TESTS)(value, at, look);
};
const pattern: Check = within((value, at, look) => {
  if (!isObject(value) || Object.keys(value).length === 0)
    return fault(look, at, '应为事实模式', 'A pattern of facts is expected');
  for (const [key, wanted] of Object.entries(value)) {
    name(key, `${at}.${key}`, look);
    wantedFact(wanted, `${at}.${key}`, look);
  }
});

const point = pair(number);
const points: Check = (value, at, look) => {
  const before = look.faults.length;
  list(point, 2)(value, at, look);
  if (look.faults.length > before || !Array.isArray(value)) return;
  const isInOrder = value.every(([x], index) => index === 0 || x > value[index - 1][0]);
  if (!isInOrder) fault(look, at, '各点应按横坐标递增', 'The points are to be in order of x');
};

const operand: Check = within(byWord(() => OPERANDS));
const term: Check = (value, at, look) => {
  if (!isValue(value)) operand(value, at, look);
};
const condition: Check = within(byWord(() => CONDITIONS));

const OPERANDS: Readonly<Record<string, Members>> = {
  answer: { answer: name },
  before: { before: name },
  latest: { latest: name, 'among?': pattern, 'in?': window },
  count: { count: pattern, 'in?': window },
  daysSince: { daysSince: pattern, 'first?': flag },
  age: { age: oneOf('days', 'months', 'years') },
  daysFrom: { daysFrom: term },
  dateAfter: { dateAfter: term, span: shift },
  sex: { sex: yes },
  sum: { sum: list(term) },
  difference: { difference: pair(term) },
  product: { product: list(term) },
  quotient: { quotient: pair(term) },
  greatest: { greatest: list(term) },
  interpolated: { interpolated: term, points },
  round: { round: term, digits },
  firstOf: { firstOf: list(members({ when: condition, value: term })), 'otherwise?': term },
};

const CONDITIONS: Readonly<Record<string, Members>> = {
  all: { all: list(condition, 0) },
  any: { any: list(condition, 0) },
  not: { not: condition },
  known: { known: operand },
  has: { has: pattern, 'in?': window },
  ongoing: { ongoing: pattern },
  bornIn: { bornIn: born },
  lives: { lives: yes },
  always: { always: flag },
  includes: { left: term, includes: text },
  in: { left: term, in: values },
  is: { left: term, is: oneOf('=', '!=', '<', '<=', '>', '>='), right: term },
};

const ANCHORS: Readonly<Record<string, Members>> = { event: { event: pattern }, dateOf: { dateOf: name } };
const anchor: Check = (value, at, look) => {
  if (value !== 'birth' && value !== 'enrolment') byWord(() => ANCHORS)(value, at, look);
};
