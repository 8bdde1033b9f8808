import { isOnEarth, latitudePlace, longitudePlace, type Position } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { baseUnit } from '../../standards/index.ts';
import type { DatabaseName } from '../catalogue.ts';
import type { Fragment, Sql } from '../database.ts';
import type { Condition } from './condition.ts';
import { plainText, splitAt } from './values.ts';

type Near = Condition & { kind: 'near' };

/** Mean radius of the earth. */
const EARTH_METRES = 6_371_008.8;
const METRES_A_DEGREE = (EARTH_METRES * Math.PI) / 180;
/** Where no distance is given, it is the server's to choose. */
const USUAL_METRES = 10_000;

/**
 * `latitude|longitude|distance|unit`: kilometres where no unit is given, a UCUM unit of length else.
 * https://hl7.org/fhir/R4/location.html#search, special parameter `near`
 * @throws Problem parameter-invalid
 */
export function nearCondition(keys: readonly string[], text: string, name: string): Near {
  const parts = splitAt(text, '|').map((part) => plainText(part).trim());
  const [latitude = '', longitude = '', distance = '', unit = ''] = parts;
  const position = { latitude: numberIn(latitude), longitude: numberIn(longitude) };
  const metres = distance === '' ? USUAL_METRES : numberIn(distance) * metresIn(unit);
  if (!isOnEarth(position) || !(metres >= 0) || parts.length > 4)
    throw new Problem(
      'parameter-invalid',
      `${name} is latitude|longitude|distance|unit, in degrees, the distance in km where it has no unit`,
      { at: name },
    );
  return { kind: 'near', keys, position, metres };
}

const numberIn = (text: string): number => (/^[+-]?\d{1,9}(?:\.\d{1,20})?$/.test(text) ? Number(text) : Number.NaN);

function metresIn(unit: string): number {
  const base = baseUnit(unit === 'mi' ? '[mi_i]' : unit || 'km');
  return base?.unit === 'm' && base.offset === 0 ? base.factor : Number.NaN;
}

/**
 * Rows `r` within the distance along the great circle. The index finds what lies in the band of latitudes, and in that of
 * longitudes where neither a pole nor the date line is near; each is then measured.
 */
export function isNear(sql: Sql, database: DatabaseName, { keys, position, metres }: Near): Fragment {
  const key = keys[0] ?? '';
  const place = (text: string) => sql`hashtextextended(${text}, 0)`;
  return sql`(r.id, r.shard) in (
    select lat.id, lat.shard from ${sql(database)}.search_range lat
      join ${sql(database)}.search_range lon on lon.id = lat.id and lon.shard = lat.shard and lon.type = lat.type
     where lat.place = ${place(latitudePlace(key))} and lat.low between ${position.latitude - metres / METRES_A_DEGREE - SLACK}::float8
                                                                    and ${position.latitude + metres / METRES_A_DEGREE + SLACK}::float8
       and lon.place = ${place(longitudePlace(key))} and ${inLongitudes(sql, position, metres)}
       and ${greatCircle(sql, position)} <= ${metres + MICROMETRE}::float8)`;
}

/** Whether a position is within the distance: the same for a resource that is at hand. */
export function isCloseTo({ position: from, metres }: Near, to: Position): boolean {
  const half = (a: number, b: number) => Math.sin(radians(a - b) / 2) ** 2;
  const square =
    half(to.latitude, from.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(to.longitude, from.longitude);
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, square))) <= metres + MICROMETRE;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** In degrees; for the last digits of doubles. */
const SLACK = 1e-9;
/** At a pole all longitudes are one place, but not to the last digit. */
const MICROMETRE = 1e-6;

function inLongitudes(sql: Sql, { latitude, longitude }: Position, metres: number): Fragment {
  const reach = metres / EARTH_METRES;
  const nearestPole = Math.PI / 2 - (Math.abs(latitude) * Math.PI) / 180;
  if (reach >= nearestPole) return sql`true`;
  const half = (Math.asin(Math.sin(reach) / Math.cos((latitude * Math.PI) / 180)) * 180) / Math.PI + SLACK;
  if (longitude - half < -180 || longitude + half > 180) return sql`true`;
  return sql`lon.low between ${longitude - half}::float8 and ${longitude + half}::float8`;
}

/** Haversine, which is exact for the short distances that matter. */
function greatCircle(sql: Sql, { latitude, longitude }: Position): Fragment {
  const half = (to: Fragment, from: number) => sql`power(sin(radians(${to} - ${from}::float8) / 2), 2)`;
  return sql`2 * ${EARTH_METRES}::float8 * asin(sqrt(least(1, ${half(sql`lat.low`, latitude)}
           + cos(radians(${latitude}::float8)) * cos(radians(lat.low)) * ${half(sql`lon.low`, longitude)})))`;
}
