/** Early warning: published methods on daily counts, clusters in schools and townships, and what became of each signal. */
export type { SignalPage, SignalRow } from './contract.ts';
export { watchLines } from './evaluate.ts';
export { decideSignal, getSignal, listSignals } from './signal-store.ts';
