import type { Bilingual } from '../../kernel/index.ts';
import { placeNames } from '../../platform/directory/index.ts';
import type { Platform } from '../platform.ts';

interface Placed {
  readonly place: string;
  readonly placeName: Bilingual;
  readonly otherPlace?: string;
  readonly otherPlaceName?: Bilingual;
}

/** The same with the names of townships and villages that this platform has given them. */
export async function withPlaces<Row extends Placed>({ database }: Platform, rows: readonly Row[]): Promise<Row[]> {
  const names = await placeNames(
    database.sql,
    rows.flatMap(({ place, otherPlace }) => [place, ...(otherPlace ? [otherPlace] : [])]),
  );
  return rows.map((row) => {
    const otherPlaceName = row.otherPlace ? names.get(row.otherPlace) : undefined;
    return { ...row, placeName: names.get(row.place) ?? row.placeName, ...(otherPlaceName ? { otherPlaceName } : {}) };
  });
}
