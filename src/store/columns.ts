import type { Fragment, Sql } from './database.ts';

/** Parts the values of a column; FHIR has it in no string, and JSON writes it escaped. */
const BETWEEN = '\u001e';

/**
 * A column of values as one text which the database takes apart: several times faster than an array, of which the driver
 * escapes every quote. Nothing and the empty text are null; in a value, the separator becomes U+FFFD.
 */
export function column(sql: Sql, values: readonly (string | number | undefined)[]): Fragment {
  const text = values.join(BETWEEN);
  const isClean = separatorsIn(text) < values.length;
  const packed = isClean ? text : values.map((value) => String(value ?? '').replaceAll(BETWEEN, '\ufffd')).join(BETWEEN);
  return sql`string_to_array(${packed}, ${BETWEEN}, '')`;
}

function separatorsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(BETWEEN); at >= 0; at = text.indexOf(BETWEEN, at + 1)) count++;
  return count;
}
