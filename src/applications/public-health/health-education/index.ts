/** Health education: the plan of the year, what was held, and what of the required counts was done. */
export { holdActivity, listActivities, planActivity, withdrawActivity, yearOf } from './activity-store.ts';
export { evidence, kinds, planFields, recordFields } from './requirements.ts';
