/** The way up: batches in the released form, numbered, signed, applied exactly once. */
export { BATCH_PATH } from './batch.ts';
export { receiveBatch } from './incoming.ts';
export { type ReleaseRule, releaseRules, smallCells } from './release-rules.ts';
export { startUplink, type Uplink, uplinkLag } from './uplink.ts';
