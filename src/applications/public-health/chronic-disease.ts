import { all, answer, type Condition, months, weeks } from '../../life-course/index.ts';
import type { Activity } from '../../programmes/index.ts';
import { EXAMINATIONS } from './forms/health-examination.ts';

interface ChronicDisease {
  /** What is referred at once. */
  readonly danger: Condition;
  /** Asked of the contact at hand, and of the one before it. */
  readonly unsatisfactory: Condition;
  readonly unsatisfactoryBefore: Condition;
  /** Why the next contact is early where the disease is not controlled. */
  readonly adjust: { readonly zh: string; readonly en: string };
}

/**
 * What hypertension and type 2 diabetes share: four contacts a year; two weeks later where something is wrong, with a referral where
 * it is wrong again; and the yearly check. 国家基本公共卫生服务规范（第三版）.
 */
export const chronicDiseaseActivities = ({
  danger,
  unsatisfactory,
  unsatisfactoryBefore,
  adjust,
}: ChronicDisease): readonly Activity[] => [
  {
    code: 'follow-up',
    title: { zh: '随访', en: 'Follow-up' },
    form: 'follow-up',
    remindDays: 7,
    schedule: {
      kind: 'follow-up',
      first: { after: weeks(0), within: weeks(2) },
      choices: [
        {
          when: danger,
          after: weeks(0),
          within: weeks(2),
          refer: true,
          reason: { zh: '危急情况：紧急转诊，2 周内主动随访', en: 'Danger: refer at once, follow up within 2 weeks' },
        },
        {
          when: answer('followUpResult').equals('4'),
          after: weeks(0),
          within: weeks(2),
          refer: true,
          reason: {
            zh: '新发或加重的并发症：建议转诊，2 周内主动随访',
            en: 'A new or worse complication: refer, follow up within 2 weeks',
          },
        },
        {
          when: all(unsatisfactory, unsatisfactoryBefore),
          after: weeks(0),
          within: weeks(2),
          refer: true,
          reason: {
            zh: '连续两次不满意：建议转诊，2 周内主动随访',
            en: 'Unsatisfactory twice: refer, follow up within 2 weeks',
          },
        },
        {
          when: unsatisfactory,
          after: weeks(0),
          within: weeks(2),
          reason: adjust,
        },
      ],
      // four times a year, the next one at the latest three months later
      otherwise: { after: months(2), within: months(1) },
    },
  },
  {
    code: 'check',
    title: { zh: '年度健康检查', en: 'Yearly check' },
    form: 'examination',
    doneBy: [{ contact: EXAMINATIONS }],
    schedule: { kind: 'yearly' },
  },
];
