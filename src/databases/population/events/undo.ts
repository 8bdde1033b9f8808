import { isDeepStrictEqual } from 'node:util';
import type { Identified } from '../parts.ts';

/** Takes back what an event made of a resource, and leaves what was changed since. Pure. */

/** An element that was changed again since: the later change is to be corrected first. */
export interface Obstacle {
  readonly resourceType?: never;
  readonly element: string;
}

/**
 * @param before the version before the event, undefined where the event made the resource
 * @param after the version that the event wrote
 * @param current as it is now
 * @returns the resource without what the event did: exactly `before` where nothing else happened. What the event made is
 *   not deleted, since others may refer to it, but put out of use.
 */
export function undo(before: Identified | undefined, after: Identified, current: Identified): Identified | Obstacle {
  if (!before) return { ...current, active: false };
  const result: Record<string, unknown> = { ...current };
  for (const element of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (element === 'meta') continue;
    const [was, became, is] = [before[element], after[element], current[element]];
    if (isDeepStrictEqual(was, became)) continue;
    const value = undoElement(was, became, is);
    if (value instanceof Obstructed) return { element };
    if (value === undefined) delete result[element];
    else result[element] = value;
  }
  return result as Identified;
}

class Obstructed {}

function undoElement(was: unknown, became: unknown, is: unknown): unknown {
  if (isDeepStrictEqual(is, became) || isDeepStrictEqual(is, was)) return was;
  if (![was, became, is].every((value) => value === undefined || Array.isArray(value))) return new Obstructed();
  return undoList(listOf(was), listOf(became), listOf(is));
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Item by item: what came goes, what went comes back where it stood, everything else stays. */
function undoList(was: readonly unknown[], became: readonly unknown[], is: readonly unknown[]): unknown {
  const came = without(became, was);
  const rest = without(is, came);
  if (rest.length + came.length !== is.length) return new Obstructed();
  let result = [...rest];
  for (const item of without(was, became)) {
    const follower = was.slice(was.indexOf(item) + 1).find((next) => result.some((one) => isDeepStrictEqual(one, next)));
    const stood = Math.min(was.indexOf(item), result.length);
    const at = follower === undefined ? stood : result.findIndex((one) => isDeepStrictEqual(one, follower));
    result = result.toSpliced(at, 0, item);
  }
  return result.length > 0 ? result : undefined;
}

/** Items of a list that are not in the other, each counted as often as it occurs. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = [...other];
  return list.filter((item) => {
    const at = left.findIndex((one) => isDeepStrictEqual(one, item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
