import { z } from 'zod';
import { Problem, parseOrUndefined } from '../../kernel/index.ts';

/** Where a list in the order of time goes on: the instant with microseconds, and what tells two of one instant apart. */
interface TimeKey {
  readonly at: string;
  readonly id: string;
}

export const writeCursor = ({ at, id }: TimeKey): string => encodeCursor([at, id]);

/** @throws Problem parameter-invalid */
export function readCursor(text: string | undefined, id: z.ZodType<string>): TimeKey | undefined {
  const [at, last] = decodeCursor(text, z.tuple([z.iso.datetime({ precision: 6 }), id])) ?? [];
  return at === undefined || last === undefined ? undefined : { at, id: last };
}

/** What a list is ordered by, of the last line of a page. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** @throws Problem parameter-invalid */
export function decodeCursor<Form extends z.ZodType>(text: string | undefined, form: Form): z.output<Form> | undefined {
  if (text === undefined) return undefined;
  const parsed = form.safeParse(parseOrUndefined(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw new Problem('parameter-invalid', 'The page link is damaged', { at: 'cursor' });
  return parsed.data;
}
