import type { SearchParameter } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

/** A parameter of a query as given: `code:modifier=value`. */
export interface Given {
  readonly type: string;
  readonly parameter: SearchParameter;
  readonly modifier: string | undefined;
  readonly value: string;
  /** As written, for messages. */
  readonly name: string;
}

export const unsupported = (name: string, modifier: string) =>
  new Problem('parameter-unsupported', `The modifier :${modifier} is not supported here`, { at: name });
