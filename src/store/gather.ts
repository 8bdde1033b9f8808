/** Something asked for by itself, until it is answered. */
interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly answer: (answer: Answer) => void;
  readonly fail: (thrown: unknown) => void;
}

export interface GatherOptions<Asked, Answer> {
  /** Does what was gathered, and answers each in its order; a failure is of all. */
  readonly together: (asked: readonly Asked[]) => Promise<readonly Answer[]>;
  /** Does one by itself. */
  readonly alone: (asked: Asked) => Promise<Answer>;
  /** Two of the same are never under way at once: the second one follows. */
  readonly keyOf: (asked: Asked) => string;
  /** Whether after this failure each is worth being tried by itself. */
  readonly isOfOne: (thrown: unknown) => boolean;
}

/** So many at most are done together: what is gathered stays small against memory and locks. */
const MOST = 64;
/** So many times something gathered is under way at once. */
const FLIGHTS = 1;
/** Who asked with others a moment ago mostly asks again with them: they wait so long for one another. */
const TOGETHER_MS = 2;
/** What takes longer than this waits for something: it no longer keeps others from being done, until so many do. */
const [SLOW_MS, MOST_SLOW] = [40, 6];

/**
 * Does together what is asked for at the same time: what comes while something is under way is done next, in one. Nobody who asks
 * alone waits. One that fails fails alone: the others of its group are then done each by itself, in their order.
 */
export class Gatherer<Asked, Answer> {
  readonly #options: GatherOptions<Asked, Answer>;
  #waiting: Waiting<Asked, Answer>[] = [];
  /** Of what is under way. */
  readonly #keys = new Set<string>();
  #flying = 0;
  #slow = 0;
  /** How many were done together the last time. */
  #expected = 1;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: GatherOptions<Asked, Answer>) {
    this.#options = options;
  }

  ask(asked: Asked): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ asked, answer, fail });
      this.#look();
    });
  }

  #look(): void {
    if (this.#flying >= FLIGHTS || this.#waiting.length === 0) return;
    if (this.#waiting.length >= Math.min(this.#expected, MOST)) {
      this.#begin();
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#flying < FLIGHTS && this.#waiting.length > 0) this.#begin();
    }, TOGETHER_MS);
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const group = this.#take();
    if (group.length === 0) return;
    const keys = group.map(({ asked }) => this.#options.keyOf(asked));
    for (const key of keys) this.#keys.add(key);
    this.#flying++;
    let isSlow = false;
    const slow = setTimeout(() => {
      if (this.#slow >= MOST_SLOW) return;
      isSlow = true;
      this.#slow++;
      this.#flying--;
      this.#expected = 1;
      this.#look();
    }, SLOW_MS);
    void this.#fly(group).finally(() => {
      clearTimeout(slow);
      for (const key of keys) this.#keys.delete(key);
      if (isSlow) this.#slow--;
      else this.#flying--;
      this.#expected = group.length;
      this.#look();
    });
  }

  /** The next of those that wait, of each key one, and of none that is under way. */
  #take(): readonly Waiting<Asked, Answer>[] {
    const group = new Map<string, Waiting<Asked, Answer>>();
    const rest: Waiting<Asked, Answer>[] = [];
    for (const one of this.#waiting) {
      const key = this.#options.keyOf(one.asked);
      if (group.size < MOST && !group.has(key) && !this.#keys.has(key)) group.set(key, one);
      else rest.push(one);
    }
    this.#waiting = rest;
    return [...group.values()];
  }

  async #fly(group: readonly Waiting<Asked, Answer>[]): Promise<void> {
    const [first] = group;
    if (group.length === 1 && first) return this.#alone(first);
    try {
      const answers = await this.#options.together(group.map(({ asked }) => asked));
      for (const [index, one] of group.entries()) one.answer(answers[index] as Answer);
    } catch (thrown) {
      if (this.#options.isOfOne(thrown)) for (const one of group) await this.#alone(one);
      else for (const one of group) one.fail(thrown);
    }
  }

  async #alone({ asked, answer, fail }: Waiting<Asked, Answer>): Promise<void> {
    await this.#options.alone(asked).then(answer, fail);
  }
}
