/** Somebody in a family tree. */
export interface FamilyPerson {
  /** Patient id; of who is no resident here, a key of its own that begins with `-`. */
  readonly id: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate?: string;
  readonly deceasedOn?: string;
  /** A resident whose page may be opened. */
  readonly isHere: boolean;
  /** In the household of the resident in question. */
  readonly inHousehold: boolean;
}

/** `parent`: `from` is the parent of `to`. `spouse` and `sibling` have no direction. */
export interface FamilyTie {
  readonly from: string;
  readonly to: string;
  readonly kind: 'parent' | 'spouse' | 'sibling';
  /** Told by an event, or by the relations within a household. */
  readonly source: 'event' | 'household';
  /** Day on which a marriage ended, YYYY-MM-DD. */
  readonly until?: string;
}

/** GET /api/residents/:id/family: two generations up and down, siblings and spouses. */
export interface Family {
  readonly resident: string;
  readonly people: readonly FamilyPerson[];
  readonly ties: readonly FamilyTie[];
}
