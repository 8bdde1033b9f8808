import type { SearchParameter, ValuePath } from '../../fhir/index.ts';

/** Where the text of a value stands, by the type of the element; '' is the element itself. */
const TEXT: Readonly<Record<string, string>> = {
  CodeableConcept: '.coding.code',
  Coding: '.code',
  Identifier: '.value',
  ContactPoint: '.value',
  Reference: '.reference',
  ...Object.fromEntries(['code', 'boolean', 'string', 'uri', 'id', 'canonical'].map((type) => [type, ''])),
};

/**
 * Paths of PostgreSQL's JSON to what a parameter of codes or references is sorted by: `$."method"."coding"."code"`. The index has
 * hashes of these alone, so they are read in the resources.
 */
export const bodyPaths = ({ kind, paths }: SearchParameter): string[] =>
  kind === 'token' || kind === 'reference' ? paths.flatMap((path) => bodyPath(path) ?? []) : [];

function bodyPath({ steps, type, target }: ValuePath): string | undefined {
  const text = TEXT[type];
  if (text === undefined) return undefined;
  const place = steps.map(({ property, where, index }) => {
    const condition = where ? ` ? (@.${quoted(where[0])} == ${quoted(where[1])})` : '';
    return `.${quoted(property)}${index === undefined ? '' : `[${index}]`}${condition}`;
  });
  const only = target && type === 'Reference' ? ` ? (@ starts with ${quoted(`${target}/`)})` : '';
  return `$${place.join('')}${text}${only}`;
}

const quoted = (name: string): string => JSON.stringify(name);
