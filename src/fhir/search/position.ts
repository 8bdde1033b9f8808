import { toNumber } from '../json.ts';
import { isObject } from '../resource.ts';

/** A place on the earth, in degrees of WGS84. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** Of a Location; undefined where it is none on the earth. https://hl7.org/fhir/R4/location-definitions.html#Location.position */
export function positionIn(value: unknown): Position | undefined {
  if (!isObject(value)) return undefined;
  const [latitude, longitude] = [toNumber(value['latitude']), toNumber(value['longitude'])];
  if (latitude === undefined || longitude === undefined || !isOnEarth({ latitude, longitude })) return undefined;
  return { latitude: withoutDust(latitude), longitude: withoutDust(longitude) };
}

/** Less than a micrometre: PostgreSQL refuses to square what is nearly nothing, and would fail the search of everybody. */
const withoutDust = (degrees: number): number => (Math.abs(degrees) < 1e-12 ? 0 : degrees);

export const isOnEarth = ({ latitude, longitude }: Position): boolean => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

/** Places of the two in the index of numbers. */
export const latitudePlace = (key: string): string => `${key}.latitude`;
export const longitudePlace = (key: string): string => `${key}.longitude`;
