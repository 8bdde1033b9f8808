import { compileSchedule, forecast, nationalSchedule } from '../../src/applications/public-health/immunization/index.ts';
import { processorSeconds, type Run, rateOf } from '../harness.ts';
import { type ChildHistory, childHistories } from './histories.ts';

const TODAY = '2026-11-29';
const ROUNDS = 5;

/** How many children a second one core forecasts, beside a check written by hand that reads the same histories. */
export function forecastChildren(run: Run): void {
  const histories = childHistories(run.size, TODAY);
  const schedule = compileSchedule(nationalSchedule, '350102');
  const rounds = run.quick ? 1 : ROUNDS;
  const doses = histories.reduce((sum, one) => sum + one.doses.length, 0);
  const all = () => {
    let rows = 0;
    for (const { child, doses: given } of histories) rows += forecast(child, given, [], TODAY, schedule).series.length;
    if (rows === 0) throw new Error('a forecast has series');
  };
  const first = histories.length / processorSeconds(all);
  const byHand = rateOf(histories.length, rounds, () => {
    let lacking = 0;
    for (const one of histories) lacking += lackingByHand(one);
    if (lacking === 0) throw new Error('somebody lacks something');
  });
  const value = rateOf(histories.length, rounds, all);
  const note = `${(doses / histories.length).toFixed(1)} doses a child; every dose judged, the rest planned and explained; limit: a bare count of doses against ages`;
  run.report({ work: 'forecast, one core', value, unit: '/s', limit: byHand, note });
  run.report({ work: 'forecast, the first time in a process', value: first, unit: '/s', limit: byHand });
}

/** Doses by age in months, as a clerk counts: no interval, no catch-up, no plan. */
const AGES: Readonly<Record<string, readonly number[]>> = {
  HepB: [0, 1, 6],
  BCG: [0],
  DTaP: [2, 4, 6, 18, 72],
  MMR: [8, 18],
  'JE-L': [8, 24],
  'MPSV-A': [6, 9],
  'MPSV-AC': [36, 72],
  'HepA-L': [18],
};

function lackingByHand({ child, doses }: ChildHistory): number {
  const born = Date.parse(child.birthDate);
  const age = (Date.parse(TODAY) - born) / 2_629_800_000;
  const had = new Map<string, number>();
  for (const { vaccine, date } of doses)
    if (date !== undefined && Date.parse(date) >= born) had.set(vaccine, (had.get(vaccine) ?? 0) + 1);
  let lacking = 0;
  for (const [vaccine, ages] of Object.entries(AGES))
    lacking += Math.max(0, ages.filter((one) => one <= age).length - (had.get(vaccine) ?? 0));
  return lacking;
}
