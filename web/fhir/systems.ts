/** Identifier and tag systems that the console knows by name. */
export const IDENTITY_NUMBER = 'urn:oid:2.16.156.10011.1.3';
export const HEALTH_CARD = 'urn:oid:2.16.156.10011.1.19';
export const HEALTH_RECORD_NUMBER = 'urn:oid:2.16.156.10011.1.2';
export const DATABASE_TAG = 'urn:minkang:database';
export const PLATFORM_TAG = 'urn:minkang:platform';
export const PLATFORM_SOURCE = 'urn:minkang:platform:';
export const CARD_STATE = 'urn:minkang:extension:card-state';
