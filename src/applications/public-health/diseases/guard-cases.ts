import { isObject, type Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import type { Guard } from '../../../store/index.ts';
import { isNotifiable, NOTIFIABLE } from './to-resources.ts';

/**
 * Cards and what is said of them are written by the platform alone, which counts deadlines and takes care of duplicates. Its own
 * work has no bearer.
 */
export const guardCases: Guard = (change, current, { bearer }) => {
  if (!bearer) return change;
  const before = current?.includes(NOTIFIABLE) ? parsed(current) : undefined;
  const isCase = (change.kind !== 'delete' && isNotifiable(change.resource)) || (before !== undefined && isNotifiable(before));
  return isCase
    ? new Problem('right-missing', 'Cases of notifiable diseases are reported and corrected by /api/notifiable-cases', {
        at: 'category',
      })
    : change;
};

function parsed(body: string): Resource | undefined {
  const value: unknown = JSON.parse(body);
  return isObject(value) ? (value as unknown as Resource) : undefined;
}
