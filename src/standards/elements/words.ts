import type { Choice, Element } from './contract.ts';

/** Words with which elements are written down in one line each. */

/** Number in WS 363; or of what it is a target or repeat, which has that number: no code then. */
type Numbered = string | { readonly shares: string } | undefined;
type Rest = Partial<Omit<Element, 'name' | 'title' | 'type' | 'element' | 'sharesElement'>>;

const make =
  (type: Element['type']) =>
  (name: string, zh: string, en: string, number?: Numbered, rest: Rest = {}): Element => ({
    name,
    title: { zh, en },
    type,
    ...(typeof number === 'string' ? { element: number } : {}),
    ...(typeof number === 'object' ? { sharesElement: number.shares } : {}),
    ...rest,
  });

export const whole = make('whole');
export const decimal = make('decimal');
export const flag = make('flag');
export const date = make('date');
export const text = make('text');

/** Names of choices: code, Chinese, English. */
export const choices = (...all: readonly (readonly [code: string, zh: string, en: string])[]): readonly Choice[] =>
  all.map(([code, zh, en]) => ({ code, name: { zh, en } }));

/** A value domain by its name, or choices of its own. */
const from = (of: string | readonly Choice[]): Rest => (typeof of === 'string' ? { domain: of } : { choices: of });

/** One of some codes. */
export const code = (name: string, zh: string, en: string, number: Numbered, of: string | readonly Choice[]) =>
  make('code')(name, zh, en, number, from(of));

/** Several of some codes. */
export const codes = (name: string, zh: string, en: string, number: Numbered, of: string | readonly Choice[]) =>
  make('choices')(name, zh, en, number, from(of));

/** A whole number of which each value has a name: the score of an item. */
export const score = (name: string, zh: string, en: string, of: readonly Choice[], number?: Numbered): Element => {
  const values = of.map((choice) => Number(choice.code));
  return whole(name, zh, en, number, { choices: of, possible: [Math.min(...values), Math.max(...values)] });
};

/** Whether something is out of order, and in which way: `lungs` makes `lungsAbnormal` and `lungsDescription`. */
export const finding = (
  name: string,
  zh: string,
  en: string,
  abnormal?: Numbered,
  description?: Numbered,
): readonly [Element, Element] => [
  flag(`${name}Abnormal`, `${zh}异常`, `${en}: abnormal`, abnormal),
  text(`${name}Description`, `${zh}描述`, `${en}: description`, description),
];

export const unit = (ucum: string, written = ucum): Rest => ({ unit: { code: ucum, text: written } });
