/** Whose form it is. */
export interface Whose {
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** YYYY-MM-DD, or ''. */
  readonly birthDate: string;
  /** Last four characters of the document. */
  readonly last: string;
}
