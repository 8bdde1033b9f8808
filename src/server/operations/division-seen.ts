import { type Bilingual, Problem } from '../../kernel/index.ts';
import { divisionNames } from '../../platform/directory/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { pathUp, startOf } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';

/** The widest division whose counts the account may see: its place, as far as this platform reaches. */
export function widest({ settings }: Pick<Platform, 'settings'>, { place }: Pick<Subject, 'place'>): string {
  return startOf(place).startsWith(startOf(settings.division)) ? place : settings.division;
}

/** @throws Problem right-missing for what does not lie in it */
export function within(top: string, division: string): string {
  if (division === top || pathUp(division, top).length > 1) return division;
  throw new Problem('right-missing', 'The division lies outside of what the account may see', { at: 'division' });
}

export type NameOf = (division: string) => { readonly name?: Bilingual };

/** What divisions are called; nothing of those without a name. */
export async function namesFor({ database }: Pick<Platform, 'database'>, divisions: readonly string[]): Promise<NameOf> {
  const names = await divisionNames(database.sql, divisions);
  return (division) => {
    const name = names.get(division);
    return name ? { name } : {};
  };
}

/** From the widest division down to one, with their names. */
export const pathDown = (division: string, top: string, nameOf: NameOf) =>
  pathUp(division, top)
    .reverse()
    .map((code) => ({ division: code, ...nameOf(code) }));

/** Whether the residents of a division are kept on this platform, so that there is a list of them. */
export const isHere = ({ settings, self }: Platform, division: string): boolean =>
  division.startsWith(startOf(settings.division)) && self.level === 'county';
