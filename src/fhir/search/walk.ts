import { isObject } from '../resource.ts';
import type { Step } from './parameters.ts';

/** Calls `visit` for each value at the steps; lists are gone through on the way. */
export function walk(value: unknown, steps: readonly Step[], visit: (value: unknown) => void, from = 0): void {
  const step = steps[from];
  if (!step) {
    visit(value);
    return;
  }
  if (!isObject(value)) return;
  const inside = value[step.property];
  if (inside === undefined || inside === null) return;
  if (!Array.isArray(inside)) {
    if (fits(inside, step)) walk(inside, steps, visit, from + 1);
    return;
  }
  if (step.index !== undefined) {
    walk(inside[step.index], steps, visit, from + 1);
    return;
  }
  for (const item of inside) if (item !== null && fits(item, step)) walk(item, steps, visit, from + 1);
}

function fits(value: unknown, { where }: Step): boolean {
  return !where || (isObject(value) && value[where[0]] === where[1]);
}
