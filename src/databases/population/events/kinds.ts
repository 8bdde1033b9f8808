import { birth } from './birth.ts';
import type { EventKind } from './contract.ts';
import { death } from './death.ts';
import type { EventRules } from './facts.ts';
import { identity } from './identity.ts';
import { divorce, marriage } from './marriage.ts';
import { moveIn, moveOut } from './moves.ts';

/** The registry of vital events: each kind with its form, its evidence, its conditions and its effects. */
export const eventRules: Readonly<Record<EventKind, EventRules>> = {
  birth,
  death,
  marriage,
  divorce,
  'move-in': moveIn,
  'move-out': moveOut,
  identity,
};

export const eventKinds = Object.values(eventRules).map(({ kind }) => kind);
