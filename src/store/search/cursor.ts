import { parseDateInterval } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';

/** Where the last page ended: sort values and id of its last entry. Opaque to clients. */
export interface Cursor {
  readonly values: readonly string[];
  readonly id: string;
}

export const formatCursor = ({ values, id }: Cursor): string =>
  Buffer.from(JSON.stringify([...values, id])).toString('base64url');

/**
 * @param length how many sort values are expected
 * @throws Problem parameter-invalid where the text is none that we gave out
 */
export function parseCursor(text: string, length: number): Cursor {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === length + 1 && parts.every(isPlain))
      return { values: parts.slice(0, -1), id: parts.at(-1) };
  } catch {
    // falls through to the same refusal
  }
  throw damaged();
}

const isPlain = (part: unknown): boolean => typeof part === 'string' && !part.includes('\u0000');

const INSTANT = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)\+00$/;

/** An instant as PostgreSQL wrote it. @throws Problem parameter-invalid where the cursor is of another order */
export function instantIn(value: string): string {
  const [, day, time] = INSTANT.exec(value) ?? [];
  const isInstant = day !== undefined && parseDateInterval(`${day}T${time}Z`) !== undefined;
  if (!isInstant && value !== '-infinity' && value !== 'infinity') throw damaged();
  return value;
}

/** A number as PostgreSQL wrote it. @throws Problem parameter-invalid where the cursor is of another order */
export function numberIn(value: string): string {
  if (!/^(?:-?Infinity|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.test(value)) throw damaged();
  // an exponent that no double has would be an error of the database
  return String(Number(value));
}

const damaged = () => new Problem('parameter-invalid', 'The page link is damaged', { at: '_cursor' });
