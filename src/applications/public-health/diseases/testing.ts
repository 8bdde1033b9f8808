/** Builders for tests: report cards as they are filled in. */

let keys = 0;
export const aKey = (): string => `key-${Date.now()}-${++keys}`;

/** A card with all that is needed; measles of a pupil unless said otherwise. */
export const aCard = (values: Record<string, unknown> = {}): Record<string, unknown> => ({
  disease: 'measles',
  classification: '2',
  onsetOn: '2026-11-10',
  diagnosedAt: '2026-11-12T09:00',
  occupation: '03',
  setting: '鼓楼第一小学',
  guardian: '林父',
  belonging: '1',
  division: '350102001',
  address: '东街口 86 号',
  doctor: '陈静',
  institution: '鼓楼医院',
  ...values,
});
