import { impossible } from '../../forms/index.ts';
import { type FreshRow, insertFile, readWorkbook, rowsByKey } from '../../imports/index.ts';
import type { Database } from '../../store/index.ts';
import { type CheckedContact, type Checking, checkContacts } from './check-rows.ts';
import { type ContactSheet, WHO } from './sheet.ts';

/** Kind of the files of contacts. */
export const CONTACTS = 'contacts';
const AT_ONCE = 500;

/**
 * Looks at a workbook of contacts and keeps it: each row with what is wrong in it, and whom it concerns. Writes no contact.
 * @returns the id under which it is kept
 * @throws Problem import-unreadable
 */
export async function lookAtContacts(
  database: Database,
  sheet: ContactSheet,
  { name, content, owner }: { readonly name: string; readonly content: Uint8Array; readonly owner: string },
  checking: Omit<Checking, 'sql'>,
): Promise<string> {
  const { keys, rows } = rowsByKey(sheet.columns, readWorkbook(content));
  const fresh: FreshRow[] = [];
  const lines = new Map<string, number>();
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const page = await checkContacts(sheet, rows.slice(from, from + AT_ONCE), { ...checking, sql: database.sql });
    fresh.push(...page.map((row) => toFresh(row, lines)));
  }
  const { programme, activity, form } = sheet.task;
  const about = { programme: programme.code, version: programme.version, activity: activity.code, form: form.code };
  return database.begin((tx) => insertFile(tx, { kind: CONTACTS, owner, name, headings: keys, rows: fresh, about }));
}

/** @param lines of residents and days met so far: who stands twice on a day is meant once */
function toFresh({ line, given, faults, course, on, isKnown }: CheckedContact, lines: Map<string, number>): FreshRow {
  const key = course && `${course.resident} ${on}`;
  const before = key === undefined ? undefined : lines.get(key);
  if (key !== undefined && before === undefined) lines.set(key, line);
  const all =
    before === undefined
      ? faults
      : [...faults, impossible(WHO.number, `与第 ${before} 行为同一居民同一日`, `The same resident and day as line ${before}`)];
  const isWrong = all.some(({ kind }) => kind === 'impossible');
  return { line, given, faults: all, resident: course?.resident, outcome: isWrong ? 'wrong' : isKnown ? 'known' : 'new' };
}
