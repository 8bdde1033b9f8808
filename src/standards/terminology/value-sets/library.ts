import type { Membership, Terminology } from '../../../fhir/validation/index.ts';
import { compareVersions, formatCanonical, parseCanonical } from './canonical-address.ts';
import { isMisformed } from './code-forms.ts';
import type { CodeSystem } from './code-system.ts';
import { type ConceptMap, readConceptMap } from './concept-map.ts';
import { Expansions } from './expansion.ts';
import { grammarOf } from './grammars.ts';
import { membership } from './membership.ts';
import { readCodeSystem } from './read-code-system.ts';
import type { Definition, TerminologySource } from './source.ts';
import { supplemented } from './supplement.ts';
import { readValueSet, type ValueSet } from './value-set.ts';

/** Code systems and value sets as they were read from their resources, for as long as those are held. */
export class ReadDefinitions {
  readonly #codeSystems = new WeakMap<Definition, CodeSystem>();
  readonly #valueSets = new WeakMap<Definition, ValueSet>();
  readonly #conceptMaps = new WeakMap<Definition, ConceptMap>();

  codeSystem(definition: Definition): CodeSystem {
    const found = this.#codeSystems.get(definition) ?? readCodeSystem(definition.resource());
    this.#codeSystems.set(definition, found);
    return found;
  }

  valueSet(definition: Definition): ValueSet {
    const found = this.#valueSets.get(definition) ?? readValueSet(definition.resource());
    this.#valueSets.set(definition, found);
    return found;
  }

  conceptMap(definition: Definition): ConceptMap {
    const found = this.#conceptMaps.get(definition) ?? readConceptMap(definition.resource());
    this.#conceptMaps.set(definition, found);
    return found;
  }
}

const MOST_REMEMBERED = 50_000;

/**
 * All code systems and value sets at one time. What is put in later goes before what has the same address and version; a
 * library does not change, another is made instead.
 */
export class TerminologyLibrary implements TerminologySource, Terminology {
  readonly #definitions = new Map<string, readonly Definition[]>();
  readonly #supplements = new Map<string, Definition[]>();
  readonly #supplemented = new Map<Definition, CodeSystem>();
  readonly #read: ReadDefinitions;
  readonly #answers = new Map<string, Membership>();
  readonly expansions: Expansions = new Expansions(this);

  /**
   * @param read what was read of definitions before; several libraries may share it
   * @param layers the last goes before those that stand earlier
   */
  constructor(read: ReadDefinitions, ...layers: readonly (readonly Definition[])[]) {
    this.#read = read;
    for (const definition of layers.toReversed().flat()) {
      const key = `${definition.type} ${definition.url}`;
      const known = this.#definitions.get(key) ?? [];
      if (known.some(({ version }) => version === definition.version)) continue;
      this.#definitions.set(key, [...known, definition]);
      if (definition.supplements === undefined) continue;
      const { url } = parseCanonical(definition.supplements);
      this.#supplements.set(url, [...(this.#supplements.get(url) ?? []), definition]);
    }
  }

  /** @param address canonical, with or without `|version`; without one the newest */
  find(type: Definition['type'], address: string): Definition | undefined {
    const { url, version } = parseCanonical(address);
    const versions = this.#definitions.get(`${type} ${url}`) ?? [];
    if (version !== undefined) return versions.find((one) => one.version === version);
    const [first, ...others] = versions;
    return others.reduce((newest, one) => (newest && compareVersions(one.version, newest.version) > 0 ? one : newest), first);
  }

  findCodeSystem(url: string, version?: string): CodeSystem | undefined {
    const definition = this.find('CodeSystem', formatCanonical(url, version));
    // a supplement has no codes of its own
    if (!definition || definition.supplements !== undefined) return undefined;
    const found = this.#supplemented.get(definition) ?? this.#withSupplements(definition);
    this.#supplemented.set(definition, found);
    return found;
  }

  #withSupplements(definition: Definition): CodeSystem {
    const base = this.#read.codeSystem(definition);
    const fitting = (this.#supplements.get(definition.url) ?? []).filter(({ supplements = '' }) => {
      const { version } = parseCanonical(supplements);
      return version === undefined || version === definition.version;
    });
    if (fitting.length === 0) return base;
    return supplemented(
      base,
      fitting.map((one) => this.#read.codeSystem(one)),
    );
  }

  findConceptMap(address: string): ConceptMap | undefined {
    const definition = this.find('ConceptMap', address);
    return definition && this.#read.conceptMap(definition);
  }

  conceptMapOf(definition: Definition): ConceptMap {
    return this.#read.conceptMap(definition);
  }

  /** The newest version of each. */
  conceptMaps(): readonly ConceptMap[] {
    const newest = [...this.#definitions.values()].flatMap(([first]) =>
      first?.type === 'ConceptMap' ? (this.find('ConceptMap', first.url) ?? []) : [],
    );
    return newest.map((one) => this.#read.conceptMap(one));
  }

  findValueSet(address: string): ValueSet | undefined {
    const definition = this.find('ValueSet', address);
    return definition && this.#read.valueSet(definition);
  }

  /** Whether a code system has a code; unknown where its codes are not all here. */
  knowsCode(system: string, version: string | undefined, code: string): Membership {
    const codeSystem = this.findCodeSystem(system, version);
    if (codeSystem?.find(code)) return 'yes';
    const byGrammar = grammarOf(system)?.isCode(code);
    if (byGrammar !== undefined) return byGrammar ? 'yes' : 'no';
    return isMisformed(system, code) || codeSystem?.isComplete ? 'no' : 'unknown';
  }

  /** All names of a code in every language; none where its code system is not here. */
  namesOf(system: string, version: string | undefined, code: string): readonly string[] {
    const concept = this.findCodeSystem(system, version)?.find(code);
    return [concept?.display, ...(concept?.designations ?? []).map(({ value }) => value)].filter((name) => name !== undefined);
  }

  valueSetOf(definition: Definition): ValueSet {
    return this.#read.valueSet(definition);
  }

  validateCode(valueSet: string, system: string | undefined, code: string): Membership {
    const key = `${valueSet}\n${system ?? ''}\n${code}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const found = this.findValueSet(valueSet);
    const answer = found ? membership(this, found, system, code) : 'unknown';
    if (this.#answers.size >= MOST_REMEMBERED) this.#answers.clear();
    if (key.length < 500) this.#answers.set(key, answer);
    return answer;
  }
}
