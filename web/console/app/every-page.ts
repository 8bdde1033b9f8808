import { address, call } from './api.ts';

/** The most that the lists of the platform give at once. */
const PAGE = 200;

interface ListPage<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

/** All rows of a list, a page at a time, by keyset: what is written meanwhile shifts nothing. Throws `Failure`. */
export async function* everyPage<Row>(
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  let cursor: string | undefined;
  do {
    const page: ListPage<Row> = await call<ListPage<Row>>(address(path, { ...query, cursor, count: PAGE }), { signal });
    yield page.items;
    cursor = page.next;
  } while (cursor);
}
