import type { Node } from '../../fhirpath/index.ts';
import type { Run } from '../run.ts';
import { type CompilePart, inPlace, type ProfileCheck, type ProfileContext } from './context.ts';
import type { Discriminator, Slicing } from './definition.ts';
import { compileMatching, type Matches } from './slicing.ts';
import type { ProfileNode } from './tree.ts';

/** Distributes the values of an element to its slices and checks each in its own. */
type SlicesCheck = (values: readonly Node[], isList: boolean, run: Run, indexes?: readonly number[]) => void;

interface Slice {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly matches: Matches;
  readonly check: ProfileCheck;
  /** Slices of this slice. */
  readonly within: SlicesCheck | undefined;
}

/** https://hl7.org/fhir/R4/profiling.html#slicing */
export function compileSlices(name: string, part: ProfileNode, compile: CompilePart, context: ProfileContext): SlicesCheck {
  const slicing = part.element?.slicing ?? impliedSlicing(name, part);
  const slices = part.slices.map((slice): Slice => {
    const { sliceName = '', min = 0, max = Number.POSITIVE_INFINITY } = slice.element ?? {};
    return {
      name: sliceName,
      min,
      max,
      matches: compileMatching(slice, slicing.discriminators, compile, context),
      check: compile(slice),
      within: slice.slices.length > 0 ? compileSlices(name, slice, compile, context) : undefined,
    };
  });
  return (values, isList, run, indexes = values.map((_, index) => index)) => {
    const members = slices.map((): number[] => []);
    let [last, hasOther] = [0, false];
    for (const [at, value] of values.entries())
      inPlace(isList, indexes[at] ?? at, run, () => {
        const found = slices.findIndex(({ matches }) => matches(value, run));
        const slice = slices[found];
        if (!slice) {
          if (slicing.rules === 'closed') run.report('structure', `the value belongs to one of the slices ${namesOf(slices)}`);
          hasOther = true;
          return;
        }
        if (slicing.isOrdered && found < last) run.report('structure', `slices come in the order ${namesOf(slices)}`);
        if (hasOther && slicing.rules === 'openAtEnd') run.report('structure', 'what belongs to no slice comes at the end');
        last = Math.max(last, found);
        members[found]?.push(at);
        slice.check(value, run);
      });
    for (const [index, slice] of slices.entries()) {
      const own = members[index] ?? [];
      reportNumber(slice, own.length, run);
      slice.within?.(
        own.flatMap((at) => values[at] ?? []),
        isList,
        run,
        own.map((at) => indexes[at] ?? at),
      );
    }
  };
}

function reportNumber({ name, min, max }: Slice, count: number, run: Run): void {
  if (count < min)
    run.report('required', min === 1 ? `the slice ${name} is required` : `the slice ${name} is required ${min} times`);
  if (count > max) run.report('structure', max === 0 ? `the slice ${name} is not used` : `the slice ${name} has at most ${max}`);
}

const namesOf = (slices: readonly Slice[]): string => slices.map(({ name }) => name).join(', ');

/** Slicing that R4 implies where nobody states it: extensions by their address, a choice by its type. */
function impliedSlicing(name: string, { slices }: ProfileNode): Slicing {
  const isExtension = name === 'extension' || name === 'modifierExtension';
  const isChoice = slices.every(({ element }) => element?.path.endsWith('[x]') && element.types.length > 0);
  const discriminators: readonly Discriminator[] = isExtension
    ? [{ type: 'value', path: 'url' }]
    : isChoice
      ? [{ type: 'type', path: '$this' }]
      : [];
  return { rules: 'open', isOrdered: false, discriminators };
}
