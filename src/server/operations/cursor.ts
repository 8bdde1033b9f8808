import { z } from 'zod';
import { Problem } from '../../kernel/index.ts';

/** Where a list in the order of time goes on: the instant with microseconds, and what tells two of one instant apart. */
interface TimeKey {
  readonly at: string;
  readonly id: string;
}

export const writeCursor = ({ at, id }: TimeKey): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** @throws Problem parameter-invalid */
export function readCursor(text: string | undefined, id: z.ZodType<string>): TimeKey | undefined {
  if (text === undefined) return undefined;
  const form = z.tuple([z.iso.datetime({ precision: 6 }), id]);
  const parsed = form.safeParse(parseOrUndefined(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw new Problem('parameter-invalid', 'The page link is damaged', { at: 'cursor' });
  return { at: parsed.data[0], id: parsed.data[1] };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
