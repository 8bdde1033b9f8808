import type { Child, GivenDose } from '../../src/applications/public-health/immunization/index.ts';

/** A child with the doses it has had. */
export interface ChildHistory {
  readonly child: Child;
  readonly doses: readonly GivenDose[];
}

/** Month of age at which each dose is given, national vaccine by its name. */
const VISITS: readonly (readonly [month: number, vaccine: string])[] = [
  [0, 'HepB'],
  [0, 'BCG'],
  [1, 'HepB'],
  [2, 'IPV'],
  [2, 'DTaP'],
  [3, 'IPV'],
  [4, 'bOPV'],
  [4, 'DTaP'],
  [6, 'HepB'],
  [6, 'DTaP'],
  [6, 'MPSV-A'],
  [8, 'MMR'],
  [8, 'JE-L'],
  [9, 'MPSV-A'],
  [12, 'cvx:21'],
  [12, 'cvx:133'],
  [18, 'DTaP'],
  [18, 'MMR'],
  [18, 'HepA-L'],
  [24, 'JE-L'],
  [36, 'MPSV-AC'],
  [48, 'bOPV'],
  [72, 'DTaP'],
  [72, 'MPSV-AC'],
];

const DAY_MS = 86_400_000;

/**
 * Children of 0 to 15 years as registers have them: most in time, some late, some with doses missing, early, doubled or without
 * a day. The same number gives the same children.
 * @param until last day, YYYY-MM-DD
 */
export function childHistories(count: number, until: string): ChildHistory[] {
  const random = generator(20_261_129);
  const last = Date.parse(until);
  return Array.from({ length: count }, () => {
    const born = last - Math.floor(random() * 15 * 365) * DAY_MS;
    const late = random() < 0.12 ? random() * 200 : 14;
    const doses: GivenDose[] = [];
    for (const [month, vaccine] of VISITS) {
      const chance = random();
      if (chance < 0.03) continue;
      const days = chance < 0.05 ? -random() * 20 : random() * (month === 0 ? 1 : late);
      const day = born + Math.floor(month * 30.44 + days) * DAY_MS;
      if (day > last || day < born) continue;
      const date = chance > 0.99 ? undefined : new Date(day).toISOString().slice(0, 10);
      doses.push({ id: `${doses.length}`, vaccine, date });
      if (chance > 0.985) doses.push({ id: `${doses.length}`, vaccine, date });
    }
    const sex = random() < 0.5 ? ('female' as const) : ('male' as const);
    return { child: { birthDate: new Date(born).toISOString().slice(0, 10), sex }, doses };
  });
}

/** Numbers from 0 to 1 that look random, the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
