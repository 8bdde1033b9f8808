import { firstOf, isFields, listOf, numberOf, stringOf } from '../types.ts';
import { codeName } from './codes.ts';
import { concept, concepts } from './concepts.ts';
import { kindName } from './kinds.ts';
import type { Line } from './line.ts';
import { practitionerOf, type Reading, referred } from './reading.ts';
import { listing, say } from './say.ts';
import { quantity } from './values.ts';

/** MedicationRequest, MedicationStatement, MedicationDispense, MedicationAdministration. */
export function medicine(reading: Reading): Line {
  const { resource, language } = reading;
  const dosages = listOf(resource.dosageInstruction ?? resource.dosage);
  const supply = quantity(resource.quantity ?? firstOf(resource.dispenseRequest).quantity);
  const status = stringOf(resource.status);
  return {
    title: medicineName(reading),
    clauses: [
      say(language, 'dosage', { dosage: dosageText(dosages[0] ?? {}, language) }),
      say(language, 'supply', { quantity: supply }),
      say(language, 'complaint', { reason: listing(language, concepts(resource.reasonCode, language)) }),
      say(language, 'prescribedBy', { practitioner: practitionerOf(reading) }),
      say(language, 'status', { status: status && codeName(status, 'status', language) }),
    ],
  };
}

export function medicineName(reading: Reading): string {
  const { resource, language } = reading;
  return (
    concept(resource.medicationCodeableConcept, language) ??
    referred(resource.medicationReference, reading) ??
    kindName(resource.resourceType, language)
  );
}

/** The written instruction; where there is none, dose, frequency and route. */
function dosageText(dosage: Readonly<Record<string, unknown>>, language: Reading['language']): string | undefined {
  const written = stringOf(dosage.text);
  if (written) return written;
  const rate = firstOf(dosage.doseAndRate);
  const timing = isFields(dosage.timing) ? dosage.timing : {};
  const parts = [
    concept(dosage.route, language),
    quantity(rate.doseQuantity ?? dosage.dose),
    concept(timing.code, language) ?? frequency(firstOf(timing.repeat), language),
  ];
  return parts.filter(Boolean).join(' ') || undefined;
}

const units: Readonly<Record<string, readonly [string, string]>> = {
  h: ['小时', 'h'],
  d: ['天', 'd'],
  wk: ['周', 'wk'],
  mo: ['月', 'mo'],
  a: ['年', 'y'],
  min: ['分钟', 'min'],
};

function frequency(repeat: Readonly<Record<string, unknown>>, language: Reading['language']): string | undefined {
  const [times, every, unit] = [numberOf(repeat.frequency), numberOf(repeat.period), units[String(repeat.periodUnit)]];
  if (times === undefined || every === undefined || !unit) return undefined;
  return language === 'zh'
    ? `每${every === 1 ? '' : every}${unit[0]}${times}次`
    : `${times} × / ${every === 1 ? '' : `${every} `}${unit[1]}`;
}
