/** A resource that a search has found. */
export interface SearchEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** Patient id of the owner, if it has one. */
  readonly resident?: string | undefined;
  readonly body: string;
}

/** The same as a row of the answer, with the texts of what it is sorted by. */
export type PageRow = Omit<SearchEntry, 'resident'> & { readonly resident: string | null; readonly sorted: readonly string[] };
