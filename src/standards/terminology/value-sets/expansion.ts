import { Problem } from '../../../kernel/index.ts';
import type { CodeSystemConcept } from './code-system.ts';
import { testOf } from './filter.ts';
import { grammarOf } from './grammars.ts';
import type { TerminologySource } from './source.ts';
import type { ListedConcept, Part, ValueSet } from './value-set.ts';

/** One code of an expansion; its names are looked up when it is shown. */
export interface Contained {
  readonly system: string;
  readonly version: string | undefined;
  readonly code: string;
  /** As the value set lists it. */
  readonly listed: ListedConcept | undefined;
  /** As its code system has it, where that is here. */
  readonly concept: CodeSystemConcept | undefined;
  readonly language: string | undefined;
}

const MAX_DEPTH = 30;
/** Codes that one expansion may go through, those of imported value sets among them. */
const MOST_CODES = 100_000;
/** Codes of all expansions that are kept. */
const MOST_KEPT = 1_000_000;

/** Expansions of value sets, each worked out once: made anew where a code system or value set has changed. */
export class Expansions {
  readonly #source: TerminologySource;
  readonly #known = new Map<ValueSet, readonly Contained[]>();
  readonly #open = new Set<ValueSet>();
  #kept = 0;

  constructor(source: TerminologySource) {
    this.#source = source;
  }

  /**
   * The codes of a value set, in the order of its definition.
   * @throws Problem expansion-too-costly; terminology-incomplete where a part of it cannot be counted out from what is here
   */
  of(valueSet: ValueSet): readonly Contained[] {
    const known = this.#known.get(valueSet);
    if (known) return known;
    const name = valueSet.url ?? 'the value set';
    if (this.#open.has(valueSet)) throw impossible(`${name} imports itself`);
    if (this.#open.size > MAX_DEPTH) throw tooCostly(`value sets import each other deeper than ${MAX_DEPTH}`);
    this.#open.add(valueSet);
    try {
      const made = this.#expand(valueSet);
      this.#keep(valueSet, made);
      return made;
    } finally {
      this.#open.delete(valueSet);
    }
  }

  #keep(valueSet: ValueSet, made: readonly Contained[]): void {
    if (this.#kept > MOST_KEPT) this.#known.clear();
    this.#kept = this.#known.size === 0 ? made.length : this.#kept + made.length;
    this.#known.set(valueSet, made);
  }

  #expand({ include, exclude, hasInactive }: ValueSet): readonly Contained[] {
    const found = new Map<string, Contained>();
    for (const part of include) {
      for (const one of this.#expandPart(part)) {
        const key = keyOf(one);
        if ((hasInactive || !one.concept?.isInactive) && !found.has(key)) found.set(key, one);
      }
      if (found.size > MOST_CODES) throw tooCostly(`it has more than ${MOST_CODES} codes`);
    }
    if (found.size > 0) for (const part of exclude) this.#remove(part, found);
    return [...found.values()];
  }

  /** What is excluded may be of a system that is not here: it takes away those among what was found. */
  #remove(part: Part, found: Map<string, Contained>): void {
    const isWholeSystem = !part.concepts && part.filters.length === 0 && part.valueSets.length === 0;
    if (isWholeSystem) for (const [key, { system }] of found) if (system === part.system) found.delete(key);
    if (!isWholeSystem) for (const one of this.#expandPart(part)) found.delete(keyOf(one));
  }

  #expandPart(part: Part): readonly Contained[] {
    const imported = part.valueSets.map((address) => {
      const valueSet = this.#source.findValueSet(address);
      if (!valueSet) throw impossible(`the value set ${address} is not here`);
      return this.of(valueSet);
    });
    const lists = part.system === undefined ? imported : [this.#expandSystem(part, part.system), ...imported];
    const [first = [], ...others] = lists;
    const keys = others.map((list) => new Set(list.map(keyOf)));
    return keys.length === 0 ? first : first.filter((one) => keys.every((set) => set.has(keyOf(one))));
  }

  #expandSystem({ version, concepts, filters }: Part, system: string): Contained[] {
    const codeSystem = this.#source.findCodeSystem(system, version);
    const toContained = (code: string, listed?: ListedConcept): Contained => {
      const concept = codeSystem?.find(code);
      return { system, version: codeSystem?.version ?? version, code, listed, concept, language: codeSystem?.language };
    };
    if (concepts) return [...concepts.values()].map((listed) => toContained(listed.code, listed));
    if (!codeSystem) throw notHere(system, version);
    const tests = filters.map((filter) => {
      const test = testOf(codeSystem, filter);
      if (!test) throw impossible(`the filter ${filter.op} on ${filter.property} is not supported`);
      return test;
    });
    const all = [...codeSystem.concepts.values()];
    return all.filter((concept) => tests.every((test) => test(concept))).map(({ code }) => toContained(code));
  }
}

const keyOf = ({ system, code }: Contained): string => `${system}|${code}`;

export const tooCostly = (why: string) =>
  new Problem('expansion-too-costly', `The expansion is too large: ${why}`, { at: 'url' });
const impossible = (why: string) => new Problem('terminology-incomplete', `There is no expansion: ${why}`, { at: 'url' });

function notHere(system: string, version: string | undefined): Problem {
  const name = version === undefined ? system : `${system}|${version}`;
  return grammarOf(system)
    ? tooCostly(`the codes of ${name} follow a grammar and have no end`)
    : impossible(`the code system ${name} is not here`);
}
