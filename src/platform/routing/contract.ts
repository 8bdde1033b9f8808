/** POST /api/lookups with {number}: an identity or card number becomes an address that carries no number. */
export interface Lookup {
  readonly kind: 'identity-number' | 'card-number';
  /** Given when the resident is known here: open /residents/:id. */
  readonly residentId?: string;
  /** Sealed number, good for 12 hours at this platform: GET /fhir/Patient/$record?handle=…; open /records/:handle. */
  readonly handle: string;
}
