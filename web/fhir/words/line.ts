/** What an entry says at a glance. */
export interface Line {
  /** The thing itself: the vaccine, the diagnosis, the measurement with its value. */
  readonly title: string;
  /** What must not be overlooked: a result out of range. */
  readonly flag?: string | undefined;
  /** Clauses of one sentence; those that have nothing to say are undefined. */
  readonly clauses: readonly (string | undefined)[];
}
