import type { Bilingual } from '../../kernel/index.ts';

export interface Concept {
  readonly code: string;
  readonly name: Bilingual;
}

/** `prefix`: below the longest other code that it begins with. `tens`: 21 to 29 below 20. */
export type Grouping = 'prefix' | 'tens';

/** A code system small enough to stand in the program: codes with names in both languages. */
export interface CodeTable {
  /** URI of the system. */
  readonly system: string;
  readonly standard: string;
  readonly version: string;
  readonly all: readonly Concept[];
  /** How codes stand below each other, where they do. */
  readonly grouping: Grouping | undefined;
  find(code: string): Concept | undefined;
}

/** @param rows code, Chinese name, English name */
export function codeTable(
  system: string,
  standard: string,
  version: string,
  rows: readonly (readonly [string, string, string])[],
  grouping?: Grouping,
): CodeTable {
  const all = rows.map(([code, zh, en]) => ({ code, name: { zh, en } }));
  const byCode = new Map(all.map((concept) => [concept.code, concept]));
  return { system, standard, version, all, grouping, find: (code) => byCode.get(code) };
}

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** A FHIR Coding with the Chinese name as display and the English one as its translation. */
export function bilingualCoding(system: string, code: string, { zh, en }: Bilingual) {
  const extension = [
    {
      url: TRANSLATION,
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: en },
      ],
    },
  ];
  return { system, code, display: zh, ...(en === zh ? {} : { _display: { extension } }) };
}

/** The Coding of a code of a table. @throws Error where the table does not have it: a slip of the program */
export function toCoding(table: CodeTable, code: string) {
  const concept = table.find(code);
  if (!concept) throw new Error(`${table.standard} has no code ${code}`);
  return bilingualCoding(table.system, code, concept.name);
}
