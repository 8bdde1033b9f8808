import type { QualityRule } from './contract.ts';

/** Limits of the rules. A change counts everybody anew. */
export const limits = {
  /** So many values with a unit are needed before two examinations are called alike. */
  leastMeasured: 4,
  /** More contacts than this by one worker on a day are not credible. */
  mostContactsADay: 40,
} as const;

/** By which records are looked through. What a value may be stands with its element (`src/standards/elements`). */
export const qualityRules = [
  {
    code: 'value-impossible',
    title: { zh: '数值不可能', en: 'Impossible value' },
    reason: {
      zh: '数值超出该数据元可能的范围，多为录入或单位错误。',
      en: 'A value outside what its data element can be: mostly a slip, or another unit.',
    },
    severity: 'error',
  },
  {
    code: 'required-missing',
    title: { zh: '必填项缺失', en: 'Required answers missing' },
    reason: { zh: '表单在该情形下必填的项目没有记录。', en: 'What the form asks for in this case is not recorded.' },
    severity: 'warning',
  },
  {
    code: 'day-impossible',
    title: { zh: '日期不可能', en: 'Impossible day' },
    reason: {
      zh: '服务日期早于出生、晚于死亡，或晚于记录当日。',
      en: 'The contact is dated before birth, after death, or after the day on which it was recorded.',
    },
    severity: 'error',
  },
  {
    code: 'copied-own',
    title: { zh: '与本人另一次完全相同', en: 'Same as another of the resident' },
    reason: {
      zh: `同一居民两次服务的全部测量值完全相同（不少于 ${limits.leastMeasured} 项），疑为复制。`,
      en: `All that was measured (${limits.leastMeasured} values or more) is the same at two contacts of a resident: perhaps a copy.`,
    },
    severity: 'warning',
  },
  {
    code: 'copied-others',
    title: { zh: '与他人完全相同', en: 'Same as another resident' },
    reason: {
      zh: `同一人员同日为不同居民记录的全部测量值完全相同（不少于 ${limits.leastMeasured} 项），疑为复制。`,
      en: `All that one worker measured (${limits.leastMeasured} values or more) is the same for two residents on a day: perhaps a copy.`,
    },
    severity: 'error',
  },
  {
    code: 'many-contacts',
    title: { zh: '一日服务过多', en: 'Too many on a day' },
    reason: {
      zh: `一名人员一日的服务超过 ${limits.mostContactsADay} 次。`,
      en: `One worker has more than ${limits.mostContactsADay} contacts on a day.`,
    },
    severity: 'warning',
  },
] as const satisfies readonly QualityRule[];

export type RuleCode = (typeof qualityRules)[number]['code'];
