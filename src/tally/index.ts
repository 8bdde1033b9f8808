/** Sums by division: kept where the records are from differences, folded upwards, and told to the platforms above, each the last word. */
export { foldTally } from './fold.ts';
export { insertChanges, type Row, sumRows, type Tally } from './tally.ts';
export { acknowledgeSums, listHeard, receiveSums, releaseSums, type Told, toldOf } from './travel.ts';
