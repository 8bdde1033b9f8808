import type { FieldView } from '../../../../src/forms/contract.ts';

/** Fields under one heading. */
export interface Group {
  readonly key: string;
  readonly title: FieldView['group'];
  readonly fields: readonly FieldView[];
}

/** Fields by their headings, in the order of the form. */
export const toGroups = (fields: readonly FieldView[]): readonly Group[] =>
  [...Map.groupBy(fields, ({ group }) => group.zh)].map(([key, own]) => ({
    // part of an id, which has no blanks
    ...{ key: key.replaceAll(/\s/g, '-'), fields: own },
    title: own[0]?.group ?? { zh: key, en: key },
  }));
