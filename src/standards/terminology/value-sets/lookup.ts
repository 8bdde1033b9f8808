import type { Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { type Parameter, stringParameter, toParameters } from './answer.ts';
import { formatCanonical } from './canonical-address.ts';
import { type CodeSystem, type CodeSystemConcept, subsumption } from './code-system.ts';
import { grammarOf } from './grammars.ts';
import { displayOf } from './names.ts';
import type { TerminologySource } from './source.ts';

export interface LookupQuestion {
  readonly system: string;
  readonly version: string | undefined;
  readonly code: string;
  readonly displayLanguage: string | undefined;
  /** Names of properties to be told; none: all. */
  readonly properties: readonly string[];
}

/**
 * What a code system says of a code. https://hl7.org/fhir/R4/codesystem-operation-lookup.html
 * @throws Problem terminology-unknown
 */
export function lookup(source: TerminologySource, question: LookupQuestion): Resource {
  const { system, version, code, displayLanguage } = question;
  const codeSystem = source.findCodeSystem(system, version);
  if (!codeSystem) return lookupByGrammar(question);
  const concept = codeSystem.find(code);
  if (!concept) throw unknownCode(system);
  const display = displayOf(concept, codeSystem.language, displayLanguage);
  return toParameters(
    { name: 'name', valueString: codeSystem.title ?? codeSystem.name ?? codeSystem.url },
    stringParameter('version', codeSystem.version),
    { name: 'display', valueString: display ?? concept.code },
    ...namesOf(codeSystem, concept, display),
    ...propertiesOf(codeSystem, concept, question.properties),
  );
}

function lookupByGrammar({ system, version, code, displayLanguage = 'en' }: LookupQuestion): Resource {
  const grammar = version === undefined ? grammarOf(system) : undefined;
  if (!grammar) throw unknownSystem(system, version);
  if (!grammar.isCode(code)) throw unknownCode(system);
  return toParameters(
    { name: 'name', valueString: system },
    { name: 'display', valueString: grammar.displayOf?.(code, displayLanguage) ?? code },
  );
}

function namesOf({ language }: CodeSystem, { display, designations }: CodeSystemConcept, shown: string | undefined): Parameter[] {
  const all = [...(display === undefined ? [] : [{ language, value: display }]), ...designations];
  return all
    .filter(({ value }) => value !== shown)
    .map((one) => ({
      name: 'designation',
      part: [
        ...(one.language === undefined ? [] : [{ name: 'language', valueCode: one.language }]),
        { name: 'value', valueString: one.value },
      ],
    }));
}

function propertiesOf(codeSystem: CodeSystem, concept: CodeSystemConcept, asked: readonly string[]): Parameter[] {
  const { code, definition, isInactive, isAbstract, properties } = concept;
  const all: readonly (readonly [name: string, as: string, value: unknown])[] = [
    ...(definition === undefined ? [] : [['definition', 'valueString', definition] as const]),
    ['inactive', 'valueBoolean', isInactive],
    ...(isAbstract ? [['notSelectable', 'valueBoolean', true] as const] : []),
    ...codeSystem.parentsOf(code).map((parent) => ['parent', 'valueCode', parent] as const),
    ...codeSystem.childrenOf(code).map((child) => ['child', 'valueCode', child] as const),
    ...properties.filter((one) => !TOLD.has(one.code)).map((one) => [one.code, one.as, one.value] as const),
  ];
  return all
    .filter(([name]) => asked.length === 0 || asked.includes(name))
    .map(([name, as, value]) => ({
      name: 'property',
      part: [
        { name: 'code', valueCode: name },
        { name: 'value', [as]: value },
      ],
    }));
}

const TOLD: ReadonlySet<string> = new Set(['inactive', 'notSelectable', 'abstract', 'parent', 'child', 'subsumedBy']);

/** @throws Problem terminology-unknown */
export function subsumes(
  source: TerminologySource,
  { system, version, codeA, codeB }: { system: string; version: string | undefined; codeA: string; codeB: string },
): Resource {
  const codeSystem = source.findCodeSystem(system, version);
  if (!codeSystem) throw unknownSystem(system, version);
  const [a, b] = [codeSystem.find(codeA), codeSystem.find(codeB)];
  if (!a || !b) throw unknownCode(system, a ? 'codeB' : 'codeA');
  return toParameters({ name: 'outcome', valueCode: subsumption(codeSystem, a.code, b.code) });
}

export const unknownSystem = (system: string, version: string | undefined, at = 'system') =>
  new Problem('terminology-unknown', `There is no code system ${formatCanonical(system, version)} here`, { at });

const unknownCode = (system: string, at = 'code') =>
  new Problem('terminology-unknown', `The code system ${system} has no such code`, { at });
