import { newId } from '../../../kernel/index.ts';
import { isWithin, levelOf } from '../../../standards/index.ts';
import { addDays } from '../people/calendar.ts';
import { householdsOf } from '../people/households.ts';
import { institutionOfKind } from '../people/institutions.ts';
import { toPatient } from '../people/patient.ts';
import type { Person, SamplePlan } from '../people/person.ts';
import { seeded } from '../people/random.ts';
import { openChart, placeAt, type Written } from './chart.ts';
import { writeStay } from './inpatient.ts';

/** How many of a hundred residents of a county have been treated at a hospital of the rank. */
const SHARE = { prefecture: 0.03, province: 0.01, nation: 0, county: 0 } as const;

/**
 * Residents of other platforms who were treated here: of the counties below a prefecture or province some, and the example
 * resident of every county of another province, who was on a journey. Each has a Patient of this platform with the same
 * identity number, and a stay.
 */
export function* guestsOf(division: string, counties: readonly SamplePlan[]): Generator<readonly Written[]> {
  for (const plan of counties) {
    if (plan.division === division) continue;
    const level = levelOf(division);
    const isBelow = isWithin(plan.division, division);
    for (const { members } of householdsOf(plan)) {
      for (const person of members) {
        const random = seeded(`${plan.seed} ${division} guest ${plan.division} ${person.index}`);
        const isExample = person.index === 0;
        if (
          isExample
            ? isBelow || (level === 'county' && division.slice(0, 2) !== plan.division.slice(0, 2))
            : isBelow && random.chance(SHARE[level])
        )
          yield stayOfGuest(division, plan, person);
      }
      if (!isBelow) break;
    }
  }
}

function stayOfGuest(division: string, plan: SamplePlan, home: Person): readonly Written[] {
  const random = seeded(`${plan.seed} ${division} stay ${plan.division} ${home.index}`);
  const person = { ...home, id: newId(random.bytes) };
  const chart = openChart(plan, person, random);
  const place = placeAt(chart, institutionOfKind(division, 'hospital'));
  // not so long ago that it would be before the birth, nor after a death
  const ageDays = Math.floor((Date.parse(chart.until) - Date.parse(person.birthDate)) / 86_400_000);
  const day = addDays(chart.until, -random.int(Math.min(30, ageDays), Math.max(31, Math.min(900, ageDays - 1))));
  writeStay(chart, place, day);
  if (chart.resources.length === 0) return [];
  return [withoutLocalParts(toPatient(person)), ...chart.resources];
}

/** A hospital elsewhere knows who it was and the numbers, not where at home the resident is on which list. */
function withoutLocalParts(patient: Written): Written {
  const { extension: _local, communication: _spoken, ...kept } = patient;
  return kept;
}
