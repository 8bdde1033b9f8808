import type { Bilingual } from '../../../../kernel/index.ts';
import type { DoseForecast, Step } from '../contract.ts';
import { type ConditionId, conditions } from '../schedules/conditions.ts';
import { type Vaccine, vaccines } from '../schedules/vaccines.ts';

const UNITS: Readonly<Record<string, { readonly age: Bilingual; readonly time: Bilingual }>> = {
  day: { age: { zh: '日龄', en: 'days' }, time: { zh: '天', en: 'days' } },
  week: { age: { zh: '周龄', en: 'weeks' }, time: { zh: '周', en: 'weeks' } },
  month: { age: { zh: '月龄', en: 'months' }, time: { zh: '个月', en: 'months' } },
  year: { age: { zh: '周岁', en: 'years' }, time: { zh: '年', en: 'years' } },
};

function spell(span: string | undefined, as: 'age' | 'time'): Bilingual {
  const [count = '', unit = ''] = (span ?? '').split(' ');
  const words = UNITS[unit.replace(/s$/, '')]?.[as];
  if (!words) return { zh: '', en: '' };
  return { zh: `${count}${words.zh}`, en: `${count} ${count === '1' ? words.en.slice(0, -1) : words.en}` };
}

/** What a rule may name: a vaccine, a condition; else as it stands. */
export function nameOf(of: string | undefined): Bilingual {
  const text = of ?? '';
  if (Object.hasOwn(vaccines, text)) return (vaccines as Readonly<Record<string, Vaccine>>)[text]?.name ?? { zh: text, en: text };
  if (text === LOW_WEIGHT.id) return LOW_WEIGHT.name;
  if (Object.hasOwn(conditions, text)) return conditions[text as ConditionId].name;
  return { zh: text, en: text };
}

const LOW_WEIGHT = { id: 'low-birth-weight', name: { zh: '出生体重低于2500克', en: 'a birth weight below 2,500 g' } };

interface Words {
  readonly age: Bilingual;
  readonly time: Bilingual;
  readonly on: string;
  readonly of: Bilingual;
}

type Text = (words: Words) => Bilingual;
const fixed = (zh: string, en: string): Text => {
  const text = { zh, en };
  return () => text;
};

/** A text for each kind of step. */
const texts: Readonly<Record<string, Text>> = {
  from: ({ age, on }) => ({ zh: `最小年龄${age.zh}，${on}起`, en: `Minimum age ${age.en}: from ${on}` }),
  planned: ({ age, on }) => ({ zh: `程序规定${age.zh}接种，${on}`, en: `Planned at ${age.en}: ${on}` }),
  after: ({ time, on, of }) => ({
    zh: `与第${of.zh}剂间隔不少于${time.zh}，${on}起`,
    en: `At least ${time.en} after dose ${of.en}: from ${on}`,
  }),
  'after-last': ({ time, on }) => ({
    zh: `与上一剂间隔不少于${time.zh}，${on}起`,
    en: `At least ${time.en} after the last dose: from ${on}`,
  }),
  'after-series': ({ time, on }) => ({
    zh: `与前一系列最后一剂间隔不少于${time.zh}，${on}起`,
    en: `At least ${time.en} after the series before it: from ${on}`,
  }),
  'after-vaccine': ({ time, on, of }) => ({
    zh: `与${of.zh}间隔不少于${time.zh}，${on}起`,
    en: `At least ${time.en} after ${of.en}: from ${on}`,
  }),
  'live-apart': ({ time, on, of }) => ({
    zh: `与${of.zh}接种的减毒活疫苗间隔不少于${time.zh}（同日接种除外），${on}起`,
    en: `At least ${time.en} after the live vaccine of ${of.en}, unless on the same day: from ${on}`,
  }),
  'after-antibodies': ({ time, on, of }) => ({
    zh: `${of.zh}使用免疫球蛋白或血液制品后间隔不少于${time.zh}，${on}起`,
    en: `At least ${time.en} after antibodies or blood products of ${of.en}: from ${on}`,
  }),
  repeat: ({ time, on }) => ({
    zh: `无效剂次后不少于${time.zh}再补种，${on}起`,
    en: `A dose that did not count is repeated after ${time.en}: from ${on}`,
  }),
  by: ({ age, on }) => ({ zh: `应在${age.zh}前完成，不晚于${on}`, en: `To be done before ${age.en}: by ${on}` }),
  'at-birth': ({ on }) => ({ zh: `应在出生后24小时内完成，不晚于${on}`, en: `To be done within 24 hours of birth: by ${on}` }),
  within: ({ time, on }) => ({
    zh: `应在上一剂后${time.zh}内完成，不晚于${on}`,
    en: `To be done within ${time.en} of the dose before: by ${on}`,
  }),
  'overdue-after': ({ time, on }) => ({
    zh: `达到起始年龄后${time.zh}内为及时，不晚于${on}`,
    en: `In time within ${time.en} of its age: by ${on}`,
  }),
  season: ({ on }) => ({ zh: `本流行季接种自${on}开始`, en: `The season's vaccination begins on ${on}` }),
  'season-twice': ({ age }) => ({ zh: `${age.zh}以下首次接种者接种2剂`, en: `Two doses in the first season below ${age.en}` }),
  'tuberculin-needed': ({ age }) => ({
    zh: `${age.zh}及以上须结核菌素试验阴性`,
    en: `From ${age.en} on only after a negative tuberculin test`,
  }),
  'tuberculin-negative': fixed('结核菌素试验阴性', 'The tuberculin test was negative'),
  'tuberculin-positive': fixed('结核菌素试验阳性，不予接种', 'The tuberculin test was positive: not given'),
  condition: ({ on, of }) => ({
    zh: on ? `${of.zh}，${on}起可接种` : `${of.zh}，不予接种`,
    en: on ? `Because of ${lower(of.en)} not before ${on}` : `Not given because of ${lower(of.en)}`,
  }),
  beside: fixed('不计入规定的3剂，满1月龄起另行接种3剂', 'Does not count: the series of three begins at 1 month'),
  'newborn-antibodies': fixed(
    '母亲HBsAg阳性：出生后12小时内接种，并注射乙肝免疫球蛋白',
    'The mother has HBsAg: within 12 hours of birth, with hepatitis B immunoglobulin',
  ),
  'girls-only': fixed('仅接种女孩', 'For girls only'),
  'born-before': fixed('出生日期早于纳入规定的日期', 'Born before the day that the programme names'),
  duplicate: fixed('同日重复记录，不计剂次', 'Recorded twice on one day: counts once'),
  enough: fixed('已完成规定剂次，此剂不需要', 'Nothing more was needed'),
  'grown-up': ({ age }) => ({ zh: `已满${age.zh}，不再补种`, en: `No longer given from ${age.en} on` }),
  'bcg-from-4-years': fixed('4周岁及以上不予补种卡介苗', 'BCG is not given from 4 years on'),
  'a-replaced-by-ac': fixed('24月龄及以上不再补种A群流脑疫苗，改种A群C群', 'From 24 months on A and C takes the place of A'),
  'catch-up-complete': fixed('累计剂次已满足补种要求', 'The doses that there are suffice at this age'),
  'birth-dose-past': fixed('出生剂次已过，按1、2、7月龄接种', 'Past the birth dose: the three of 1, 2 and 7 months follow'),
  'date-unknown': fixed(
    '接种日期不明，不计剂次；补证后重新判断',
    'The day is unknown: it does not count until the certificate is re-issued',
  ),
  'date-impossible': fixed('接种日期不存在', 'There is no such day'),
  'before-birth': fixed('接种日期早于出生日期', 'The day is before the birth'),
  'in-future': fixed('接种日期晚于评估日期', 'The day has not come yet'),
  'vaccine-unknown': fixed('疫苗代码无法识别', 'The vaccine is not known'),
  antibodies: fixed('免疫球蛋白或血液制品，影响减毒活疫苗接种', 'Antibodies: they put live vaccines off'),
  'outside-schedule': fixed('不在免疫程序内的疫苗', 'A vaccine outside the schedule'),
};

const lower = (text: string) => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** A step in words. @throws Error where it has none: every kind has */
export function explain(step: Pick<Step, 'kind' | 'span' | 'on' | 'of'>): Bilingual {
  const text = texts[step.kind];
  if (!text) throw new Error(`no words for the step ${step.kind}`);
  return text({ age: spell(step.span, 'age'), time: spell(step.span, 'time'), on: step.on ?? '', of: nameOf(step.of) });
}

/** Why a dose is as it is, in words; where nothing stands against it, all steps. */
export function explainDose({ steps, why }: DoseForecast): Bilingual[] {
  const deciding = why === undefined ? steps : steps.filter(({ kind, holds }) => holds === false || kind === why);
  return (deciding.length > 0 ? deciding : steps).map(explain);
}

/** Every kind of step that has words. */
export const stepKinds: readonly string[] = Object.keys(texts);
