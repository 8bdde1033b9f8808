import { type Environment, type Node, resourceNode } from '../fhirpath/index.ts';
import type { Issue } from './issue.ts';
import type { Terminology } from './terminology.ts';

/** Segments of a path below the resource; each list counts as one. */
const MAX_DEPTH = 120;
const MAX_ISSUES = 200;

/** Checks one value, and tells the run what is wrong with it. */
export type Check = (value: unknown, run: Run) => void;
export type Fields = Readonly<Record<string, unknown>>;

/** What surrounds the element that is being checked. */
interface Frame {
  readonly resource: Fields;
  readonly rootResource: Fields;
  readonly isContained: boolean;
}

/** What a validation needs from outside. */
export interface World {
  /** ISO instant, for constraints that compare with the present. */
  now(): string;
  /** Checks a resource within the one being checked; `isContained` where it has no life of its own. */
  checkResource(value: unknown, run: Run, isContained: boolean): void;
  /** Answers about value sets that cannot be counted out here. */
  readonly terminology?: Terminology | undefined;
}

/** One validation: where it stands and what it has found. */
export class Run {
  readonly issues: Issue[] = [];
  readonly #path: (string | number)[] = [];
  #depth = 0;
  #reported = 0;
  #frame: Frame = { resource: {}, rootResource: {}, isContained: false };
  #environment: Environment | undefined;
  /** `#id` texts seen in the root resource. */
  #locals: Set<string> | undefined;
  readonly #start: string;
  readonly world: World;

  constructor(start: string, world: World) {
    this.#start = start;
    this.world = world;
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
    if (this.issues.length < MAX_ISSUES) this.issues.push({ severity, code, at: this.#at(), detail });
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

  reportAt(segment: string | number, code: Issue['code'], detail: string): void {
    this.push(segment);
    this.report(code, detail);
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
    this.#frame = { resource, rootResource: isContained ? frame.rootResource : resource, isContained };
    this.#environment = undefined;
    if (!isContained) this.#locals = undefined;
    work();
    this.#frame = frame;
    this.#environment = environment;
    if (!isContained) this.#locals = locals;
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
    return { resource, rootResource, now: () => this.world.now() };
  }
}
