/** The life of a resident as programmes and indicators see it: what happened when, and questions about it. Pure; the console uses it too. */
export { type Asked, compileCondition, compilePattern, compileTerm, MOVE } from './ask.ts';
export type * from './contract.ts';
export { CORRECTS, EVENT_FACTS, type Piece, toEvents } from './course.ts';
export { addSpan, dayNumber, dayOf, dayText, digits, monthsBetween } from './days.ts';
export * from './say.ts';
export { earliest, nextKnown, nextNewYear, nextTick, type Tick, ticksOf } from './ticks.ts';
