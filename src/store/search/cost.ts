import { Problem } from '../../kernel/index.ts';
import type { Condition } from './condition.ts';

/** A link of a chain is looked up before the search, and from each row where it leads to many. */
const CHAINED = 3;
/** Exact values come in lists, which cost little each. */
const LISTED = 1 / 50;

/** Texts of concepts are read in the resources themselves, and what refers to others is gone through whole. */
const READ = 10;
const MOST = 500;

/**
 * Refuses what would become a statement that nobody wants to plan: hundreds of ranges, chains through every type.
 * @throws Problem too-large
 */
export function checkCost(conditions: readonly Condition[]): void {
  if (costOf(conditions) > MOST)
    throw new Problem('too-large', 'The search asks for too much at once: fewer values, or chains that name their types', {
      at: 'parameters',
    });
}

const costOf = (conditions: readonly Condition[]): number => conditions.reduce((sum, one) => sum + cost(one), 0);

function cost(condition: Condition): number {
  switch (condition.kind) {
    case 'not':
      return cost(condition.condition);
    case 'all':
    case 'any':
      return costOf(condition.conditions);
    case 'chain':
      return CHAINED * (1 + costOf(condition.conditions));
    case 'has':
      return READ + costOf(condition.conditions);
    case 'display':
      return READ;
    case 'lexemes':
    case 'patient':
      return Math.max(1, condition.any.length * LISTED);
    default:
      return 1;
  }
}
