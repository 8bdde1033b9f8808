/** How long a look is good enough for `soon`. */
const GOOD_MS = 1000;
/** A change that is being written may be committed this much later. */
const EXPECTED_MS = 10_000;

/** Looks for changes: one look at a time, and no more often than whoever asks needs. */
export class Refresher {
  readonly #look: () => Promise<void>;
  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #expectedUntil = Number.NEGATIVE_INFINITY;

  constructor(look: () => Promise<void>) {
    this.#look = look;
  }

  /** A look that begins after this call. */
  now(): Promise<void> {
    if (!this.#running) return this.#start();
    // one that is under way may have begun before what the asker knows of
    this.#waiting ??= this.#running.then(
      () => this.#startWaiting(),
      () => this.#startWaiting(),
    );
    return this.#waiting;
  }

  /** A look that is at most a second old; a new one while a change of this process is expected. */
  async soon(): Promise<void> {
    const now = performance.now();
    if (now < this.#expectedUntil || now - this.#lookedAt > GOOD_MS) await this.now();
  }

  expectChange(): void {
    this.#expectedUntil = performance.now() + EXPECTED_MS;
  }

  #startWaiting(): Promise<void> {
    this.#waiting = undefined;
    return this.#start();
  }

  #start(): Promise<void> {
    const startedAt = performance.now();
    this.#running = this.#look()
      .then(() => {
        this.#lookedAt = startedAt;
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}
