/** A resource that a search has found. */
export interface SearchEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** Patient id of the owner, if it has one. */
  readonly resident?: string | undefined;
  readonly body: string;
}

/** The same as a row of the database. */
export type EntryRow = Omit<SearchEntry, 'resident'> & { readonly resident: string | null };

/** A row with the texts of what it is sorted by. */
export type PageRow = EntryRow & { readonly sorted: readonly string[] };

export const toEntry = ({ type, id, version, resident, body }: EntryRow): SearchEntry => ({
  ...{ type, id, version, body },
  resident: resident ?? undefined,
});
