import { Problem } from '../../../kernel/index.ts';
import type { DoseForecast, Forecast, SchoolCheck, SchoolLevel } from './contract.ts';

/**
 * What a kindergarten or school sees when it checks the certificate: doses of the programme whose time is past are missing; what is
 * due or comes later is told as well. 儿童入托、入学预防接种证查验办法: who lacks doses is taken in and makes them up.
 * @param hasCertificate whether the certificate was shown
 * @throws Problem input-invalid where the forecast is not of a child
 */
export function checkForSchool(found: Forecast, level: SchoolLevel, hasCertificate: boolean): SchoolCheck {
  const rows = found.series.filter(({ programme }) => programme).flatMap(({ doses }) => doses);
  if (rows.length === 0) throw new Problem('input-invalid', 'Nothing of the programme is asked of this age', { at: 'today' });
  const missing = rows.filter(isMissing);
  const uncounted = [...rows, ...found.others].filter(({ state }) => state === 'given-invalid');
  const barred = rows.filter(({ state }) => state === 'contraindicated');
  return {
    level,
    on: found.today,
    edition: found.edition,
    result: !hasCertificate ? 'no-certificate' : missing.length > 0 ? 'doses-missing' : 'complete',
    missing,
    uncounted,
    barred,
    due: rows.filter((row) => row.state === 'due' && !isMissing(row)),
    next: rows.filter((row) => row.state === 'upcoming' && !isMissing(row)),
  };
}

/** Behind the schedule: overdue, or to be made up as soon as intervals allow. */
const isMissing = ({ state, recommended, latest }: DoseForecast): boolean =>
  state === 'overdue' || ((state === 'due' || state === 'upcoming') && recommended === latest);
