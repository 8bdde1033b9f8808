import type { ProfileNode } from './tree.ts';

/** The profile behind a canonical address, as a tree; undefined where it is not known. */
export type FindTree = (url: string) => ProfileNode | undefined;

/** A step of the path of a discriminator. https://hl7.org/fhir/R4/profiling.html#discriminator */
type Step =
  | { readonly kind: 'child'; readonly name: string }
  | { readonly kind: 'extension'; readonly url: string }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'resolve' };

const STEP = /extension\(\s*'([^']*)'\s*\)|ofType\(\s*([\w.]+)\s*\)|(resolve)\(\)|(\$this)|([A-Za-z][A-Za-z0-9]*)/g;

/** `$this` is no step. */
export function steps(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].flatMap(([, url, type, resolve, self, name]): Step[] => {
    if (url !== undefined) return [{ kind: 'extension', url }];
    if (type !== undefined) return [{ kind: 'type', type: type.replace(/^FHIR\./, '') }];
    if (resolve !== undefined) return [{ kind: 'resolve' }];
    return self === undefined && name !== undefined ? [{ kind: 'child', name }] : [];
  });
}

/** What a profile says at a path within an element: `coding.code`; undefined where it says nothing of it. */
export function nodeAt(node: ProfileNode, path: string, find: FindTree): ProfileNode | undefined {
  let found: ProfileNode | undefined = node;
  for (const step of steps(path)) found = found && stepFrom(found, step, find);
  return found;
}

export function stepFrom(node: ProfileNode, step: Step, find: FindTree): ProfileNode | undefined {
  switch (step.kind) {
    case 'child':
      return node.children.get(step.name) ?? withinTypes(node, find)?.children.get(step.name);
    case 'extension':
      return node.children.get('extension')?.slices.find((slice) => isExtension(slice, step.url));
    case 'type':
      return node.slices.find(({ element }) => element?.types.some(({ code }) => code === step.type)) ?? node;
    case 'resolve':
      return treeOf(node.element?.types.flatMap(({ targets }) => targets) ?? [], find);
  }
}

/** What the profiles say that the type of an element follows. */
function withinTypes({ element }: ProfileNode, find: FindTree): ProfileNode | undefined {
  return treeOf(element?.types.flatMap(({ profiles }) => profiles) ?? [], find);
}

const treeOf = (urls: readonly string[], find: FindTree): ProfileNode | undefined => {
  const [only, ...others] = urls;
  return only !== undefined && others.length === 0 ? find(only) : undefined;
};

function isExtension({ element, children }: ProfileNode, url: string): boolean {
  return (
    children.get('url')?.element?.expected?.value === url ||
    (element?.types.some(({ profiles }) => profiles.includes(url)) ?? false)
  );
}
