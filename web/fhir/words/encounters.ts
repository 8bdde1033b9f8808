import { firstOf, isFields, listOf, stringOf } from '../types.ts';
import { codeName } from './codes.ts';
import { coding, concept, concepts } from './concepts.ts';
import { kindName } from './kinds.ts';
import type { Line } from './line.ts';
import { institutionOf, practitionerOf, type Reading, referred } from './reading.ts';
import { listing, say } from './say.ts';
import { moment } from './values.ts';

/** https://hl7.org/fhir/R4/encounter.html; a stay tells its days, a visit its doctor. */
export function encounter(reading: Reading): Line {
  const { resource, language } = reading;
  const { start, end } = firstOf(resource.period);
  const days = [moment(start)?.slice(0, 10), moment(end)?.slice(0, 10)];
  return {
    title: encounterTitle(reading),
    clauses: [
      say(language, 'atInstitution', { institution: institutionOf(reading) }),
      days[0] === days[1] ? undefined : say(language, 'stay', { start: days[0], end: days[1] }),
      say(language, 'complaint', { reason: reasonsOf(reading) }),
      say(language, 'diagnoses', { diagnoses: diagnosesOf(reading) }),
      say(language, 'withPractitioner', { practitioner: practitionerOf(reading) }),
    ],
  };
}

function encounterTitle({ resource, language }: Reading): string {
  const type = concepts(resource.type, language)[0] ?? concept(resource.serviceType, language);
  const code = stringOf(firstOf(resource.class).code);
  const known = code && codeName(code, 'class', language);
  const kind = known && known !== code ? known : isFields(resource.class) ? coding(resource.class, language) : undefined;
  if (type && kind && !type.toLowerCase().includes(kind.toLowerCase())) return `${capital(kind)} · ${type}`;
  return type ?? (kind && capital(kind)) ?? kindName('Encounter', language);
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function reasonsOf(reading: Reading): string | undefined {
  const { resource, language } = reading;
  return listing(language, concepts(resource.reasonCode, language));
}

function diagnosesOf(reading: Reading): string | undefined {
  const names = listOf(reading.resource.diagnosis).map(({ condition }) => referred(condition, reading));
  return listing(reading.language, [...new Set(names.filter((name) => name !== undefined))]);
}

/** https://hl7.org/fhir/R4/episodeofcare.html */
export function episode(reading: Reading): Line {
  const { resource, language } = reading;
  const status = stringOf(resource.status);
  return {
    title: concepts(resource.type, language)[0] ?? diagnosesOf(reading) ?? kindName('EpisodeOfCare', language),
    clauses: [
      say(language, 'status', { status: status && codeName(status, 'status', language) }),
      say(language, 'diagnoses', { diagnoses: diagnosesOf(reading) }),
      say(language, 'managedBy', { institution: institutionOf(reading) }),
      say(language, 'until', { date: moment(firstOf(resource.period).end)?.slice(0, 10) }),
    ],
  };
}
