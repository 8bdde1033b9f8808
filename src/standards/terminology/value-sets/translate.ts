import type { Resource } from '../../../fhir/index.ts';
import { type Parameter, toParameters } from './answer.ts';
import type { ConceptMap, MapGroup, MapTarget, Product } from './concept-map.ts';

export interface TranslateQuestion {
  readonly codings: readonly {
    readonly system: string | undefined;
    readonly version: string | undefined;
    readonly code: string;
  }[];
  /** Only into this code system. */
  readonly targetSystem: string | undefined;
  /** From the targets of the maps to their sources. */
  readonly isReverse: boolean;
}

/** Finds a map by its canonical address. */
export type FindMap = (address: string) => ConceptMap | undefined;

interface Match {
  readonly equivalence: string;
  readonly system: string | undefined;
  readonly version: string | undefined;
  readonly code: string | undefined;
  readonly display: string | undefined;
  readonly products: readonly Product[];
  readonly source: string | undefined;
}

const MOST_MATCHES = 1000;
/** With these nothing corresponds. */
const NONE: ReadonlySet<string> = new Set(['unmatched', 'disjoint']);
/** What the source is, seen from the target. */
const INVERSE: Readonly<Record<string, string>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

/**
 * What codes are in another code system, by maps; each match once, in the order of the maps.
 * https://hl7.org/fhir/R4/conceptmap-operation-translate.html
 */
export function translate(maps: readonly ConceptMap[], question: TranslateQuestion, findMap: FindMap): Resource {
  const all = maps.flatMap((map) =>
    question.codings.flatMap((coding) =>
      question.isReverse ? backwards(map, coding, question) : forwards(map, coding, question, findMap, new Set()),
    ),
  );
  const each = new Map(all.slice(0, MOST_MATCHES).map((match) => [JSON.stringify(match), match]));
  const matches = [...each.values()];
  const result = matches.some(({ equivalence }) => !NONE.has(equivalence));
  return toParameters(
    { name: 'result', valueBoolean: result },
    result ? undefined : { name: 'message', valueString: 'No map here translates the code' },
    ...matches.map(toParameter),
  );
}

type Coding = TranslateQuestion['codings'][number];

const isOf = ({ system, version }: Coding, groupSystem: string | undefined, groupVersion: string | undefined): boolean =>
  (system === undefined || system === groupSystem) &&
  (version === undefined || groupVersion === undefined || version === groupVersion);

/** @param asked addresses of maps that were handed on to: each is asked once */
function forwards(map: ConceptMap, coding: Coding, question: TranslateQuestion, findMap: FindMap, asked: Set<string>): Match[] {
  return map.groups.flatMap((group) => {
    const isWanted = question.targetSystem === undefined || group.target === question.targetSystem;
    if (!isOf(coding, group.source, group.sourceVersion)) return [];
    const targets = group.elements.get(coding.code);
    const toMatch = (target: MapTarget): Match => ({
      ...target,
      system: group.target,
      version: group.targetVersion,
      source: map.url,
    });
    if (targets) return isWanted ? targets.map(toMatch) : [];
    const address = group.unmapped?.mode === 'other-map' ? group.unmapped.url : undefined;
    if (address !== undefined && asked.has(address)) return [];
    const other = address === undefined ? undefined : findMap(address);
    if (other && address !== undefined) return forwards(other, coding, question, findMap, asked.add(address));
    return isWanted ? unmappedIn(group, coding).map(toMatch) : [];
  });
}

/** https://hl7.org/fhir/R4/conceptmap-definitions.html#ConceptMap.group.unmapped */
function unmappedIn({ unmapped }: MapGroup, { code }: Coding): MapTarget[] {
  if (unmapped?.mode === 'provided') return [{ code, display: undefined, equivalence: 'equal', products: [] }];
  if (unmapped?.mode !== 'fixed' || unmapped.code === undefined) return [];
  return [{ code: unmapped.code, display: unmapped.display, equivalence: 'inexact', products: [] }];
}

function backwards(map: ConceptMap, coding: Coding, { targetSystem }: TranslateQuestion): Match[] {
  return map.groups.flatMap((group) => {
    if (!isOf(coding, group.target, group.targetVersion)) return [];
    if (targetSystem !== undefined && group.source !== targetSystem) return [];
    return [...group.elements].flatMap(([code, targets]) =>
      targets
        .filter((target) => target.code === coding.code)
        .map(
          ({ equivalence }): Match => ({
            equivalence: INVERSE[equivalence] ?? equivalence,
            system: group.source,
            version: group.sourceVersion,
            code,
            display: undefined,
            products: [],
            source: map.url,
          }),
        ),
    );
  });
}

function toParameter({ equivalence, code, products, source, ...concept }: Match): Parameter {
  return {
    name: 'match',
    part: [
      { name: 'equivalence', valueCode: equivalence },
      ...(code === undefined ? [] : [{ name: 'concept', valueCoding: codingOf({ ...concept, code }) }]),
      ...products.map(({ property, ...product }) => ({
        name: 'product',
        part: [
          { name: 'element', valueUri: property },
          { name: 'concept', valueCoding: codingOf(product) },
        ],
      })),
      ...(source === undefined ? [] : [{ name: 'source', valueUri: source }]),
    ],
  };
}

interface Concept {
  readonly system: string | undefined;
  readonly version?: string | undefined;
  readonly code: string;
  readonly display: string | undefined;
}

const codingOf = ({ system, version, code, display }: Concept) =>
  Object.fromEntries(Object.entries({ system, version, code, display }).filter(([, value]) => value !== undefined));
