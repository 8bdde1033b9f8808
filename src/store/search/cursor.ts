import { Problem } from '../../kernel/index.ts';

/** Where the last page ended: sort values and id of its last entry. Opaque to clients. */
export interface Cursor {
  readonly values: readonly string[];
  readonly id: string;
}

export const formatCursor = ({ values, id }: Cursor): string => Buffer.from(JSON.stringify([...values, id])).toString('base64url');

/**
 * @param length how many sort values are expected
 * @throws Problem parameter-invalid where the text is none that we gave out
 */
export function parseCursor(text: string, length: number): Cursor {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === length + 1 && parts.every((part) => typeof part === 'string')) {
      const [id = '', ...values] = [parts.at(-1), ...parts.slice(0, -1)];
      return { values, id };
    }
  } catch {
    // falls through to the same refusal
  }
  throw new Problem('parameter-invalid', 'The page link is damaged', { at: '_cursor' });
}
