/** The stock of a vaccination point by lot, and its cold chain. */
export { answerAlarm, findAlarms, keepReadings, LIMITS, latestReadings } from './cold-chain.ts';
export type { Alarm, DeviceReading, Lot, Movement, Recipient, Stock } from './contract.ts';
export { findLots, findMovements, isMoved, lockLot, moveDoses, recallLots } from './lot-store.ts';
export { changeLot, receive } from './stock.ts';
