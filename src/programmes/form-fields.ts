import type { Field as FormField } from '../forms/index.ts';
import type { CodeTable, Element } from '../standards/index.ts';
import type { Field, Form, Programme } from './contract.ts';
import { elementsOf } from './define.ts';

/** A national code table by its name in the standard; undefined where there is none. */
export type FindTable = (name: string) => CodeTable | undefined;

/** A field of a programme's form with its element, and as the form module checks and draws it. */
export interface ReadyField {
  readonly asked: Field;
  readonly element: Element;
  readonly field: FormField;
}

/** The fields of a form in its order. @throws Error where an element or table is missing: a slip of the definition */
export function readyFields(programme: Programme, form: Form, findTable: FindTable): readonly ReadyField[] {
  const elements = elementsOf(programme);
  return form.sections.flatMap((section) =>
    section.fields.map((asked) => {
      const element = elements.get(asked.name);
      if (!element) throw new Error(`${programme.code}: no element ${asked.name}`);
      return { asked, element, field: toField(asked, element, section.title, findTable) };
    }),
  );
}

const TYPES = {
  ...{ whole: 'whole', decimal: 'decimal', code: 'code', choices: 'codes', flag: 'flag', date: 'date', text: 'text' },
} as const satisfies Record<Element['type'], FormField['type']>;

function toField(asked: Field, element: Element, group: FormField['group'], findTable: FindTable): FormField {
  const codes = codesOf(element, findTable);
  return {
    key: element.name,
    name: asked.title ?? element.title,
    type: TYPES[element.type],
    // what is asked only of some is required only of them
    required: asked.required === true && asked.when === undefined,
    ...(group ? { group } : {}),
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
