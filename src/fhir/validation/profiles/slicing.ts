import { compileExpression, FhirPathError, type Items, Node } from '../../fhirpath/index.ts';
import { isObject } from '../../resource.ts';
import type { Run } from '../run.ts';
import { type CompilePart, type ProfileContext, typesBehind } from './context.ts';
import type { Discriminator, Expected } from './definition.ts';
import { nodeAt, stepFrom, steps } from './paths.ts';
import type { ProfileNode } from './tree.ts';
import { isExpected } from './values.ts';

/** Whether a value belongs to a slice. */
export type Matches = (node: Node, run: Run) => boolean;

/** One discriminator of a slice with what it is read from. */
interface Question {
  readonly slice: ProfileNode;
  readonly path: string;
  readonly compile: CompilePart;
  readonly context: ProfileContext;
}

/**
 * The matching of one slice by all discriminators; without any, what passes the slice's own rules belongs to it.
 * https://hl7.org/fhir/R4/profiling.html#discriminator
 */
export function compileMatching(
  slice: ProfileNode,
  discriminators: readonly Discriminator[],
  compile: CompilePart,
  context: ProfileContext,
): Matches {
  if (discriminators.length === 0) return byContent({ slice, path: '$this', compile, context });
  const each = discriminators.map(({ type, path }) => compileDiscriminator(type, { slice, path, compile, context }));
  return (node, run) => each.every((matches) => matches(node, run));
}

function compileDiscriminator(type: string, question: Question): Matches {
  switch (type) {
    case 'value':
    case 'pattern':
      return byValue(question);
    case 'exists':
      return byExistence(question);
    case 'type':
      return byType(question);
    case 'profile':
      return byProfile(question);
    default:
      return () => false;
  }
}

const partAt = ({ slice, path, context }: Question) => nodeAt(slice, path, (url) => context.tree(url));

function byValue(question: Question): Matches {
  const expected = expectedAt(question);
  if (!expected) return byContent(question);
  const find = compilePath(question.path);
  return (node, run) =>
    find(node, run).some((item) => item instanceof Node && expected.some((one) => isExpected(item.value, one)));
}

/** Values that the slice demands at a path: there itself, or as a part of what it demands above. */
function expectedAt({ slice, path, context }: Question): readonly Expected[] | undefined {
  const way = steps(path);
  let node: ProfileNode | undefined = slice;
  for (let index = 0; node && index <= way.length; index++) {
    const { element }: ProfileNode = node;
    if (element?.expected)
      return within(
        element.expected,
        way.slice(index).flatMap((one) => (one.kind === 'child' ? one.name : [])),
      );
    const step = way[index];
    if (!step) return undefined;
    const [type] = element?.types ?? [];
    if (step.kind === 'child' && step.name === 'url' && type?.code === 'Extension' && type.profiles.length > 0)
      return type.profiles.map((value) => ({ kind: 'fixed', type: 'uri', value: value.replace(/\|.*$/, '') }));
    node = stepFrom(node, step, (url) => context.tree(url));
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
function byContent(question: Question): Matches {
  const part = partAt(question) ?? question.slice;
  const find = compilePath(part === question.slice ? '$this' : question.path);
  let check: ReturnType<CompilePart> | undefined;
  return (value, run) => {
    check ??= question.compile(part);
    const made = check;
    return find(value, run).some((item) => item instanceof Node && run.isSilent(() => made(item, run)));
  };
}

function byExistence(question: Question): Matches {
  const wanted = partAt(question)?.element?.max !== 0;
  const find = compilePath(question.path);
  return (node, run) => find(node, run).length > 0 === wanted;
}

const RESOLVED = /\.?resolve\(\)$/;

function byType(question: Question): Matches {
  const { path, context } = question;
  const types = partAt({ ...question, path: path.replace(RESOLVED, '') })?.element?.types ?? [];
  if (!RESOLVED.test(path)) {
    const [names, find] = [new Set(types.map(({ code }) => code)), compilePath(path)];
    return (node, run) => find(node, run).some((item) => item instanceof Node && names.has(item.type ?? ''));
  }
  const targets = typesBehind(
    types.flatMap((type) => type.targets),
    context,
  );
  const find = compilePath(path.replace(RESOLVED, '') || '$this');
  return (node, run) =>
    find(node, run).some((item) => item instanceof Node && (targets?.includes(referredType(item, run)) ?? false));
}

/** Type that a Reference says it leads to, or that of the resource where that is at hand; the empty text where neither tells. */
function referredType({ value }: Node, run: Run): string {
  const reference = isObject(value) ? value['reference'] : undefined;
  if (typeof reference !== 'string') return isObject(value) && typeof value['type'] === 'string' ? value['type'] : '';
  const written = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/.*)?$/.exec(reference)?.[1];
  return written ?? String(run.resolve(reference)?.['resourceType'] ?? '');
}

function byProfile(question: Question): Matches {
  const { path, context } = question;
  const isReferred = RESOLVED.test(path);
  const types = partAt({ ...question, path: path.replace(RESOLVED, '') })?.element?.types ?? [];
  const urls = types.flatMap(({ profiles, targets }) => (isReferred ? targets : profiles));
  const find = compilePath(path);
  return (node, run) => find(node, run).some((item) => item instanceof Node && context.conforms(item, urls, run) === true);
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
