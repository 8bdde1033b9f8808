/** Where records are: counted here from the change feed, told by the platforms below for theirs. */
export { activitySince, countActivity, countRecords, type DayActivity } from './activity.ts';
export { type Holding, ownHoldings, replaceHoldings } from './holdings.ts';
