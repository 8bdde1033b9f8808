import { newId } from '../../../kernel/index.ts';
import { addDays, ageOn } from './calendar.ts';
import { makePerson, type Person, type SamplePlan, type Surroundings, type Wanted } from './person.ts';
import { type Random, seeded } from './random.ts';
import { fullName, type Township, townshipsOf } from './townships.ts';

export interface Household {
  /** Id of the Group. */
  readonly id: string;
  readonly index: number;
  readonly members: readonly Person[];
}

type Shape = 'family' | 'three-generations' | 'old-couple' | 'old-alone' | 'single' | 'one-parent' | 'with-grandparents';

/** Kinds of household in a hundred, so that about 16 in 100 residents are below 15 and 22 are 60 or older. */
const SHAPES: readonly (readonly [Shape, number])[] = [
  ['family', 38],
  ['three-generations', 20],
  ['old-couple', 14],
  ['old-alone', 7],
  ['single', 13],
  ['one-parent', 4],
  ['with-grandparents', 4],
];

/** The households of a county, one after the other, until there are as many residents as planned. The first is the example. */
export function* householdsOf(plan: SamplePlan): Generator<Household> {
  const townships = townshipsOf(plan.division);
  const taken = new Set<string>();
  let residents = 0;
  for (let index = 0; residents < plan.residents; index++) {
    const random = seeded(`${plan.seed} ${plan.division} household ${index}`);
    const township = index === 0 ? townships[0] : random.pick(townships);
    if (!township) throw new Error(`${plan.division} has no township`);
    const around: Surroundings = {
      plan,
      township,
      address: addressIn(random, plan.division, township),
      ethnicity: random.chance(0.97) ? '01' : random.pick(['22', '03', '15', '06', '07', '04']),
      taken,
    };
    const wanted = index === 0 ? exampleFamily(plan.today) : membersOf(random, random.weighted(SHAPES), plan.today);
    const members = buildMembers(random, wanted.slice(0, plan.residents - residents), around, residents);
    residents += members.length;
    yield { id: newId(random.bytes), index, members };
  }
}

/** A member; `ofParent` names the member whose family name it has. */
type Member = Wanted & { readonly ofParent?: number };

function buildMembers(random: Random, wanted: readonly Member[], around: Surroundings, first: number): Person[] {
  const people: Person[] = [];
  for (const [position, { ofParent, ...member }] of wanted.entries()) {
    const parent = ofParent === undefined ? undefined : people[ofParent];
    people.push(makePerson(random, { ...member, ...(parent ? { family: parent.family } : {}) }, around, first + position));
  }
  return people;
}

function addressIn(random: Random, division: string, { name, streets, rural }: Township): string {
  const street = random.pick(streets);
  const house =
    rural && street.endsWith('村')
      ? `${random.int(1, 260)}号`
      : `${random.int(1, 320)}号${random.int(1, 12)}座${random.int(1, 28)}0${random.int(1, 6)}室`;
  return `${fullName(division)}${name}${street}${house}`;
}

const bornAtAge = (random: Random, today: string, age: number): string =>
  addDays(today, -Math.round(age * 365.2425 + random.int(0, 364)));

/** Head 68 with a long history, his wife, their son's family with a small child. */
function exampleFamily(today: string): Member[] {
  const born = (age: number, days: number) => addDays(today, -Math.round(age * 365.2425 + days));
  return [
    { sex: 'male', birthDate: born(68, 120), relation: '02', marital: '21' },
    { sex: 'female', birthDate: born(66, 33), relation: '12', marital: '21' },
    { sex: 'male', birthDate: born(37, 210), relation: '22', marital: '21', ofParent: 0 },
    { sex: 'female', birthDate: born(34, 77), relation: '38', marital: '21' },
    { sex: 'female', birthDate: born(2, 15), relation: '42', marital: '10', ofParent: 2 },
  ];
}

function membersOf(random: Random, shape: Shape, today: string): Member[] {
  switch (shape) {
    case 'family':
      return couple(random, today, random.int(26, 58));
    case 'three-generations':
      return threeGenerations(random, today);
    case 'old-couple':
      return oldCouple(random, today);
    case 'old-alone':
      return [alone(random, today, random.int(66, 93), '30')];
    case 'single':
      return [alone(random, today, random.int(19, 58), random.chance(0.7) ? '10' : '40')];
    case 'one-parent': {
      const age = random.int(28, 48);
      const parent = alone(random, today, age, '40');
      return [parent, child(random, today, random.int(0, Math.min(17, age - 22)), 0, random.chance(0.52) ? '21' : '31')];
    }
    case 'with-grandparents': {
      const grandparents = oldCouple(random, today).map((member) => ({ ...member, birthDate: addDays(member.birthDate, 3000) }));
      const isBoy = random.chance(0.52);
      return [...grandparents, child(random, today, random.int(3, 14), 0, isBoy ? '41' : '42')];
    }
  }
}

function alone(random: Random, today: string, age: number, marital: string): Member {
  return { sex: random.chance(0.5) ? 'male' : 'female', birthDate: bornAtAge(random, today, age), relation: '02', marital };
}

function couple(random: Random, today: string, age: number): Member[] {
  const husband: Member = { sex: 'male', birthDate: bornAtAge(random, today, age), relation: '02', marital: '21' };
  const wife: Member = {
    sex: 'female',
    birthDate: bornAtAge(random, today, Math.max(22, age - random.int(0, 5))),
    relation: '12',
    marital: '21',
  };
  return [husband, wife, ...childrenOf(random, today, age, 0)];
}

function childrenOf(random: Random, today: string, fatherAge: number, father: number): Member[] {
  const count = random.weighted([
    [0, 22],
    [1, 48],
    [2, 27],
    [3, 3],
  ] as const);
  const ages = Array.from({ length: count }, () => fatherAge - random.int(24, 33)).filter((age) => age >= 0 && age <= 22);
  return ages
    .sort((a, b) => b - a)
    .map((age, order) => {
      const isBoy = random.chance(0.525);
      const relation = ages.length === 1 ? (isBoy ? '21' : '31') : `${isBoy ? 2 : 3}${2 + order}`;
      return child(random, today, age, father, relation);
    });
}

function child(random: Random, today: string, age: number, parent: number, relation: string): Member {
  const sex = /^(2|41|43)/.test(relation) ? 'male' : 'female';
  const birthDate = age === 0 ? addDays(today, -random.int(3, 360)) : bornAtAge(random, today, age);
  return { sex, birthDate, relation, marital: '10', ofParent: parent };
}

function oldCouple(random: Random, today: string): Member[] {
  const age = random.int(61, 86);
  return [
    { sex: 'male', birthDate: bornAtAge(random, today, age), relation: '02', marital: '21' },
    { sex: 'female', birthDate: bornAtAge(random, today, Math.max(58, age - random.int(0, 5))), relation: '12', marital: '21' },
  ];
}

function threeGenerations(random: Random, today: string): Member[] {
  const headAge = random.int(55, 78);
  const head: Member = {
    sex: 'male',
    birthDate: bornAtAge(random, today, headAge),
    relation: '02',
    marital: random.chance(0.8) ? '21' : '30',
  };
  const wife: Member[] =
    head.marital === '21'
      ? [{ sex: 'female', birthDate: bornAtAge(random, today, headAge - random.int(0, 4)), relation: '12', marital: '21' }]
      : [];
  const sonAge = headAge - random.int(24, 31);
  const son: Member = { sex: 'male', birthDate: bornAtAge(random, today, sonAge), relation: '21', marital: '21', ofParent: 0 };
  const inLaw: Member = {
    sex: 'female',
    birthDate: bornAtAge(random, today, Math.max(22, sonAge - random.int(0, 4))),
    relation: '38',
    marital: '21',
  };
  const sonPosition = 1 + wife.length;
  const grandchildren = childrenOf(random, today, sonAge, sonPosition)
    .filter(({ birthDate }) => ageOn(birthDate, today) < 20)
    .map((one) => ({ ...one, relation: one.sex === 'male' ? '41' : '42' }));
  return [head, ...wife, son, inLaw, ...grandchildren];
}
