import type { Node } from '../../fhirpath/index.ts';
import type { CodeSet } from '../codes.ts';
import type { Run } from '../run.ts';
import type { ProfileNode } from './tree.ts';

/** Checks an element against a profile, beyond what the base definitions demand. */
export type ProfileCheck = (node: Node, run: Run) => void;

/** Compiles a part of a profile. */
export type CompilePart = (part: ProfileNode) => ProfileCheck;

/** What a profile may refer to; what is not known is not checked. */
export interface ProfileContext {
  /** The check behind a canonical address. */
  check(url: string): ProfileCheck | undefined;
  /** All that the profile behind a canonical address says. */
  tree(url: string): ProfileNode | undefined;
  /** Whether a value follows one of these; undefined where those that are known do not fit, and others are not known. */
  conforms(node: Node, urls: readonly string[], run: Run): boolean | undefined;
  /** The type that a profile constrains. */
  typeOf(url: string): string | undefined;
  codes(valueSet: string): CodeSet | undefined;
}

/** Resource types behind canonical addresses; undefined where one of them is not known, and so may be any. */
export function typesBehind(urls: readonly string[], context: ProfileContext): readonly string[] | undefined {
  const types = urls.map((url) => context.typeOf(url));
  return types.every((type) => type !== undefined) ? types : undefined;
}

/** Runs `work` with the index in the path, where the element is a list. */
export function inPlace(isList: boolean, index: number, run: Run, work: () => void): void {
  if (isList) run.push(index);
  work();
  if (isList) run.pop();
}
