import type { Language } from '../../ui/language.ts';
import type { Resolve, Resource } from '../types.ts';
import { allergy, condition, familyHistory, immunization, observation, procedure } from './clinical.ts';
import { dateOf } from './dates.ts';
import { clinicalDocument, imaging, questionnaire, report } from './documents.ts';
import { encounter, episode } from './encounters.ts';
import { type Fact, factsOf } from './facts.ts';
import type { Line } from './line.ts';
import { medicine } from './medicines.ts';
import { carePlan, coverage, goal, other, payment } from './plans.ts';
import { institutionOf, type Reading } from './reading.ts';
import { sentence } from './say.ts';

/** A resource at a glance, in one language. */
export interface EntryLine {
  /** As the record writes it; undefined where it does not say. */
  readonly date: string | undefined;
  readonly title: string;
  /** A result out of range, in words. */
  readonly flag?: string | undefined;
  readonly summary: string;
  readonly institution: string | undefined;
}

/** A resource in full, in one language. */
export interface Entry extends EntryLine {
  readonly facts: readonly Fact[];
}

const wordings: Readonly<Record<string, (reading: Reading) => Line>> = {
  AllergyIntolerance: allergy,
  CarePlan: carePlan,
  Claim: payment,
  ClaimResponse: payment,
  Composition: clinicalDocument,
  Condition: condition,
  Coverage: coverage,
  DiagnosticReport: report,
  DocumentReference: clinicalDocument,
  Encounter: encounter,
  EpisodeOfCare: episode,
  ExplanationOfBenefit: payment,
  FamilyMemberHistory: familyHistory,
  Goal: goal,
  ImagingStudy: imaging,
  Immunization: immunization,
  MedicationAdministration: medicine,
  MedicationDispense: medicine,
  MedicationRequest: medicine,
  MedicationStatement: medicine,
  Observation: observation,
  Procedure: procedure,
  QuestionnaireResponse: questionnaire,
};

/** The line of a resource; cheap enough for a timeline of thousands. */
export function toLine(resource: Resource, language: Language, resolve: Resolve): EntryLine {
  const reading = { resource, language, resolve };
  const { title, flag, clauses } = (wordings[resource.resourceType] ?? other)(reading);
  return { date: dateOf(resource), title, flag, summary: sentence(language, clauses), institution: institutionOf(reading) };
}

/** The line with every element of the resource in words. */
export function toEntry(resource: Resource, language: Language, resolve: Resolve): Entry {
  return { ...toLine(resource, language, resolve), facts: factsOf({ resource, language, resolve }) };
}
