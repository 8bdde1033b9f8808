/** Keeps the life course of each resident: from the change feed, in one row a Patient; tells whoever follows which lives changed. */
export { type Lives, ofLives, readLives } from './course-store.ts';
export { type Dictionary, makeDictionary } from './dictionary.ts';
export { DEFINITION_VERSION, toPiece } from './extract.ts';
export { freshAt } from './fresh-at.ts';
export {
  type Follower,
  type KeepOptions,
  keepLives,
  partRetold,
  remakeLives,
  retellLives,
  type Telling,
  takeTurn,
} from './keep.ts';
