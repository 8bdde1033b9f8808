import { type CompiledSchedule, compileSchedule, nationalSchedule } from '../applications/public-health/immunization/index.ts';
import type { Platform } from './platform.ts';

const compiled = new WeakMap<Platform, CompiledSchedule>();

/** The schedule in force where a platform is, with what its province does otherwise; compiled when first asked for. */
export function scheduleOf(platform: Platform): CompiledSchedule {
  const known = compiled.get(platform);
  if (known) return known;
  const made = compileSchedule(nationalSchedule, platform.settings.division);
  compiled.set(platform, made);
  return made;
}
