import { type Compiled, compileExpression, FhirPathError } from '../fhirpath/index.ts';
import { isObject, type Resource } from '../resource.ts';
import { type Adder, adderOf, type Collector, rangesOf } from './adders.ts';
import type { Canonical } from './canonical.ts';
import { exactTextsOf, isMeasured } from './composite.ts';
import { groupPlace } from './lexemes.ts';
import { type ParameterKind, searchParametersOf } from './parameters.ts';

/** A part of a composite that somebody defined: its values, from the element that the parts belong to. */
export interface OwnComponent {
  readonly kind: ParameterKind;
  readonly expression: string;
}

/** A value with its FHIR type. */
export interface Typed {
  readonly value: unknown;
  readonly type: string;
}

const KINDS: ReadonlySet<string> = new Set(['number', 'date', 'string', 'token', 'reference', 'quantity', 'uri']);
const MOST_COMPONENTS = 4;
const LONGEST_EXPRESSION = 500;
/** http://hl7.org/fhir/R4/searchparameter-registry.html: `Observation-code-value`, or `clinical-code` of several types. */
const OFFICIAL = /^http:\/\/hl7\.org\/fhir\/SearchParameter\/[A-Za-z]+-([A-Za-z0-9-]+)(?:\|4\.0\.\d)?$/;

/** Why the components of a composite cannot be indexed for a type; undefined where they can. */
export function faultOfComponents(resource: Resource, type: string): { detail: string; element: string } | undefined {
  const components = Array.isArray(resource['component']) ? resource['component'] : [];
  if (components.length < 2 || components.length > MOST_COMPONENTS)
    return { detail: `a composite has 2 to ${MOST_COMPONENTS} components`, element: 'component' };
  for (const [index, component] of components.entries()) {
    const { definition, expression } = isObject(component) ? component : {};
    const element = `component[${index}]`;
    if (!kindOf(type, definition))
      return {
        detail: `a component is defined by one of R4's parameters of ${type}, composites left out`,
        element: `${element}.definition`,
      };
    if (typeof expression !== 'string' || expression.length > LONGEST_EXPRESSION)
      return { detail: `an expression has at most ${LONGEST_EXPRESSION} characters`, element: `${element}.expression` };
    try {
      compileExpression(expression);
    } catch (thrown) {
      if (!(thrown instanceof FhirPathError)) throw thrown;
      return { detail: `it is no FHIRPath that is understood here: ${thrown.message}`, element: `${element}.expression` };
    }
  }
  return undefined;
}

/** The components for a type, of a composite without fault. */
export function componentsOf(resource: Resource, type: string): OwnComponent[] {
  const components = Array.isArray(resource['component']) ? resource['component'] : [];
  return components.flatMap(({ definition, expression }) => {
    const kind = kindOf(type, definition);
    return kind && typeof expression === 'string' ? [{ kind, expression }] : [];
  });
}

function kindOf(type: string, definition: unknown): ParameterKind | undefined {
  const code = typeof definition === 'string' ? OFFICIAL.exec(definition)?.[1] : undefined;
  const kind = code === undefined ? undefined : searchParametersOf(type).get(code)?.kind;
  return kind && KINDS.has(kind) ? kind : undefined;
}

/** Where the tokens of a part stand by themselves, for whoever asks for their system. */
export const partPlace = (place: string, index: number): string => `${place}.${index}`;

/** An element is filed in every combination of its parts; one with more of them is found by its parts alone. */
const MOST_COMBINATIONS = 1000;

/** What a part of an element has: texts to be found by, or values to be compared. */
interface Part {
  readonly kind: ParameterKind;
  readonly values: readonly Typed[];
  readonly exact: ReadonlySet<string> | undefined;
}

/**
 * Files an element under all its parts, as `extract.ts` does for R4's composites: exact parts name the place, measured ones
 * stand there.
 * @param evaluate the values of a part of the element
 */
export function elementReader<Element>(
  place: string,
  components: readonly OwnComponent[],
  evaluate: (of: Compiled, element: Element) => readonly Typed[],
  canonical: Canonical,
): (element: Element, out: Collector) => void {
  const parts = components.map(({ kind, expression }) => ({ kind, of: compileExpression(expression) }));
  const adders = new Map<string, Adder>();
  const fileToken = (index: number, { value, type }: Typed, out: Collector) => {
    const key = `${index} ${type}`;
    const add = adders.get(key) ?? adderOf(partPlace(place, index), 'token', type, canonical);
    adders.set(key, add);
    add(value, out);
  };
  const file = (values: readonly Part[], index: number, texts: readonly string[], out: Collector): void => {
    const part = values[index];
    if (!part) {
      out.lexemes.add(groupPlace(place, texts));
      return;
    }
    if (part.exact) {
      for (const text of part.exact) file(values, index + 1, [...texts, text], out);
      return;
    }
    const others = parts.length - 1 - index;
    const at = groupPlace(`${place}#${others}`, texts);
    for (const { value, type } of part.values) out.ranges.push(...rangesOf(at, part.kind, type, value, canonical));
    if (others > 0) file(values, index + 1, texts, out);
  };
  return (element, out) => {
    const values = parts.map(({ kind, of }): Part => {
      const found = evaluate(of, element);
      const exact = isMeasured(kind) ? undefined : new Set(found.flatMap(({ value, type }) => exactTextsOf(kind, value, type)));
      return { kind, values: found, exact };
    });
    for (const [index, { kind, values: found }] of values.entries())
      if (kind === 'token') for (const one of found) fileToken(index, one, out);
    const combinations = values.reduce((count, { exact, values: found }) => count * (exact?.size ?? found.length), 1);
    if (combinations > 0 && combinations <= MOST_COMBINATIONS) file(values, 0, [], out);
  };
}
