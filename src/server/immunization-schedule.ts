import { type CompiledSchedule, compileSchedule, withEditions } from '../applications/public-health/immunization/index.ts';
import type { Composition } from '../definitions/index.ts';
import type { Platform } from './platform.ts';

const compiled = new WeakMap<Composition, CompiledSchedule>();

/**
 * The schedule by which a platform works today, with what its province does otherwise: editions that came with the program, and those
 * that came as data and whose day has come. Compiled when first asked for, and again when another edition is in force.
 */
export function scheduleOf({ programmes: { composition }, settings: { division } }: Platform): CompiledSchedule {
  const known = compiled.get(composition);
  if (known) return known;
  const made = compileSchedule(withEditions(composition.contents), division);
  compiled.set(composition, made);
  return made;
}
