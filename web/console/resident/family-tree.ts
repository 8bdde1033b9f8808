import type { Family, FamilyPerson } from '../../../src/databases/population/kin/contract.ts';

/** A person of the tree with its place: `row` counts generations from the oldest, `column` from the left. */
export interface PlacedPerson extends FamilyPerson {
  readonly row: number;
  readonly column: number;
  readonly kinship: Kinship;
}

export type Kinship =
  | 'self'
  | 'father'
  | 'mother'
  | 'parent'
  | 'son'
  | 'daughter'
  | 'child'
  | 'spouse'
  | 'formerSpouse'
  | 'sibling'
  | 'grandparent'
  | 'grandchild'
  | 'parentInLaw'
  | 'childInLaw'
  | 'relative';

type Step = 'up' | 'down' | 'spouse' | 'former' | 'sibling';

/** Generations as rows, spouses beside each other, children below their parents. Pure. */
export function placeFamily({ resident, people, ties }: Family): readonly PlacedPerson[] {
  const paths = pathsFrom(resident, ties);
  const generationOf = (id: string) =>
    (paths.get(id) ?? []).reduce((sum, step) => sum + (step === 'up' ? -1 : step === 'down' ? 1 : 0), 0);
  const reached = people.filter(({ id }) => paths.has(id));
  const oldest = Math.min(0, ...reached.map(({ id }) => generationOf(id)));
  const rows = Map.groupBy(reached, ({ id }) => generationOf(id) - oldest);
  return [...rows]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([row, members]) =>
      inOrder(members, ties).map((person, column) => ({
        ...person,
        row,
        column,
        kinship: kinshipOf(paths.get(person.id) ?? [], person.sex),
      })),
    );
}

/** The shortest way to each, first found. */
function pathsFrom(resident: string, ties: Family['ties']): ReadonlyMap<string, readonly Step[]> {
  const paths = new Map<string, readonly Step[]>([[resident, []]]);
  const waiting = [resident];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    for (const [other, step] of stepsFrom(id, ties)) {
      if (paths.has(other)) continue;
      paths.set(other, [...(paths.get(id) ?? []), step]);
      waiting.push(other);
    }
  }
  return paths;
}

function stepsFrom(id: string, ties: Family['ties']): [string, Step][] {
  return ties.flatMap(({ from, to, kind, until }): [string, Step][] => {
    if (from !== id && to !== id) return [];
    const other = from === id ? to : from;
    if (kind === 'parent') return [[other, from === id ? 'down' : 'up']];
    if (kind === 'sibling') return [[other, 'sibling']];
    return [[other, until === undefined ? 'spouse' : 'former']];
  });
}

/** Older ones first, each with the spouse at the side. */
function inOrder(members: readonly FamilyPerson[], ties: Family['ties']): FamilyPerson[] {
  const left = members.toSorted((one, other) => ((one.birthDate ?? '9') < (other.birthDate ?? '9') ? -1 : 1));
  const ordered: FamilyPerson[] = [];
  for (let next = left.shift(); next; next = left.shift()) {
    ordered.push(next);
    const { id } = next;
    const beside = left.findIndex((one) =>
      ties.some(({ kind, from, to }) => kind === 'spouse' && [from, to].includes(id) && [from, to].includes(one.id)),
    );
    if (beside >= 0) ordered.push(...left.splice(beside, 1));
  }
  return ordered;
}

const bySex = (sex: FamilyPerson['sex'], male: Kinship, female: Kinship, either: Kinship): Kinship =>
  sex === 'male' ? male : sex === 'female' ? female : either;

function kinshipOf(path: readonly Step[], sex: FamilyPerson['sex']): Kinship {
  switch (path.join(' ')) {
    case '':
      return 'self';
    case 'up':
      return bySex(sex, 'father', 'mother', 'parent');
    case 'down':
      return bySex(sex, 'son', 'daughter', 'child');
    case 'spouse':
      return 'spouse';
    case 'former':
      return 'formerSpouse';
    case 'sibling':
    case 'up down':
      return 'sibling';
    case 'up up':
      return 'grandparent';
    case 'down down':
      return 'grandchild';
    case 'spouse up':
      return 'parentInLaw';
    case 'down spouse':
      return 'childInLaw';
    default:
      return 'relative';
  }
}
