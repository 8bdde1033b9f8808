import type { Condition, FactValue } from '../life-course/index.ts';
import type { Element } from '../standards/index.ts';
import { choiceSystem } from './element-fhir.ts';
import { type Reading, readExpression, same, toExpression } from './expression.ts';
import { extensions } from './names.ts';
import type { Part, Place } from './place.ts';

/** Elements of the answers that a form has, by their name. */
export type Answers = ReadonlyMap<string, Element>;

/**
 * When something is asked: as `enableWhen` where that says exactly the same and any program understands it, else as an expression of
 * SDC in our own language.
 */
export function toEnableWhen(
  when: Condition | undefined,
  answers: Answers,
): { readonly part: Part; readonly extension: readonly Part[] } {
  if (when === undefined) return { part: {}, extension: [] };
  const plain = plainly(when, answers);
  const part = plain && { enableWhen: plain.lines, ...(plain.lines.length > 1 ? { enableBehavior: plain.behavior } : {}) };
  if (part && same(fromLines(plain.lines, plain.behavior, answers), when)) return { part, extension: [] };
  return { part: {}, extension: [{ url: extensions.enableWhen, valueExpression: toExpression(when) }] };
}

type Behavior = 'all' | 'any';

function plainly(when: Condition, answers: Answers): { lines: Part[]; behavior: Behavior } | undefined {
  const [behavior, parts]: [Behavior, readonly Condition[]] =
    'all' in when ? ['all', when.all] : 'any' in when ? ['any', when.any] : ['all', [when]];
  const lines = parts.map((one) => toLine(one, answers));
  return lines.length > 0 && lines.every((line) => line !== undefined) ? { lines: lines as Part[], behavior } : undefined;
}

function toLine(condition: Condition, answers: Answers): Part | undefined {
  if ('known' in condition && 'answer' in condition.known && answers.has(condition.known.answer))
    return { question: condition.known.answer, operator: 'exists', answerBoolean: true };
  if (!('left' in condition) || typeof condition.left !== 'object' || !('answer' in condition.left)) return undefined;
  const element = answers.get(condition.left.answer);
  if (!element) return undefined;
  if ('includes' in condition) return { question: element.name, operator: '=', ...toAnswer(condition.includes, element) };
  if (!('is' in condition) || condition.is === '!=' || typeof condition.right === 'object') return undefined;
  return { question: element.name, operator: condition.is, ...toAnswer(condition.right, element) };
}

/** Of a date R4 lets an answer be compared, of a code only equality: what does not read back the same is an expression. */
function toAnswer(value: FactValue, { name, type, domain }: Element): Part {
  if (typeof value === 'boolean') return { answerBoolean: value };
  if (typeof value === 'number') return type === 'whole' ? { answerInteger: value } : { answerDecimal: value };
  if (type === 'date') return { answerDate: value };
  if (type === 'text') return { answerString: value };
  return { answerCoding: { ...(domain === undefined ? { system: choiceSystem(name) } : {}), code: value } };
}

function fromLines(lines: readonly Part[], behavior: Behavior, answers: Answers): Condition | undefined {
  const parts = lines.map((line) => fromLine(line, answers));
  const [first] = parts;
  if (first === undefined || parts.some((one) => one === undefined)) return undefined;
  if (parts.length === 1) return first;
  return behavior === 'all' ? { all: parts as Condition[] } : { any: parts as Condition[] };
}

function fromLine({ question, operator, ...answer }: Part, answers: Answers): Condition | undefined {
  const element = typeof question === 'string' ? answers.get(question) : undefined;
  if (!element) return undefined;
  const left = { answer: element.name };
  if (operator === 'exists') return answer['answerBoolean'] === true ? { known: left } : undefined;
  const [value] = Object.values(answer);
  const right = typeof value === 'object' && value !== null && 'code' in value ? value.code : value;
  if (typeof right !== 'string' && typeof right !== 'number' && typeof right !== 'boolean') return undefined;
  if (element.type === 'choices') return operator === '=' && typeof right === 'string' ? { left, includes: right } : undefined;
  const comparison = (['=', '<', '<=', '>', '>='] as const).find((one) => one === operator);
  return comparison && { left, is: comparison, right };
}

/** When something is asked; what cannot be read is noted at its place. */
export function readEnableWhen(item: Place, answers: Answers, reading: Reading): Condition | undefined {
  const expression = item.extension(extensions.enableWhen, 'Expression');
  const lines = item.list('enableWhen');
  if (expression.isThere) {
    if (lines.length > 0)
      item.member('enableWhen').fault('条件只能用一种方式表示', 'The condition is to be said in one way only');
    return readExpression<Condition>(expression, 'condition', reading);
  }
  if (lines.length === 0) return undefined;
  for (const line of lines)
    if (fromLine(line.value as Part, answers) === undefined)
      line.fault(
        '条件所指的问题不在本表单，或运算符不支持',
        'The question is not of this form, or the operator is not supported',
      );
  const behavior = item.member('enableBehavior').value === 'any' ? 'any' : 'all';
  return fromLines(
    lines.map(({ value }) => value as Part),
    behavior,
    answers,
  );
}
