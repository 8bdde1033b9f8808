import type { Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { stringParameter, toParameters } from './answer.ts';
import type { CodeSystem, CodeSystemConcept } from './code-system.ts';
import { grammarOf } from './grammars.ts';
import { unknownSystem } from './lookup.ts';
import { membership } from './membership.ts';
import { displayOf } from './names.ts';
import type { TerminologySource } from './source.ts';
import type { ListedConcept, ValueSet } from './value-set.ts';

export interface AskedCoding {
  /** undefined: as the value set says it. */
  readonly system: string | undefined;
  readonly version: string | undefined;
  readonly code: string;
  readonly display: string | undefined;
}

export interface ValidateQuestion {
  /** One of them is to be valid. */
  readonly codings: readonly AskedCoding[];
  /** Codes that only group others will do. */
  readonly allowAbstract: boolean;
  readonly displayLanguage: string | undefined;
}

interface Verdict {
  readonly result: boolean;
  readonly message?: string | undefined;
  readonly display?: string | undefined;
}

const answer = ({ result, message, display }: Verdict): Resource =>
  toParameters(
    { name: 'result', valueBoolean: result },
    stringParameter('message', message),
    stringParameter('display', display),
  );

/**
 * Whether a code is one of a value set. https://hl7.org/fhir/R4/valueset-operation-validate-code.html
 * @throws Problem terminology-incomplete where it cannot be told from what is here
 */
export function validateInValueSet(source: TerminologySource, valueSet: ValueSet, question: ValidateQuestion): Resource {
  const verdicts = question.codings.map((coding) => judge(source, valueSet, coding, question));
  const valid = verdicts.find((one) => one?.result);
  if (!valid && verdicts.includes(undefined))
    throw new Problem('terminology-incomplete', 'The platform does not hold all that the value set is made of', { at: 'url' });
  return answer(valid ?? verdicts[0] ?? { result: false, message: 'There is no code' });
}

/** undefined where it cannot be told. */
function judge(
  source: TerminologySource,
  valueSet: ValueSet,
  coding: AskedCoding,
  question: ValidateQuestion,
): Verdict | undefined {
  const belongs = membership(source, valueSet, coding.system, coding.code);
  if (belongs === 'unknown') return undefined;
  if (belongs === 'no') return { result: false, message: 'The code is none of the value set' };
  const system = coding.system ?? systemOf(source, valueSet, coding.code);
  const listed = valueSet.include.find((part) => part.system === system && part.concepts?.has(coding.code));
  return judgeNames(
    system === undefined ? undefined : source.findCodeSystem(system, coding.version),
    listed?.concepts?.get(coding.code),
    { ...coding, system },
    question,
  );
}

/** The first system of the value set in which it is. */
const systemOf = (source: TerminologySource, valueSet: ValueSet, code: string): string | undefined =>
  valueSet.include.map(({ system }) => system).find((system) => system && membership(source, valueSet, system, code) === 'yes');

/**
 * Whether a code is one of a code system. https://hl7.org/fhir/R4/codesystem-operation-validate-code.html
 * @throws Problem terminology-unknown
 */
export function validateInCodeSystem(
  source: TerminologySource,
  system: string,
  version: string | undefined,
  question: ValidateQuestion,
): Resource {
  const codeSystem = source.findCodeSystem(system, version);
  const grammar = codeSystem || version !== undefined ? undefined : grammarOf(system);
  if (!codeSystem && !grammar) throw unknownSystem(system, version, 'url');
  const ofSystem = question.codings.filter((coding) => coding.system === undefined || coding.system === system);
  const verdicts = ofSystem.map((coding): Verdict => {
    if (codeSystem ? codeSystem.find(coding.code) : grammar?.isCode(coding.code) !== false)
      return judgeNames(codeSystem, undefined, { ...coding, system }, question);
    return { result: false, message: 'The code is none of the code system' };
  });
  return answer(
    verdicts.find(({ result }) => result) ?? verdicts[0] ?? { result: false, message: 'No coding is of the code system' },
  );
}

function judgeNames(
  codeSystem: CodeSystem | undefined,
  listed: ListedConcept | undefined,
  { system, code, display }: AskedCoding,
  { allowAbstract, displayLanguage }: ValidateQuestion,
): Verdict {
  const concept = codeSystem?.find(code);
  const byGrammar = system === undefined ? undefined : grammarOf(system)?.displayOf?.(code, displayLanguage ?? 'en');
  const known = (concept && displayOf(concept, codeSystem?.language, displayLanguage)) ?? listed?.display ?? byGrammar;
  if (concept?.isAbstract && !allowAbstract)
    return { result: false, message: 'The code groups others and is not to be chosen itself', display: known };
  if (display !== undefined && known !== undefined && !namesOf(concept, listed, byGrammar).has(fold(display)))
    return { result: false, message: 'The display is not one of the code', display: known };
  return { result: true, display: known };
}

function namesOf(
  concept: CodeSystemConcept | undefined,
  listed: ListedConcept | undefined,
  byGrammar: string | undefined,
): ReadonlySet<string> {
  const named = [concept, listed].filter((one) => one !== undefined);
  const all = named.flatMap(({ display, designations }) => [display, ...designations.map(({ value }) => value)]);
  return new Set([...all, byGrammar].filter((one) => one !== undefined).map(fold));
}

/** Case and space do not matter. https://hl7.org/fhir/R4/codesystem.html#display */
const fold = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
