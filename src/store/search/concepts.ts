import { tokenLexeme } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { anyOf, type Condition } from './condition.ts';

/** A code with its system. */
export interface CodeOf {
  readonly system: string;
  readonly code: string;
}

/** What a search asks of the platform's terminology. Both answers are lists without repeats. */
export interface SearchTerminology {
  /**
   * @param valueSet canonical address, or `ValueSet/id`
   * @throws Problem where there is none, or it cannot be counted out
   */
  codesIn(valueSet: string): Promise<readonly CodeOf[]>;
  /** The code and all above it, or all below it. @throws Problem where the code or its system is not known */
  codesAround(relation: 'above' | 'below', system: string, code: string): Promise<readonly CodeOf[]>;
}

const MOST_CODES = 10_000;

/** The conditions with codes in place of value sets and hierarchies, inside of chains and of `_has` as well. */
export async function withCodes(
  terminology: SearchTerminology | undefined,
  conditions: readonly Condition[],
): Promise<readonly Condition[]> {
  return Promise.all(conditions.map((condition) => resolve(terminology, condition)));
}

async function resolve(terminology: SearchTerminology | undefined, condition: Condition): Promise<Condition> {
  switch (condition.kind) {
    case 'concepts':
      return toLexemes(condition, await askFor(terminology, condition));
    case 'any':
      return anyOf(await withCodes(terminology, condition.conditions));
    case 'all':
    case 'has':
    case 'chain':
      return { ...condition, conditions: await withCodes(terminology, condition.conditions) };
    case 'not':
      return { ...condition, condition: await resolve(terminology, condition.condition) };
    default:
      return condition;
  }
}

type Concepts = Condition & { kind: 'concepts' };

async function askFor(terminology: SearchTerminology | undefined, { asked, name }: Concepts): Promise<readonly CodeOf[]> {
  if (!terminology) throw new Problem('parameter-unsupported', 'There is no terminology to ask', { at: name });
  try {
    const codes = await ('valueSet' in asked
      ? terminology.codesIn(asked.valueSet)
      : terminology.codesAround(asked.relation, asked.system, asked.code));
    if (codes.length <= MOST_CODES) return codes;
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    // what is not found is a wrong value of the parameter, not a missing resource
    throw new Problem(thrown.status === 404 ? 'parameter-invalid' : thrown.code, thrown.message, { at: name, cause: thrown });
  }
  throw new Problem('expansion-too-costly', `A search takes value sets of at most ${MOST_CODES} codes`, { at: name });
}

function toLexemes({ places }: Concepts, codes: readonly CodeOf[]): Condition {
  const any = places.flatMap(({ key, isBare }) =>
    codes.map(({ system, code }) => tokenLexeme(key, isBare ? undefined : system, code)),
  );
  return { kind: 'lexemes', any: [...new Set(any)] };
}
