/** Requests that go hop by hop to the owner of a record and back: the country-wide record, the state of the network. */
export type { Lookup } from './contract.ts';
export { countryRecord, type RecordOptions } from './record.ts';
export { rehearseRecord } from './rehearse.ts';
export { RECORD_PATH, recordRequest } from './request.ts';
export { openRouter, type Router } from './router.ts';
export { serveFrom } from './serve.ts';
export { networkStatus, STATUS_PATH } from './status.ts';
export { readWarrant } from './warrant.ts';
