import type { CatalogueRule } from '../../store/index.ts';
import { VITAL_EVENT } from './events/composition.ts';

/** What belongs to the population database: persons, households, kin, and what happened to them. */
export const populationCatalogue: readonly CatalogueRule[] = [
  ...['Patient', 'Person', 'RelatedPerson', 'Group'].map((type) => ({ database: 'population', type }) as const),
  { database: 'population', type: 'Composition', categories: [VITAL_EVENT] },
];
