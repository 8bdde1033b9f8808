import type { FactValue } from '../../../src/life-course/contract.ts';
import type { ContactFieldView } from '../../../src/programmes/contract.ts';
import type { QueuedContact } from '../app/offline/queue-state.ts';
import type { There } from './there.ts';

/** A field as it was when the form was taken along, as it was filled in here, and as somebody else filled it in. */
export interface Compared {
  readonly field: ContactFieldView;
  readonly before: { readonly value: FactValue; readonly on: string } | undefined;
  readonly mine: FactValue | undefined;
  readonly theirs: FactValue | undefined;
  readonly differs: boolean;
}

/** Fields in which something stands, in the order of the form. Pure. */
export function sideBySide({ values, known }: Pick<QueuedContact, 'values' | 'known'>, there: There): readonly Compared[] {
  return there.fields.flatMap((field) => {
    const [mine, theirs, before] = [values[field.key] ?? undefined, there.values[field.key], known[field.key]];
    if (mine === undefined && theirs === undefined) return [];
    return [{ field, before, mine, theirs, differs: theirs !== undefined && mine !== theirs && field.value === undefined }];
  });
}
