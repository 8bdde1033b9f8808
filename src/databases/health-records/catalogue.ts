import { ACTIVITY, ADVERSE_EVENT, FORM_SECTION, REMINDER, VACCINATION } from '../../standards/index.ts';
import type { CatalogueRule } from '../../store/index.ts';

/** Categories of observations and problems that make up the lifelong record rather than one stay or visit. */
const lifelong = ['vital-signs', 'survey', 'social-history', 'activity', 'exam'];

/**
 * What belongs to the health records database (WS 365, WS/T 483): the lifelong record of health management.
 * Rules with categories come first; what they leave is of the medical records.
 */
export const healthRecordsCatalogue: readonly CatalogueRule[] = [
  // contacts of programmes, and what was found at them
  { database: 'health_records', type: 'Encounter', coded: { at: 'type', system: ACTIVITY } },
  // visits to a vaccination point, and what follows from them
  { database: 'health_records', type: 'Encounter', coded: { at: 'type', system: VACCINATION } },
  { database: 'health_records', type: 'Communication', coded: { at: 'category', system: REMINDER } },
  { database: 'health_records', type: 'AdverseEvent', coded: { at: 'category', system: ADVERSE_EVENT } },
  { database: 'health_records', type: 'Observation', coded: { at: 'code', system: FORM_SECTION } },
  { database: 'health_records', type: 'MedicationStatement', coded: { at: 'category', system: FORM_SECTION } },
  { database: 'health_records', type: 'Observation', categories: lifelong },
  { database: 'health_records', type: 'Condition', categories: ['problem-list-item', 'health-concern'] },
  // cases of notifiable diseases: public health keeps them, whoever treats
  ...['Condition', 'Observation', 'Composition'].map(
    (type) => ({ database: 'health_records', type, categories: ['notifiable-disease'] }) as const,
  ),
  ...[
    'AllergyIntolerance',
    'CarePlan',
    'CareTeam',
    'Consent',
    'EpisodeOfCare',
    'FamilyMemberHistory',
    'Flag',
    'Goal',
    'Immunization',
    'ImmunizationEvaluation',
    'ImmunizationRecommendation',
    'NutritionOrder',
    'QuestionnaireResponse',
    'RiskAssessment',
  ].map((type) => ({ database: 'health_records', type }) as const),
];
