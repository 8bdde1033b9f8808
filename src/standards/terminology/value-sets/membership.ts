import type { Membership } from '../../../fhir/validation/index.ts';
import { isMisformed } from './code-forms.ts';
import { testOf } from './filter.ts';
import { grammarOf } from './grammars.ts';
import type { TerminologySource } from './source.ts';
import type { Part, ValueSet } from './value-set.ts';

/** Value sets may import each other this deep. */
const MAX_DEPTH = 30;

/**
 * Whether a code belongs to a value set, without counting the value set out.
 * @param system undefined: any system that the value set names will do
 */
export function membership(source: TerminologySource, valueSet: ValueSet, system: string | undefined, code: string): Membership {
  return new Question(source, system, code).ask(valueSet, true, 0);
}

/** One code, asked of a value set and of those it imports; each is asked once. */
class Question {
  readonly #source: TerminologySource;
  readonly #system: string | undefined;
  readonly #code: string;
  /** With codes no longer in use, and without. */
  readonly #answers = [new Map<ValueSet, Membership>(), new Map<ValueSet, Membership>()] as const;

  constructor(source: TerminologySource, system: string | undefined, code: string) {
    this.#source = source;
    this.#system = system;
    this.#code = code;
  }

  /** @param mayBeInactive whether what imports the value set leaves in what is no longer in use */
  ask(valueSet: ValueSet, mayBeInactive: boolean, depth: number): Membership {
    const hasInactive = mayBeInactive && valueSet.hasInactive;
    const answers = this.#answers[hasInactive ? 0 : 1];
    const known = answers.get(valueSet);
    if (known) return known;
    if (depth > MAX_DEPTH) return 'unknown';
    // one that imports itself says nothing more by that
    answers.set(valueSet, 'unknown');
    const within = (part: Part) => this.#askPart(part, hasInactive, depth);
    const answer = without(anyOf(valueSet.include.map(within)), anyOf(valueSet.exclude.map(within)));
    answers.set(valueSet, answer);
    return answer;
  }

  #askPart(part: Part, hasInactive: boolean, depth: number): Membership {
    const answers = part.valueSets.map((address): Membership => {
      const imported = this.#source.findValueSet(address);
      return imported ? this.ask(imported, hasInactive, depth + 1) : 'unknown';
    });
    if (part.system !== undefined) answers.push(this.#askSystem(part, part.system, hasInactive));
    return answers.length === 0 ? 'unknown' : allOf(answers);
  }

  #askSystem({ version, concepts, filters }: Part, system: string, hasInactive: boolean): Membership {
    if (this.#system !== undefined && this.#system !== system) return 'no';
    const codeSystem = this.#source.findCodeSystem(system, version);
    const concept = codeSystem?.find(this.#code);
    if (concept?.isInactive && !hasInactive) return 'no';
    if (concepts) return concepts.has(concept?.code ?? this.#code) ? 'yes' : 'no';
    // whoever stores a list of a system that has a grammar takes away no code of it
    if (!concept && filters.length === 0 && grammarOf(system)) return byGrammar(system, this.#code);
    if (!concept && isMisformed(system, this.#code)) return 'no';
    if (!codeSystem) return 'unknown';
    if (!concept) return codeSystem.isComplete ? 'no' : 'unknown';
    return allOf(
      filters.map((filter): Membership => {
        const test = testOf(codeSystem, filter);
        return test ? (test(concept) ? 'yes' : 'no') : 'unknown';
      }),
    );
  }
}

function byGrammar(system: string, code: string): Membership {
  const isCode = grammarOf(system)?.isCode(code);
  return isCode === undefined ? 'unknown' : isCode ? 'yes' : 'no';
}

function allOf(answers: readonly Membership[]): Membership {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

function anyOf(answers: readonly Membership[]): Membership {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function without(included: Membership, excluded: Membership): Membership {
  if (included === 'no' || excluded === 'yes') return 'no';
  return excluded === 'no' ? included : 'unknown';
}
