import { answer, firstOf, has } from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { SERVICES } from '../enrolment.ts';
import { healthExaminationForm } from '../forms/health-examination.ts';

/** Health examinations of whoever is in no programme that has one: of a village, of a firm, on request. */
export const healthExamination = defineProgramme({
  code: 'health-examination',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '健康体检', en: 'Health examination' },
  purpose: {
    zh: '居民健康体检，一张体检表供各项管理的年度检查共用。',
    en: 'Examinations of residents; one form serves the yearly checks of every programme.',
  },
  source: `${SERVICES}居民健康档案管理服务规范; WS 365-2011 5.2.2`,
  enrolment: { kind: 'population', eligible: has({ contact: 'health-examination/examination' }) },
  activities: [
    {
      code: 'examination',
      title: { zh: '健康体检', en: 'Health examination' },
      form: 'examination',
      schedule: { kind: 'on-demand' },
    },
  ],
  elements: [],
  forms: [healthExaminationForm],
  classifications: [
    {
      code: 'assessment',
      title: { zh: '健康评价', en: 'Assessment' },
      of: ['examination'],
      value: firstOf([
        [answer('assessmentAbnormal').equals(true), 'abnormal'],
        [answer('assessmentAbnormal').equals(false), 'normal'],
      ]),
      values: [
        { code: 'normal', title: { zh: '体检无异常', en: 'Nothing abnormal' }, severity: 'good' },
        { code: 'abnormal', title: { zh: '有异常', en: 'Something abnormal' }, severity: 'watch' },
      ],
    },
  ],
  measures: [],
});
