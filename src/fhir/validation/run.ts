import { childrenNamed, type Environment, Node, resourceNode } from '../fhirpath/index.ts';
import { isObject } from '../resource.ts';
import { entriesByName } from './bundles.ts';
import type { Issue } from './issue.ts';
import type { StrictRule } from './strictness.ts';
import type { Terminology } from './terminology.ts';

/** Segments of a path below the resource; each list counts as one. */
const MAX_DEPTH = 120;
const MAX_ISSUES = 200;
/** References followed from one resource to the next. */
const MAX_HOPS = 6;

/** Checks one value, and tells the run what is wrong with it. */
export type Check = (value: unknown, run: Run) => void;
export type Fields = Readonly<Record<string, unknown>>;

/** The resource behind a reference text; undefined where it is not at hand. */
export type ResolveResource = (reference: string) => unknown;

/** What surrounds the element that is being checked. */
interface Frame {
  readonly resource: Fields;
  readonly rootResource: Fields;
  readonly isContained: boolean;
  /** The Bundles around it, the nearest first; the resource itself where it is one. */
  readonly bundles: readonly Fields[];
  /** Length of the path where the resource begins. */
  readonly depth: number;
}

const NOWHERE: Frame = { resource: {}, rootResource: {}, isContained: false, bundles: [], depth: 0 };

/** What a validation needs from outside. */
export interface World {
  /** ISO instant, for constraints that compare with the present. */
  now(): string;
  /** Checks a resource within the one being checked; `isContained` where it has no life of its own. */
  checkResource(value: unknown, run: Run, isContained: boolean): void;
  /** What is refused beyond R4. */
  readonly strict?: ReadonlySet<StrictRule>;
  /** Answers about value sets that cannot be counted out here. */
  readonly terminology?: Terminology | undefined;
  /** Checks an extension against its definition, where that is known. */
  checkExtension?(value: unknown, run: Run, isModifier: boolean): void;
  /** Whether an element follows a profile; undefined where the profile is not known. */
  conformsTo?(node: Node, profile: string, run: Run): boolean | undefined;
}

/** One validation: where it stands and what it has found. */
export class Run {
  readonly issues: Issue[] = [];
  readonly #path: (string | number)[] = [];
  #depth = 0;
  #reported = 0;
  #frame = NOWHERE;
  #environment: Environment | undefined;
  /** `#id` texts seen in the root resource. */
  #locals: Set<string> | undefined;
  /** Canonical address of the profile that is being checked. */
  #profile: string | undefined;
  #judged: Map<unknown, Map<string, boolean>> | undefined;
  #bundles: Map<Fields, ReadonlyMap<string, Fields>> | undefined;
  #hops = 0;
  readonly #start: string;
  readonly world: World;
  readonly #resolveOutside: ResolveResource | undefined;

  constructor(start: string, world: World, resolve?: ResolveResource) {
    this.#start = start;
    this.world = world;
    this.#resolveOutside = resolve;
  }

  push(segment: string | number): void {
    this.#path[this.#depth++] = segment;
  }

  pop(): void {
    this.#depth--;
  }

  /** False, with an issue, where the path is too long to go on. */
  mayDescend(): boolean {
    if (this.#depth <= MAX_DEPTH) return true;
    this.report('too-costly', `elements are nested deeper than ${MAX_DEPTH / 2}`);
    return false;
  }

  report(code: Issue['code'], detail: string, severity: Issue['severity'] = 'error'): void {
    this.#reported++;
    if (this.issues.length >= MAX_ISSUES) return;
    const profile = this.#profile === undefined ? {} : { profile: this.#profile };
    this.issues.push({ severity, code, at: this.#at(), detail, ...profile });
  }

  /** How many were found beyond those that are listed. */
  get unlisted(): number {
    return this.#reported - this.issues.length;
  }

  /** What is found is told to be against this profile. */
  following(profile: string, work: () => void): void {
    const before = this.#profile;
    this.#profile = profile;
    work();
    this.#profile = before;
  }

  /**
   * Whether `work` finds nothing wrong with a value by a profile. It is done once a value and profile; where it comes back to
   * the same within itself, nothing is wrong there.
   */
  judge(value: unknown, profile: string, work: () => void): boolean {
    this.#judged ??= new Map();
    const judged = this.#judged.get(value) ?? new Map<string, boolean>();
    this.#judged.set(value, judged);
    const known = judged.get(profile);
    if (known !== undefined) return known;
    judged.set(profile, true);
    const isSound = this.isSilent(work);
    judged.set(profile, isSound);
    return isSound;
  }

  /** Whether `work` finds nothing wrong; what it reports is forgotten. */
  isSilent(work: () => void): boolean {
    const [reported, listed] = [this.#reported, this.issues.length];
    work();
    const isSilent = this.#reported === reported;
    this.#reported = reported;
    this.issues.length = listed;
    return isSilent;
  }

  reportAt(segment: string | number, code: Issue['code'], detail: string, severity?: Issue['severity']): void {
    this.push(segment);
    this.report(code, detail, severity);
    this.pop();
  }

  #at(): string {
    let at = this.#start;
    for (let index = 0; index < this.#depth; index++) {
      const segment = this.#path[index];
      at += typeof segment === 'number' ? `[${segment}]` : `.${segment}`;
    }
    return at;
  }

  get rootResource(): Fields {
    return this.#frame.rootResource;
  }

  /** Runs `work` with the resource as `%resource`; a contained one keeps its container as `%rootResource`. */
  within(resource: Fields, isContained: boolean, work: () => void): void {
    const [frame, environment, locals] = [this.#frame, this.#environment, this.#locals];
    this.#frame = {
      resource,
      rootResource: isContained ? frame.rootResource : resource,
      isContained,
      bundles: resource['resourceType'] === 'Bundle' ? [resource, ...frame.bundles] : frame.bundles,
      depth: this.#depth,
    };
    this.#environment = undefined;
    if (!isContained) this.#locals = undefined;
    work();
    this.#frame = frame;
    this.#environment = environment;
    if (!isContained) this.#locals = locals;
  }

  /** Runs `work` on a resource that a reference leads to; false, and not run, where too many references were followed. */
  visit(resource: Fields, work: () => void): boolean {
    if (this.#hops >= MAX_HOPS) return false;
    // the path begins anew, so that a long way to the reference does not count
    const before = this.#path.splice(0, this.#depth);
    const isContained = this.#containedIn(this.#frame.rootResource).includes(resource);
    this.#hops++;
    this.#depth = 0;
    this.within(resource, isContained, work);
    this.#path.splice(0, this.#path.length, ...before);
    this.#depth = before.length;
    this.#hops--;
    return true;
  }

  /** The resource that a reference leads to, where it is at hand: contained, in a Bundle around, or known to the caller. */
  resolve(reference: string): Fields | undefined {
    const { rootResource, bundles } = this.#frame;
    if (reference === '#') return rootResource;
    if (reference.startsWith('#')) return this.#containedIn(rootResource).find(({ id }) => `#${id}` === reference);
    const name = reference.replace(/\/_history\/[^/]*$/, '');
    for (const bundle of bundles) {
      const found = this.#entriesOf(bundle).get(name);
      if (found) return found;
    }
    const found = this.#resolveOutside?.(reference);
    return isObject(found) ? found : undefined;
  }

  #entriesOf(bundle: Fields): ReadonlyMap<string, Fields> {
    this.#bundles ??= new Map();
    const index = this.#bundles.get(bundle) ?? entriesByName(bundle);
    this.#bundles.set(bundle, index);
    return index;
  }

  #containedIn({ contained }: Fields): readonly Fields[] {
    return Array.isArray(contained) ? contained.filter(isObject) : [];
  }

  /** The resource, and the elements from it to where the run stands, each with its name. */
  lineage(): readonly { readonly name: string; readonly node: Node }[] {
    const { resource, depth } = this.#frame;
    const found = [{ name: '', node: resourceNode(resource) }];
    for (let at = depth; at < this.#depth; at++) {
      const segment = this.#path[at];
      if (typeof segment !== 'string') continue;
      const next = this.#path[at + 1];
      const children = found.at(-1) ? childrenNamed(found.at(-1)?.node ?? resourceNode(resource), segment) : [];
      const child = children[typeof next === 'number' && at + 1 < this.#depth ? next : 0];
      if (!(child instanceof Node)) break;
      found.push({ name: segment, node: child });
    }
    return found;
  }

  /** Remembers a reference within the root resource: `#med1`. */
  noteLocal(text: string): void {
    this.#locals ??= new Set();
    this.#locals.add(text);
    // a contained resource may point at its container instead of being pointed at
    if (text === '#' && this.#frame.isContained) this.#locals.add(`#${this.#frame.resource['id']}`);
  }

  isNoted(id: unknown): boolean {
    return this.#locals?.has(`#${id}`) ?? false;
  }

  get environment(): Environment {
    this.#environment ??= this.#makeEnvironment();
    return this.#environment;
  }

  #makeEnvironment(): Environment {
    const resource = resourceNode(this.#frame.resource);
    const rootResource: Node = this.#frame.isContained ? resourceNode(this.#frame.rootResource) : resource;
    const { conformsTo } = this.world;
    return {
      resource,
      rootResource,
      now: () => this.world.now(),
      resolve: (reference) => {
        const found = this.resolve(reference);
        return found && resourceNode(found);
      },
      ...(conformsTo ? { conformsTo: (node: Node, profile: string) => conformsTo(node, profile, this) } : {}),
    };
  }
}
