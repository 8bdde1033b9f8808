import { isObject, type Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import type { Guard } from '../../../store/index.ts';
import { isVitalEvent } from './composition.ts';

/**
 * Vital events are written by the platform alone, which carries out what follows from them; whoever else writes is told where
 * they are recorded. The platform's own work has no bearer.
 */
export const guardEvents: Guard = (change, current, { bearer }) => {
  if (!bearer) return change;
  const before = current === undefined ? undefined : parsed(current);
  const isEvent = (change.kind !== 'delete' && isVitalEvent(change.resource)) || (before !== undefined && isVitalEvent(before));
  return isEvent
    ? new Problem('right-missing', 'Vital events are recorded and corrected by /api/events', { at: 'Composition' })
    : change;
};

/** Only Compositions are parsed: the guard sees every change of the store. */
function parsed(body: string): Resource | undefined {
  if (!body.startsWith('{"resourceType":"Composition"')) return undefined;
  const value: unknown = JSON.parse(body);
  return isObject(value) ? (value as unknown as Resource) : undefined;
}
