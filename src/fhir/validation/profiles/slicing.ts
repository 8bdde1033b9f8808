import { compileExpression, FhirPathError, type Items, Node } from '../../fhirpath/index.ts';
import { isObject } from '../../resource.ts';
import type { Run } from '../run.ts';
import type { Discriminator, Expected } from './definition.ts';
import { nodeAt, type ProfileNode, steps } from './tree.ts';
import { isExpected } from './values.ts';

/** Whether a value belongs to a slice. */
export type Matches = (node: Node, run: Run) => boolean;

/** What the matching of slices borrows from the compiler of profiles. */
export interface SliceTools {
  /** The check of a part of the profile. */
  compile(node: ProfileNode): (value: Node, run: Run) => void;
  /** Whether a value follows one of these profiles; undefined where none of them is known. */
  conforms(value: Node, profiles: readonly string[], run: Run): boolean | undefined;
  /** Resource types behind canonical addresses. */
  targetTypes(urls: readonly string[]): readonly string[] | undefined;
}

/**
 * The matching of one slice by all discriminators; without any, what passes the slice's own rules belongs to it.
 * https://hl7.org/fhir/R4/profiling.html#discriminator
 */
export function compileMatching(slice: ProfileNode, discriminators: readonly Discriminator[], tools: SliceTools): Matches {
  if (discriminators.length === 0) return byContent(slice, '$this', tools);
  const each = discriminators.map((discriminator) => compileDiscriminator(slice, discriminator, tools));
  return (node, run) => each.every((matches) => matches(node, run));
}

function compileDiscriminator(slice: ProfileNode, { type, path }: Discriminator, tools: SliceTools): Matches {
  switch (type) {
    case 'value':
    case 'pattern':
      return byValue(slice, path, tools);
    case 'exists':
      return byExistence(slice, path);
    case 'type':
      return byType(slice, path, tools);
    case 'profile':
      return byProfile(slice, path, tools);
    default:
      return () => false;
  }
}

function byValue(slice: ProfileNode, path: string, tools: SliceTools): Matches {
  const expected = expectedAt(slice, path);
  if (!expected) return byContent(slice, path, tools);
  const find = compilePath(path);
  return (node, run) =>
    find(node, run).some((item) => item instanceof Node && expected.some((one) => isExpected(item.value, one)));
}

/** Values that the slice demands at a path: there itself, or as a part of what it demands above. */
function expectedAt(slice: ProfileNode, path: string): readonly Expected[] | undefined {
  const names = steps(path);
  let node: ProfileNode | undefined = slice;
  for (let index = 0; node && index <= names.length; index++) {
    const { element }: ProfileNode = node;
    if (element?.expected) return within(element.expected, names.slice(index));
    const [type] = element?.types ?? [];
    if (names[index] === 'url' && type?.code === 'Extension' && type.profiles.length > 0)
      return type.profiles.map((value) => ({ kind: 'fixed', type: 'uri', value }));
    node = node.children.get(names[index] ?? '');
  }
  return undefined;
}

function within(expected: Expected, names: readonly string[]): readonly Expected[] {
  let found: readonly unknown[] = [expected.value];
  for (const name of names)
    found = found.flatMap((value) => (isObject(value) ? value[name] : [])).filter((one) => one !== undefined);
  return found.map((value) => ({ ...expected, value }));
}

/** By all that the slice says at the path, such as a binding. */
function byContent(slice: ProfileNode, path: string, tools: SliceTools): Matches {
  const node = nodeAt(slice, path) ?? slice;
  const find = compilePath(node === slice ? '$this' : path);
  let check: ReturnType<SliceTools['compile']> | undefined;
  return (value, run) => {
    check ??= tools.compile(node);
    const made = check;
    return find(value, run).some((item) => item instanceof Node && run.isSilent(() => made(item, run)));
  };
}

function byExistence(slice: ProfileNode, path: string): Matches {
  const wanted = nodeAt(slice, path)?.element?.max !== 0;
  const find = compilePath(path);
  return (node, run) => find(node, run).length > 0 === wanted;
}

function byType(slice: ProfileNode, path: string, tools: SliceTools): Matches {
  const types = nodeAt(slice, path)?.element?.types ?? [];
  if (!path.endsWith('resolve()')) {
    const [names, find] = [new Set(types.map(({ code }) => code)), compilePath(path)];
    return (node, run) => find(node, run).some((item) => item instanceof Node && names.has(item.type ?? ''));
  }
  const targets = tools.targetTypes(types.flatMap((type) => type.targets));
  const find = compilePath(path.replace(/\.?resolve\(\)$/, '') || '$this');
  return (node, run) =>
    find(node, run).some((item) => item instanceof Node && (targets?.includes(referredType(item, run)) ?? false));
}

/** Type that a Reference says it leads to; the empty text where it does not tell. */
function referredType({ value }: Node, run: Run): string {
  const reference = isObject(value) ? value['reference'] : undefined;
  if (typeof reference !== 'string') return '';
  if (!reference.startsWith('#'))
    return /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/.*)?$/.exec(reference)?.[1] ?? '';
  const { contained } = run.rootResource;
  const found = Array.isArray(contained) ? contained.find((one) => isObject(one) && `#${one['id']}` === reference) : undefined;
  return isObject(found) ? String(found['resourceType']) : '';
}

function byProfile(slice: ProfileNode, path: string, tools: SliceTools): Matches {
  const profiles = nodeAt(slice, path)?.element?.types.flatMap((type) => type.profiles) ?? [];
  const find = compilePath(path);
  return (node, run) => find(node, run).some((item) => item instanceof Node && tools.conforms(item, profiles, run) === true);
}

type Find = (node: Node, run: Run) => Items;

/** Nothing is at a path that cannot be read, or not be followed from this value. */
function compilePath(path: string): Find {
  if (path === '$this') return (node) => [node];
  const compiled = attempt(() => compileExpression(path));
  return (node, run) => attempt(() => compiled?.([node], run.environment)) ?? [];
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof FhirPathError) return undefined;
    throw thrown;
  }
}
