import type { ProfileElement } from './definition.ts';

/** An element of a profile with what the profile says of its children and slices. */
export interface ProfileNode {
  /** undefined where the differential passes over this element to its children. */
  readonly element: ProfileElement | undefined;
  /** By element name, without `[x]`. */
  readonly children: Map<string, ProfileNode>;
  readonly slices: ProfileNode[];
}

/** The elements of a snapshot or a differential, which are in order, as a tree. */
export function toTree(elements: readonly ProfileElement[]): ProfileNode {
  const [first] = elements;
  const hasRoot = first !== undefined && !first.path.includes('.');
  const root = emptyNode(hasRoot ? first : undefined);
  const open = [{ path: first?.path.replace(/\..*$/, '') ?? '', node: root }];
  for (const element of hasRoot ? elements.slice(1) : elements) {
    const parent = openParent(element.path, open);
    const node = place(element, parent);
    open.push({ path: element.path, node });
  }
  return root;
}

type Open = { readonly path: string; readonly node: ProfileNode }[];

/** The node whose child has this path; elements that the differential passes over are made on the way. */
function openParent(path: string, open: Open): ProfileNode {
  const parentPath = path.slice(0, path.lastIndexOf('.'));
  while (open.length > 1 && !`${parentPath}.`.startsWith(`${open.at(-1)?.path}.`)) open.pop();
  const top = open.at(-1);
  if (!top) throw new Error('the tree has no root');
  let { path: at, node } = top;
  for (const name of parentPath.slice(at.length + 1).split('.')) {
    if (name === '') continue;
    at = `${at}.${name}`;
    node = childOf(node, name.replace('[x]', ''));
    open.push({ path: at, node });
  }
  return node;
}

function place(element: ProfileElement, parent: ProfileNode): ProfileNode {
  const name = element.path.slice(element.path.lastIndexOf('.') + 1).replace('[x]', '');
  if (element.sliceName !== undefined) {
    const slice = emptyNode(element);
    childOf(parent, name).slices.push(slice);
    return slice;
  }
  const node = { ...childOf(parent, name), element };
  parent.children.set(name, node);
  return node;
}

function childOf(parent: ProfileNode, name: string): ProfileNode {
  const found = parent.children.get(name);
  if (found) return found;
  const made = emptyNode(undefined);
  parent.children.set(name, made);
  return made;
}

const emptyNode = (element: ProfileElement | undefined): ProfileNode => ({ element, children: new Map(), slices: [] });

/** What a profile says at a path within an element: `coding.code`; undefined where it says nothing of it. */
export function nodeAt(node: ProfileNode, path: string): ProfileNode | undefined {
  let found: ProfileNode | undefined = node;
  for (const step of steps(path)) found = found?.children.get(step);
  return found;
}

/** Steps that name elements; `$this`, `resolve()` and `ofType(X)` stay where they are. */
export const steps = (path: string): readonly string[] =>
  path.split(/\.(?![^(]*\))/).filter((step) => step !== '$this' && !step.includes('('));
