import type { Condition, FactValue, Operand, Pattern, Span, Term, ValueTest, Window } from '../../../src/life-course/contract.ts';
import type { ProgrammeDetail } from '../../../src/programmes/contract.ts';
import type { Language } from '../../ui/language.ts';

/** What is needed to say a rule in words. */
export interface Speaker {
  readonly language: Language;
  readonly words: ProgrammeDetail['words'];
  /** Title of `programme/activity` or of a programme; undefined where it is none. */
  readonly titleOf: (code: string) => string | undefined;
}

/** A condition to be read: one sentence, or several of which all or any hold. */
export type Said = string | { readonly of: 'all' | 'any'; readonly parts: readonly Said[] };

/** A rule as a doctor reads it, from the very data that is applied. */
export function sayCondition(condition: Condition, speaker: Speaker): Said {
  if ('all' in condition) return several('all', condition.all, speaker);
  if ('any' in condition) return several('any', condition.any, speaker);
  return sentence(condition, speaker);
}

function several(of: 'all' | 'any', conditions: readonly Condition[], speaker: Speaker): Said {
  const [only] = conditions;
  if (only && conditions.length === 1) return sayCondition(only, speaker);
  return { of, parts: conditions.map((one) => sayCondition(one, speaker)) };
}

/** The same in one line. */
export function sayInline(condition: Condition, speaker: Speaker): string {
  return inline(sayCondition(condition, speaker), speaker.language, true);
}

function inline(said: Said, language: Language, isOutermost: boolean): string {
  if (typeof said === 'string') return said;
  const [and, or] = language === 'zh' ? ['，且', '，或'] : [' and ', ' or '];
  const text = said.parts.map((part) => inline(part, language, false)).join(said.of === 'all' ? and : or);
  return isOutermost ? text : language === 'zh' ? `（${text}）` : `(${text})`;
}

const COMPARED: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: { '=': '为', '!=': '不为', '<': '低于', '<=': '不高于', '>': '高于', '>=': '不低于' },
  en: { '=': 'is', '!=': 'is not', '<': 'is below', '<=': 'is at most', '>': 'is above', '>=': 'is at least' },
};

type Simple = Exclude<Condition, { all: unknown } | { any: unknown }>;

function sentence(condition: Simple, speaker: Speaker): string {
  const isZh = speaker.language === 'zh';
  if ('not' in condition)
    return isZh ? `并非：${sayInline(condition.not, speaker)}` : `not: ${sayInline(condition.not, speaker)}`;
  if ('known' in condition) return `${sayTerm(condition.known, speaker)}${isZh ? '已知' : ' is known'}`;
  if ('has' in condition) {
    const what = sayPattern(condition.has, speaker) + sayWindow(condition.in, speaker.language);
    return isZh ? `有记录：${what}` : `on record: ${what}`;
  }
  if ('ongoing' in condition) return `${isZh ? '现有：' : 'now: '}${sayPattern(condition.ongoing, speaker)}`;
  if ('lives' in condition) return isZh ? '在世且居住在辖区' : 'lives in the division';
  if ('always' in condition) return condition.always ? (isZh ? '总是' : 'always') : isZh ? '从不' : 'never';
  if ('bornIn' in condition) {
    const { bornIn } = condition;
    if (bornIn === 'period') return isZh ? '统计期内出生' : 'born in the period';
    const span = saySpan(bornIn, speaker.language);
    return isZh ? `近${span}内出生` : `born within the last ${span}`;
  }
  const left = sayTerm(condition.left, speaker);
  const inWords = (value: FactValue) => sayValue(nameIn(condition.left), value, speaker);
  if ('includes' in condition) return `${left}${isZh ? '含' : ' includes '}${inWords(condition.includes)}`;
  if ('in' in condition) return `${left}${isZh ? '为' : ' is '}${listed(condition.in.map(inWords), isZh)}`;
  const right = typeof condition.right === 'object' ? sayTerm(condition.right, speaker) : inWords(condition.right);
  const compared = COMPARED[speaker.language][condition.is] ?? condition.is;
  return isZh && !/^\d/.test(right) ? `${left}${compared}${right}` : `${left}${isZh ? '' : ' '}${compared} ${right}`;
}

const listed = (values: readonly string[], isZh: boolean): string => values.join(isZh ? '、' : ' or ');

/** The element that a term asks for, whose codes give values their names. */
function nameIn(term: Term): string | undefined {
  if (typeof term !== 'object') return undefined;
  if ('answer' in term) return term.answer;
  if ('before' in term) return term.before;
  if ('latest' in term) return term.latest;
  return 'sex' in term ? 'sex' : 'age' in term ? `age ${term.age}` : undefined;
}

/** A value to be worked out, in words. */
export function sayTerm(term: Term, speaker: Speaker): string {
  if (typeof term !== 'object') return speaker.titleOf(String(term)) ?? String(term);
  const isZh = speaker.language === 'zh';
  const inner = (one: Term) => sayTerm(one, speaker);
  if ('answer' in term) return sayName(term.answer, speaker);
  if ('before' in term)
    return isZh ? `上次的${sayName(term.before, speaker)}` : `${sayName(term.before, speaker)} of the contact before`;
  if ('latest' in term) return sayLatest(term, speaker);
  if ('count' in term) {
    const what = sayPattern(term.count, speaker) + sayWindow(term.in, speaker.language);
    return isZh ? `次数（${what}）` : `number of times (${what})`;
  }
  if ('daysSince' in term) {
    const what = sayPattern(term.daysSince, speaker);
    if (isZh) return `距${term.first ? '首次' : '最近一次'}（${what}）的天数`;
    return `days since the ${term.first ? 'first' : 'latest'} (${what})`;
  }
  if ('age' in term) return isZh ? '年龄' : 'age';
  if ('daysFrom' in term) return isZh ? `距${inner(term.daysFrom)}的天数` : `days from ${inner(term.daysFrom)}`;
  if ('dateAfter' in term) {
    const span = saySpan(term.span, speaker.language);
    return isZh ? `${inner(term.dateAfter)}之后${span}` : `${span} after ${inner(term.dateAfter)}`;
  }
  if ('sex' in term) return isZh ? '性别' : 'sex';
  if ('firstOf' in term) return sayChoices(term, speaker);
  if ('interpolated' in term) return isZh ? `${inner(term.interpolated)}（查表）` : `${inner(term.interpolated)} (by table)`;
  return sayCalculation(term, inner, isZh);
}

function sayLatest({ latest, among, in: window }: Extract<Operand, { latest: unknown }>, speaker: Speaker): string {
  const name = sayName(latest, speaker);
  const from = among ? sayPattern(among, speaker) : '';
  const rest = sayWindow(window, speaker.language);
  if (speaker.language === 'zh') return `最近的${name}${from ? `（${from}）` : ''}${rest}`;
  return `latest ${name}${from ? ` (${from})` : ''}${rest}`;
}

function sayChoices({ firstOf, otherwise }: Extract<Operand, { firstOf: unknown }>, speaker: Speaker): string {
  const isZh = speaker.language === 'zh';
  const said = firstOf.map(({ when, value }) => {
    const [condition, result] = [sayInline(when, speaker), sayTerm(value, speaker)];
    return isZh ? `若${condition}则${result}` : `${result} if ${condition}`;
  });
  if (otherwise !== undefined) said.push(`${isZh ? '否则' : 'else '}${sayTerm(otherwise, speaker)}`);
  return said.join(isZh ? '；' : '; ');
}

type Calculation = Exclude<
  Extract<
    Operand,
    | { sum: unknown }
    | { difference: unknown }
    | { product: unknown }
    | { quotient: unknown }
    | { greatest: unknown }
    | { round: unknown }
  >,
  { latest: unknown }
>;

function sayCalculation(term: Calculation, inner: (term: Term) => string, isZh: boolean): string {
  if ('sum' in term) return `(${term.sum.map(inner).join(' + ')})`;
  if ('difference' in term) return `(${term.difference.map(inner).join(' − ')})`;
  if ('product' in term) return term.product.map(inner).join(' × ');
  if ('quotient' in term) return term.quotient.map(inner).join(' ÷ ');
  if ('greatest' in term) return `${isZh ? '较大者' : 'greatest of '}(${term.greatest.map(inner).join(', ')})`;
  return inner(term.round);
}

/** Facts that say what an event is. */
const EVENTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  contact: { zh: '服务', en: 'contact' },
  enrolled: { zh: '已纳入', en: 'enrolled in' },
  condition: { zh: '诊断', en: 'diagnosis' },
  vaccine: { zh: '接种', en: 'vaccination' },
  setting: { zh: '场所', en: 'setting' },
  closed: { zh: '结案', en: 'closed' },
};

function sayName(name: string, { words, language }: Speaker): string {
  return words[name]?.title[language] ?? EVENTS[name]?.[language] ?? name;
}

const SEXES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  male: { zh: '男', en: 'male' },
  female: { zh: '女', en: 'female' },
};
const AGES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'age years': { zh: '岁', en: 'years' },
  'age months': { zh: '月龄', en: 'months' },
  'age days': { zh: '日龄', en: 'days' },
};

function sayValue(name: string | undefined, value: FactValue, { words, language, titleOf }: Speaker): string {
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  if (name === 'sex') return SEXES[String(value)]?.[language] ?? String(value);
  const age = name === undefined ? undefined : AGES[name];
  if (age) return `${value} ${age[language]}`;
  const { options, unit } = (name === undefined ? undefined : words[name]) ?? {};
  const option = options?.find(({ code }) => code === value);
  if (option) return language === 'zh' ? `“${option.name.zh}”` : `“${option.name.en}”`;
  if (typeof value === 'string') return titleOf(value) ?? value;
  return unit ? `${value} ${unit}` : String(value);
}

/** Facts that an event must have. */
export function sayPattern(pattern: Pattern, speaker: Speaker): string {
  const isZh = speaker.language === 'zh';
  return Object.entries(pattern)
    .map(([name, wanted]) => {
      const said = sayName(name, speaker);
      if (wanted === true) return said;
      const value = sayWanted(name, wanted, speaker);
      return isZh ? `${said}${value}` : `${said} ${value}`;
    })
    .join(isZh ? '，' : ', ');
}

function sayWanted(name: string, wanted: Exclude<Pattern[string], true>, speaker: Speaker): string {
  const isZh = speaker.language === 'zh';
  if (isList(wanted))
    return `：${listed(
      wanted.map((value) => sayValue(name, value, speaker)),
      isZh,
    )}`.slice(isZh ? 0 : 1);
  if (typeof wanted !== 'object') return isZh ? `：${sayValue(name, wanted, speaker)}` : sayValue(name, wanted, speaker);
  if ('begins' in wanted)
    return isZh ? `：${listed(wanted.begins, true)} 开头` : `beginning with ${listed(wanted.begins, false)}`;
  const { atLeast, below }: { atLeast?: number; below?: number } = wanted;
  if (atLeast !== undefined) return `${COMPARED[speaker.language]['>=']} ${sayValue(name, atLeast, speaker)}`;
  return `${COMPARED[speaker.language]['<']} ${sayValue(name, below ?? 0, speaker)}`;
}

const isList = (wanted: FactValue | readonly FactValue[] | ValueTest): wanted is readonly FactValue[] => Array.isArray(wanted);

function sayWindow(window: Window | undefined, language: Language): string {
  if (window === undefined || window === 'ever') return '';
  if (window === 'period') return language === 'zh' ? '，统计期内' : ', in the period';
  const span = saySpan(window, language);
  return language === 'zh' ? `，近${span}内` : `, within the last ${span}`;
}

const UNITS = [
  ['days', '天', 'day'],
  ['weeks', '周', 'week'],
  ['months', '个月', 'month'],
  ['years', '年', 'year'],
] as const;

/** A length of time. */
export function saySpan(span: Span, language: Language): string {
  for (const [key, zh, en] of UNITS) {
    const count: number | undefined = (span as Partial<Record<typeof key, number>>)[key];
    if (count !== undefined) return language === 'zh' ? `${count} ${zh}` : `${count} ${en}${count === 1 ? '' : 's'}`;
  }
  return '';
}

/** How long after something: at once where it is no time at all. */
export function sayLater(span: Span, language: Language): string {
  if (Object.values(span).every((count) => count === 0)) return language === 'zh' ? '当日' : 'the same day';
  return language === 'zh' ? ` ${saySpan(span, 'zh')}后` : `${saySpan(span, 'en')} later`;
}
