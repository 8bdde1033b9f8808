import residents from '../../data/matching/residents.json' with { type: 'json' };
import { Problem } from '../kernel/index.ts';
import { type Model, parseModel } from './model.ts';

/** The model for Chinese residents that the program has from the start; data/README.md tells how it was made. */
export function builtInModel(): Model {
  const model = parseModel(residents);
  if (model instanceof Problem) throw new Error(`data/matching/residents.json: ${model.at ?? ''}`);
  return model;
}
