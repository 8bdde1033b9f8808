import type { Field as FormField } from '../forms/index.ts';
import type { Bilingual } from '../kernel/index.ts';
import type { Condition } from '../life-course/index.ts';
import type { CodeTable, Element } from '../standards/index.ts';
import type { Field, Form, Programme, Section } from './contract.ts';
import { elementsOf } from './define.ts';

/** A national code table by its name in the standard; undefined where there is none. */
export type FindTable = (name: string) => CodeTable | undefined;

/** A field of a programme's form with its element, and as the form module checks and draws it. */
export interface ReadyField {
  readonly asked: Field;
  readonly element: Element;
  readonly field: FormField;
  /** Code of its section; of one that is filled in several times, with the number of the time: `medication#2`. */
  readonly section: string;
  /** It is asked only while this holds: its own condition, and that of its section. */
  readonly when: Condition | undefined;
}

/** The fields of a form in its order. @throws Error where an element or table is missing: a slip of the definition */
export function readyFields(programme: Programme, form: Form, findTable: FindTable): readonly ReadyField[] {
  const elements = elementsOf(programme);
  return form.sections.flatMap((section) =>
    rowsOf(section).flatMap((row) =>
      section.fields.map((asked) => {
        const element = elements.get(asked.name);
        if (!element) throw new Error(`${programme.code}: no element ${asked.name}`);
        const conditions = [section.when, asked.when].filter((one) => one !== undefined);
        return {
          ...{ asked, element, section: section.code + row, field: toField(asked, element, row, section.title, findTable) },
          when: conditions.length > 1 ? { all: conditions } : conditions[0],
        };
      }),
    ),
  );
}

/** How often a section is filled in: once, or as row `#1`, `#2` and so on. */
const rowsOf = ({ repeats }: Section): readonly string[] =>
  repeats === undefined ? [''] : Array.from({ length: repeats }, (_, index) => `#${index + 1}`);

const TYPES = {
  ...{ whole: 'whole', decimal: 'decimal', code: 'code', choices: 'codes', flag: 'flag', date: 'date', text: 'text' },
} as const satisfies Record<Element['type'], FormField['type']>;

function toField(asked: Field, element: Element, row: string, title: Bilingual, findTable: FindTable): FormField {
  const codes = codesOf(element, findTable);
  return {
    key: element.name + row,
    name: asked.title ?? element.title,
    type: TYPES[element.type],
    // whether it is required is known only with the other answers
    required: false,
    group: row === '' ? title : { zh: `${title.zh} ${row.slice(1)}`, en: `${title.en} ${row.slice(1)}` },
    ...(asked.hint ? { hint: asked.hint } : {}),
    ...(element.unit ? { unit: element.unit.text } : {}),
    ...(codes ? { codes } : {}),
    ...(element.possible ? { possible: element.possible } : {}),
    ...(element.usual ? { usual: element.usual } : {}),
    ...(element.element === undefined ? {} : { element: element.element }),
  };
}

/** The codes that an element may have; of a table of a standard, or of its own. */
export function codesOf({ name, domain, choices }: Element, findTable: FindTable): FormField['codes'] | undefined {
  if (choices) {
    const system = `urn:minkang:code-system:${name}`;
    return { system, all: choices, find: (code) => choices.find((one) => one.code === code) };
  }
  if (domain === undefined) return undefined;
  const table = findTable(domain);
  if (!table) throw new Error(`no code table ${domain}`);
  return table;
}
