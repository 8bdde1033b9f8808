/** The life of each resident as programmes and indicators see it: what happened when, and questions about it. */
export { type Asked, compileCondition, compilePattern, compileTerm } from './ask.ts';
export type * from './contract.ts';
export { type LifeCourse, type LifeEvent, type Piece, toEvents } from './course.ts';
export { type Lives, patientsAfter, readLives } from './course-store.ts';
export { addSpan, beforeSpan, dayNumber, dayText, monthsBetween } from './days.ts';
export { type Dictionary, makeDictionary } from './dictionary.ts';
export { ACTIVITY, DEFINITION_VERSION, PROGRAMME, toPiece } from './extract.ts';
export { type Follower, type KeepOptions, keepLives, remakeLives } from './keep.ts';
export * from './say.ts';
export { earliest, nextKnown, nextNewYear, nextTick, type Tick, ticksOf } from './ticks.ts';
