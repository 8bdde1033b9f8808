import type { FieldView } from '../../../src/forms/contract.ts';
import type { Form, ProgrammeDetail } from '../../../src/programmes/contract.ts';

/** How many rows of a section that repeats are printed empty. */
const MOST_ROWS = 3;

/** A form to be filled in by hand, with some of the rows that repeat. */
export const emptyFields = (fields: readonly FieldView[]): readonly FieldView[] =>
  fields.filter(({ key }) => Number(key.split('#')[1] ?? 0) <= MOST_ROWS);

/** The fields of a form as paper shows them, of nobody in particular: all that may be asked. */
export const paperFields = (form: Form, words: ProgrammeDetail['words']): readonly FieldView[] =>
  form.sections.flatMap((section) =>
    rowsOf(section.repeats).flatMap((row) =>
      section.fields.map((field): FieldView => {
        const element = words[field.name];
        const { zh, en } = section.title;
        return {
          key: field.name + row,
          name: field.title ?? element?.title ?? { zh: field.name, en: field.name },
          type: element === undefined ? 'text' : element.type === 'choices' ? 'codes' : element.type,
          required: field.required === true && row === '',
          group: row === '' ? section.title : { zh: `${zh} ${row.slice(1)}`, en: `${en} ${row.slice(1)}` },
          ...(element?.unit ? { unit: element.unit } : {}),
          ...(element?.options ? { options: element.options } : {}),
        };
      }),
    ),
  );

const rowsOf = (repeats: number | undefined): readonly string[] =>
  repeats === undefined ? [''] : Array.from({ length: Math.min(repeats, MOST_ROWS) }, (_, at) => `#${at + 1}`);
