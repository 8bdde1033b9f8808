import { parseOrUndefined } from '../kernel/index.ts';
import type { Span } from '../life-course/index.ts';
import { extensions, QUESTION_LANGUAGE, UCUM } from './names.ts';
import type { Part, Place } from './place.ts';
import { faultsOfQuestion, type QuestionKind } from './question-faults.ts';

/** What a definition that is being read may ask for. */
export interface Reading {
  readonly isName: (name: string) => boolean;
}

/** A rule as FHIR carries it: https://hl7.org/fhir/R4/metadatatypes.html#Expression */
export const toExpression = (question: unknown): Part => ({
  language: QUESTION_LANGUAGE,
  expression: JSON.stringify(question),
});

/** A rule that must be there; undefined where it is none, which is noted at its place and at the place in the rule. */
export function readExpression<Question>(place: Place, kind: QuestionKind, { isName }: Reading): Question | undefined {
  const language = place.member('language').value;
  if (language !== QUESTION_LANGUAGE) {
    place.member('language').fault(`规则语言应为 ${QUESTION_LANGUAGE}`, `The language of a rule is ${QUESTION_LANGUAGE}`);
    return undefined;
  }
  const text = place.member('expression');
  const question = typeof text.value === 'string' ? parseOrUndefined(text.value) : undefined;
  if (question === undefined) {
    text.fault('规则不是有效的 JSON', 'The rule is not JSON');
    return undefined;
  }
  const faults = faultsOfQuestion(kind, question, isName);
  for (const { at, text: words } of faults) text.fault(words.zh, words.en, at === '' ? '' : `#${at}`);
  return faults.length === 0 ? (question as Question) : undefined;
}

const UNITS = { days: 'd', weeks: 'wk', months: 'mo', years: 'a' } as const;

/** A length of time as a Duration in UCUM: months and years are those of the calendar. */
export function toDuration(span: Span): Part {
  const [[unit, value] = ['days', 0]] = Object.entries(span);
  return { value, unit, system: UCUM, code: UNITS[unit as keyof typeof UNITS] };
}

/**
 * From when to when, as a Range. R4 compares its ends and cannot compare years with months (rng-2), so that years beside months are
 * told in months, and how they were said beside them.
 */
export const toSpanRange = (from: Span, by: Span): Part => ({ low: besideMonths(from, by), high: besideMonths(by, from) });

function besideMonths(span: Span, other: Span): Part {
  if (!('years' in span && 'months' in other)) return toDuration(span);
  return { extension: [{ url: extensions.saidAs, valueDuration: toDuration(span) }], ...toDuration({ months: span.years * 12 }) };
}

/** A length of time; as it was said, where that is told. */
export function readDuration(place: Place): Span {
  const said = place.extension(extensions.saidAs, 'Duration');
  if (said.isThere) return readDuration(said);
  const [value, code] = [place.member('value').value, place.member('code').value];
  const unit = Object.entries(UNITS).find(([, one]) => one === code)?.[0];
  if (unit !== undefined && Number.isInteger(value) && Number(value) >= 0) return { [unit]: value } as unknown as Span;
  place.fault('应为以 d、wk、mo、a 计的整数时长', 'A whole number of d, wk, mo or a is expected');
  return { days: 0 };
}

/** Two texts and nothing else say the same. */
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
