import { createHash } from 'node:crypto';
import type { FactValue } from '../life-course/index.ts';
import { baseUnit, codingsOf, type Element } from '../standards/index.ts';

/** Which facts a life course keeps of what is observed: by code, and how its value becomes one. */
export interface Dictionary {
  find(system: string | undefined, code: string | undefined): Element | undefined;
  /** The value of an Observation or of a component of one; undefined where it is none of the element's kind. */
  valueOf(element: Element, holder: Readonly<Record<string, unknown>>): FactValue | undefined;
  /** What tells two dictionaries apart that keep different facts. */
  readonly digest: string;
}

/** Changes with what is kept beside elements, so that lives are made anew: since 2 what was given is told exactly, since 3 drugs
 * of forms are MedicationStatements. */
const EXTRACTION = '3\n';

/** @throws Error where two elements share a name or a code: a slip of a definition */
export function makeDictionary(elements: readonly Element[]): Dictionary {
  const byCode = new Map<string, Element>();
  for (const element of elements)
    for (const { system, code } of codingsOf(element)) {
      const key = `${system}|${code}`;
      if (byCode.has(key)) throw new Error(`the elements ${byCode.get(key)?.name} and ${element.name} share ${key}`);
      byCode.set(key, element);
    }
  const names = elements.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new Error('two elements share a name');
  return {
    find: (system, code) => byCode.get(`${system}|${code}`),
    valueOf: factOf,
    digest: createHash('sha256')
      .update(EXTRACTION)
      .update(
        [...byCode]
          .map(([key, { name, unit }]) => `${key}=${name}${unit?.code ?? ''}`)
          .sort()
          .join('\n'),
      )
      .digest('base64url'),
  };
}

type Holder = Readonly<Record<string, unknown>>;

function factOf(element: Element, holder: Holder): FactValue | undefined {
  switch (element.type) {
    case 'whole':
    case 'decimal':
      return numberOf(element, holder);
    case 'code':
      return codesOf(holder)[0];
    case 'choices':
      return codesOf(holder).join(' ') || undefined;
    case 'flag':
      return booleanOf(holder['valueBoolean']);
    case 'date':
      return textOf(holder['valueDateTime'])?.slice(0, 10);
    case 'text':
      return textOf(holder['valueString']);
  }
}

function numberOf({ unit }: Element, holder: Holder): number | undefined {
  const whole = holder['valueInteger'];
  if (typeof whole === 'number') return whole;
  const quantity = holder['valueQuantity'] as { value?: unknown; code?: unknown; system?: unknown } | undefined;
  const value = quantity?.value;
  if (typeof value !== 'number') return undefined;
  const code = textOf(quantity?.code);
  if (code === undefined || unit === undefined || code === unit.code) return value;
  const [from, to] = [baseUnit(code), baseUnit(unit.code)];
  if (!from || !to || from.unit !== to.unit) return undefined;
  return Number(((value * from.factor + from.offset - to.offset) / to.factor).toPrecision(12));
}

function codesOf(holder: Holder): string[] {
  const concept = holder['valueCodeableConcept'] as { coding?: readonly { code?: unknown }[] } | undefined;
  return (concept?.coding ?? []).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const booleanOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
