import { describe, expect, test } from 'vitest';
import {
  age,
  all,
  answer,
  any,
  begins,
  count,
  fromOn,
  has,
  latest,
  months,
  not,
  previously,
} from '../../../src/life-course/index.ts';
import { type Speaker, sayCondition, sayInline, sayLater, saySpan } from './in-words.ts';

const speaker = (language: 'zh' | 'en'): Speaker => ({
  language,
  words: {
    systolic: { title: { zh: '收缩压', en: 'Systolic pressure' }, type: 'whole', unit: 'mmHg' },
    result: {
      ...{ title: { zh: '分类', en: 'Result' }, type: 'code' },
      options: [{ code: '2', name: { zh: '控制不满意', en: 'Not satisfactory' } }],
    },
  },
  titleOf: (code) => (code === 'hypertension' ? (language === 'zh' ? '高血压' : 'Hypertension') : undefined),
});
const both = (condition: Parameters<typeof sayInline>[0]) => [
  sayInline(condition, speaker('zh')),
  sayInline(condition, speaker('en')),
];

describe('a rule in words', () => {
  test('compares with unit, code or age', () => {
    expect(both(answer('systolic').atLeast(180))).toEqual(['收缩压不低于 180 mmHg', 'Systolic pressure is at least 180 mmHg']);
    expect(both(previously('result').equals('2'))).toEqual([
      '上次的分类为“控制不满意”',
      'Result of the contact before is “Not satisfactory”',
    ]);
    expect(both(age('years').below(65))).toEqual(['年龄低于 65 岁', 'age is below 65 years']);
  });

  test('says what happened and when', () => {
    expect(both(has({ enrolled: 'hypertension' }))).toEqual(['有记录：已纳入：高血压', 'on record: enrolled in Hypertension']);
    expect(both(has({ condition: begins('I10', 'I11') }))).toEqual([
      '有记录：诊断：I10、I11 开头',
      'on record: diagnosis beginning with I10 or I11',
    ]);
    expect(both(count({ systolic: fromOn(140) }, months(12)).atLeast(3))).toEqual([
      '次数（收缩压不低于 140 mmHg，近12 个月内）不低于 3',
      'number of times (Systolic pressure is at least 140 mmHg, within the last 12 months) is at least 3',
    ]);
    expect(both(not(latest('systolic').isKnown()))).toEqual(['并非：最近的收缩压已知', 'not: latest Systolic pressure is known']);
  });

  test('keeps which belong together', () => {
    const high = answer('systolic').atLeast(140);
    const rule = all(any(high, answer('result').equals('2')), age('years').atLeast(35));

    expect(sayInline(rule, speaker('en'))).toBe(
      '(Systolic pressure is at least 140 mmHg or Result is “Not satisfactory”) and age is at least 35 years',
    );
    expect(sayCondition(rule, speaker('zh'))).toMatchObject({ of: 'all', parts: [{ of: 'any' }, '年龄不低于 35 岁'] });
  });

  test('no time at all is the same day', () => {
    expect([sayLater({ weeks: 0 }, 'zh'), sayLater({ weeks: 0 }, 'en')]).toEqual(['当日', 'the same day']);
    expect([sayLater({ months: 2 }, 'zh'), sayLater({ months: 2 }, 'en')]).toEqual([' 2 个月后', '2 months later']);
  });

  test('one of one is that one; spans have their plural', () => {
    expect(sayCondition(all(answer('systolic').isKnown()), speaker('zh'))).toBe('收缩压已知');
    expect([saySpan({ weeks: 1 }, 'en'), saySpan({ weeks: 2 }, 'en'), saySpan({ months: 3 }, 'zh')]).toEqual([
      '1 week',
      '2 weeks',
      '3 个月',
    ]);
  });
});
