import type { CatalogueRule } from '../../store/index.ts';

/** What belongs to the population database: persons, households, kin. */
export const populationCatalogue: readonly CatalogueRule[] = ['Patient', 'Person', 'RelatedPerson', 'Group'].map((type) => ({
  database: 'population',
  type,
}));
