import type { Language } from './language.ts';

/** What is wrong with one field of a form. */
export interface FieldFault {
  readonly at: string;
  readonly kind: 'impossible' | 'improbable';
  readonly text: { readonly zh: string; readonly en: string };
}

interface FailureFacts {
  readonly status: number;
  readonly code: string;
  readonly titles: { readonly zh: string; readonly en: string };
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
  readonly faults?: readonly FieldFault[] | undefined;
}

/** A call that was answered with an error, or not at all (`status` 0). */
export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  readonly titles: FailureFacts['titles'];
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  readonly faults: readonly FieldFault[];

  constructor(facts: FailureFacts) {
    super(facts.titles.en);
    this.name = 'Failure';
    this.status = facts.status;
    this.code = facts.code;
    this.titles = facts.titles;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.faults = facts.faults ?? [];
  }
}

/** What to say of anything thrown; bugs of the console itself have no words of their own. */
export function titleOf(error: unknown, language: Language): string | undefined {
  return error instanceof Failure ? error.titles[language] : undefined;
}
