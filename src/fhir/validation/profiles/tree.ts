import { structureOf } from '../../structures/index.ts';
import type { ProfileElement } from './definition.ts';

/** An element of a profile with what the profile says of its children and slices. */
export interface ProfileNode {
  /** undefined where the differential passes over this element to its children. */
  readonly element: ProfileElement | undefined;
  /** By element name, without `[x]`. */
  readonly children: Map<string, ProfileNode>;
  readonly slices: ProfileNode[];
  /** The element whose content this one has too: `Questionnaire.item` for `Questionnaire.item.item`. */
  content?: ProfileNode;
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
    slicesFor(childOf(parent, name), element.sliceName).push(slice);
    return slice;
  }
  const before = childOf(parent, name);
  const node = { ...before, element: before.element ? refine(before.element, element) : element };
  parent.children.set(name, node);
  return node;
}

/** A slice `a/b` is a slice of the slice `a`. https://hl7.org/fhir/R4/profiling.html#reslicing */
function slicesFor({ slices }: ProfileNode, sliceName: string): ProfileNode[] {
  const outer = slices.findLast(({ element }) => sliceName.startsWith(`${element?.sliceName}/`));
  return outer ? slicesFor(outer, sliceName) : slices;
}

function childOf(parent: ProfileNode, name: string): ProfileNode {
  const found = parent.children.get(name);
  if (found) return found;
  const made = emptyNode(undefined);
  parent.children.set(name, made);
  return made;
}

const emptyNode = (element: ProfileElement | undefined): ProfileNode => ({ element, children: new Map(), slices: [] });

/**
 * What a profile and the one it is based on say together; this is how a snapshot comes from a differential.
 * https://hl7.org/fhir/R4/profiling.html#snapshot
 */
export function merge(base: ProfileNode, own: ProfileNode): ProfileNode {
  const children = new Map(
    [...base.children].map(([name, child]) => [name, merge(child, own.children.get(name) ?? emptyNode(undefined))]),
  );
  for (const [name, child] of own.children) if (!children.has(name)) children.set(name, merge(emptyNode(undefined), child));
  const slices = base.slices.map((slice) =>
    merge(slice, own.slices.find((other) => isSameSlice(slice, other)) ?? emptyNode(undefined)),
  );
  for (const added of own.slices) if (!base.slices.some((slice) => isSameSlice(slice, added))) addSlice(slices, added);
  const element = base.element && own.element ? refine(base.element, own.element) : (own.element ?? base.element);
  return { element, children, slices };
}

/** A slice of a slice that the base has made goes there. */
function addSlice(slices: ProfileNode[], added: ProfileNode): void {
  const name = added.element?.sliceName ?? '';
  const outer = slices.find(({ element }) => name.startsWith(`${element?.sliceName}/`));
  if (outer) addSlice(outer.slices, added);
  else slices.push(merge(emptyNode(undefined), added));
}

const isSameSlice = (one: ProfileNode, other: ProfileNode): boolean => one.element?.sliceName === other.element?.sliceName;

/** A profile says more than its base, never less. */
function refine(base: ProfileElement, own: ProfileElement): ProfileElement {
  const keys = new Set(own.constraints.map(({ key }) => key));
  const { slicing = base.slicing } = own;
  return {
    ...own,
    min: Math.max(base.min, own.min),
    max: Math.min(base.max, own.max),
    types: own.types.length > 0 ? own.types : base.types,
    expected: own.expected ?? base.expected,
    bounds: [...base.bounds, ...own.bounds],
    maxLength: Math.min(base.maxLength, own.maxLength),
    slicing:
      slicing && slicing.discriminators.length === 0 && base.slicing
        ? { ...slicing, discriminators: base.slicing.discriminators }
        : slicing,
    valueSet: own.valueSet ?? base.valueSet,
    isModifier: own.isModifier || base.isModifier,
    constraints: [...base.constraints.filter(({ key }) => !keys.has(key)), ...own.constraints],
  };
}

/**
 * Gives an element that R4 defines by pointing at another, such as `Observation.component.referenceRange`, what the profile
 * says of the other. https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.contentReference
 */
export function shareContent(root: ProfileNode, type: string): ProfileNode {
  const places = new Map<string, ProfileNode>();
  const visit = (node: ProfileNode, name: string, work: (node: ProfileNode, name: string) => void) => {
    work(node, name);
    for (const [key, child] of node.children) if (structureOf(`${name}.${key}`)) visit(child, `${name}.${key}`, work);
  };
  visit(root, type, (node, name) => places.set(name, node));
  visit(root, type, (node, name) => {
    for (const element of structureOf(name)?.elements.values() ?? []) {
      const [first] = element.types;
      const shared = first?.name === 'BackboneElement' ? places.get(first.structure) : undefined;
      if (shared && first?.structure !== `${name}.${element.name}`) childOf(node, element.name).content = shared;
    }
  });
  return root;
}
