/** What a loading process is told: its share of the county, then what to do, one after the other. */
export type ToLoader =
  | { readonly kind: 'open'; readonly url: string; readonly index: number; readonly of: number }
  /** Write so many resources, generating them on the way. */
  | { readonly kind: 'load'; readonly resources: number }
  /** Generate so many, and keep them. */
  | { readonly kind: 'prepare'; readonly resources: number }
  /** Write what was prepared. */
  | { readonly kind: 'write' };

export type FromLoader =
  /** Resources written since the last such message. */
  | { readonly kind: 'written'; readonly resources: number }
  | { readonly kind: 'done'; readonly bundles: number; readonly resources: number };
