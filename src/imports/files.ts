import type { Field } from '../forms/index.ts';
import type { Bilingual } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import { readRows, type StoredRow } from './import-store.ts';
import { titleOf } from './preview.ts';
import { writeWorkbook } from './workbook.ts';

type Language = 'zh' | 'en';

const words = {
  zh: { codes: '代码', notes: '说明', line: '行', outcome: '结果', resident: '居民标识', why: '原因' },
  en: {
    codes: 'Codes',
    notes: 'Notes',
    line: 'Line',
    outcome: 'Outcome',
    resident: 'Resident',
    why: 'Reason',
  },
} as const;

const outcomes = {
  new: { zh: '未写入', en: 'Not written' },
  known: { zh: '未写入', en: 'Not written' },
  wrong: { zh: '有误，未写入', en: 'Wrong, not written' },
  created: { zh: '已新建', en: 'Created' },
  updated: { zh: '已更新', en: 'Updated' },
  unchanged: { zh: '已存在，未改动', en: 'Known, left as it was' },
  refused: { zh: '被拒绝', en: 'Refused' },
} as const;

/** What a workbook holds: the name of its sheet, and its columns. */
export interface Template {
  readonly sheet: Bilingual;
  readonly columns: readonly Field[];
}

/** An empty file to be filled in: headings, codes and notes. */
export function templateOf({ sheet, columns }: Template, language: Language): Buffer {
  const { codes, notes } = words[language];
  const codeLines = columns.flatMap(({ name, codes: table }) =>
    (table?.all ?? []).map((one) => [name[language], one.code, one.name[language]]),
  );
  const noteLines = columns.map(({ name, element, required, hint, unit }) => [
    name[language],
    element ?? '',
    unit ?? '',
    required ? (language === 'zh' ? '必填' : 'Required') : '',
    hint?.[language] ?? '',
  ]);
  return writeWorkbook([
    { name: sheet[language], lines: [columns.map(({ name }) => name[language])] },
    {
      name: codes,
      lines: [
        [language === 'zh' ? '列' : 'Column', language === 'zh' ? '代码' : 'Code', language === 'zh' ? '名称' : 'Name'],
        ...codeLines,
      ],
    },
    { name: notes, lines: [[language === 'zh' ? '列' : 'Column', 'WS 363', '', '', ''], ...noteLines] },
  ]);
}

const PAGE = 2000;

/** What became of each row: which resident it is, or why it was not written. Names nobody: the line tells who it was. */
export async function resultOf(sql: Sql, file: string, { sheet, columns }: Template, language: Language): Promise<Buffer> {
  const { line, outcome, resident, why } = words[language];
  const lines: string[][] = [[line, outcome, resident, why]];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const rows: StoredRow[] = await readRows(sql, file, { after, limit: PAGE });
    lines.push(
      ...rows.map((row) => [
        String(row.line),
        outcomes[row.outcome][language],
        row.resident ?? '',
        reasonOf(row, columns, language),
      ]),
    );
    after = rows.length < PAGE ? undefined : rows.at(-1)?.line;
  }
  return writeWorkbook([{ name: sheet[language], lines }]);
}

function reasonOf({ outcome, problem, faults }: StoredRow, columns: readonly Field[], language: Language): string {
  if (problem) return titleOf(problem)[language];
  if (outcome !== 'wrong') return '';
  const names = new Map(columns.map(({ key, name }) => [key, name[language]]));
  return faults.map(({ at, text }) => `${names.get(at) ?? at}: ${text[language]}`).join('; ');
}
