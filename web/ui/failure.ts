import type { Language } from './language.ts';

interface FailureFacts {
  readonly status: number;
  readonly code: string;
  readonly titles: { readonly zh: string; readonly en: string };
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
}

/** A call that was answered with an error, or not at all (`status` 0). */
export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  readonly titles: FailureFacts['titles'];
  readonly detail: string | undefined;
  readonly requestId: string | undefined;

  constructor(facts: FailureFacts) {
    super(facts.titles.en);
    this.name = 'Failure';
    this.status = facts.status;
    this.code = facts.code;
    this.titles = facts.titles;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
  }
}

/** What to say of anything thrown; bugs of the console itself have no words of their own. */
export function titleOf(error: unknown, language: Language): string | undefined {
  return error instanceof Failure ? error.titles[language] : undefined;
}
