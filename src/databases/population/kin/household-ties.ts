import type { FamilyTie } from './contract.ts';

interface InHousehold {
  readonly id: string;
  readonly relation: string | undefined;
}

type Tie = Omit<FamilyTie, 'source' | 'until'>;

const parent = (from: string, to: string): Tie => ({ from, to, kind: 'parent' });
const SON = /^2[0-79]$/;
const DAUGHTER = /^3[0-79]$/;

/**
 * Ties that follow from the relations of members to the head, GB/T 4761. What could be meant of two is not concluded: with two
 * sons, a daughter-in-law is the wife of neither.
 */
export function householdTies(members: readonly InHousehold[]): Tie[] {
  const head = members.find(({ relation }) => relation === '02' || relation === '03')?.id;
  if (head === undefined) return [];
  const all = (pattern: RegExp) =>
    members.filter(({ relation }) => relation !== undefined && pattern.test(relation)).map(({ id }) => id);
  const one = (pattern: RegExp) => {
    const found = all(pattern);
    return found.length === 1 ? found[0] : undefined;
  };
  const couple = (from: string | undefined, to: string | undefined): Tie[] =>
    from === undefined || to === undefined ? [] : [{ from, to, kind: 'spouse' }];
  const childOf = (from: string | undefined, to: readonly string[]): Tie[] =>
    from === undefined ? [] : to.map((id) => parent(from, id));
  const [spouse, son, daughter] = [one(/^1[0-2]$/), one(SON), one(DAUGHTER)];
  const onlyChild = one(/^(?:2[0-79]|3[0-79])$/);
  const [father, mother] = [one(/^51$/), one(/^52$/)];
  return [
    ...couple(head, spouse),
    ...childOf(head, all(/^(?:2[0-79]|3[0-79])$/)),
    ...couple(son, one(/^38$/)),
    ...couple(daughter, one(/^28$/)),
    ...childOf(onlyChild, all(/^40$/)),
    ...childOf(son, all(/^4[12]$/)),
    ...childOf(daughter, all(/^4[34]$/)),
    ...all(/^5[0-2]$/).map((id) => parent(id, head)),
    ...couple(father, mother),
    ...(spouse === undefined ? [] : all(/^5[3-6]$/).map((id) => parent(id, spouse))),
    ...(father === undefined ? [] : all(/^6[12]$/).map((id) => parent(id, father))),
    ...(mother === undefined ? [] : all(/^6[34]$/).map((id) => parent(id, mother))),
    ...all(/^(?:70|71|73|75|77)$/).map((id): Tie => ({ from: head, to: id, kind: 'sibling' })),
  ];
}
