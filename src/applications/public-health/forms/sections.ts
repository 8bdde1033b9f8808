import { answer, product, quotient, round } from '../../../life-course/index.ts';
import type { Field, Section } from '../../../programmes/index.ts';

/** Sections and fields that forms of several programmes share. */

const metres = quotient(answer('height'), 100);

/** Weight and height, and the index worked out of them. */
export const bodyFields: readonly Field[] = [
  { name: 'weight', offered: true },
  { name: 'height', offered: true },
  { name: 'bodyMassIndex', value: round(quotient(answer('weight'), product(metres, metres)), 1) },
];

/** Drugs that are taken, a row each: WS 365-2011 5.2.12, fields 38 to 44. */
export const medicationSection = (rows: number): Section => ({
  code: 'drugs',
  title: { zh: '用药情况', en: 'Drugs' },
  category: 'medication',
  repeats: rows,
  fields: [
    { name: 'drugName', required: true },
    { name: 'drugTimesPerDay' },
    { name: 'drugFrequency' },
    { name: 'drugDose' },
    { name: 'drugDoseUnit' },
    { name: 'drugTotal' },
    { name: 'drugRoute' },
    { name: 'chineseMedicineUse' },
  ],
});

export const referralSection: Section = {
  code: 'referral',
  title: { zh: '转诊', en: 'Referral' },
  category: 'activity',
  fields: [
    { name: 'referred' },
    { name: 'referralReason', when: answer('referred').equals(true), required: true },
    { name: 'referralInstitution', when: answer('referred').equals(true), required: true },
    { name: 'referralDepartment', when: answer('referred').equals(true) },
  ],
};

/** Whether drugs are taken, and what they did. */
export const adherenceFields: readonly Field[] = [
  { name: 'medicationAdherence', required: true },
  { name: 'adverseReaction', required: true },
  { name: 'adverseReactionDescription', when: answer('adverseReaction').equals(true), required: true },
];

/** Smoking, drinking, exercise: as they are and as they are to be. */
export const habitFields: readonly Field[] = [
  { name: 'cigarettesPerDay', offered: true },
  { name: 'targetCigarettesPerDay' },
  { name: 'alcoholPerDay', offered: true },
  { name: 'targetAlcoholPerDay' },
  { name: 'exerciseFrequency', offered: true },
  { name: 'exerciseMinutes', when: answer('exerciseFrequency').differs('4') },
  { name: 'targetExerciseFrequency' },
  { name: 'targetExerciseMinutes' },
];
