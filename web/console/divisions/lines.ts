import type { DivisionRow } from '../../../src/platform/directory/contract.ts';

export interface Line {
  readonly code: string;
  readonly name: string;
  readonly english?: string;
}

/** As a line is typed: code, name, English name. */
export const lineOf = ({ code, name }: DivisionRow): string =>
  [code, name?.zh, name?.en === name?.zh ? undefined : name?.en].filter((part) => part !== undefined).join(', ');

/**
 * Lines as typed or pasted from a spreadsheet: parts are parted by a tab or a comma of either language, the code also by spaces.
 * @returns what was read, and the numbers of lines (from 1) that have no code or no name
 */
export function readLines(text: string): { readonly lines: readonly Line[]; readonly wrong: readonly number[] } {
  const read = text.split(/\r?\n/).map((line, index) => ({ at: index + 1, parts: partsOf(line), isEmpty: line.trim() === '' }));
  const given = read.filter(({ isEmpty }) => !isEmpty);
  const isRight = ({ parts: [code = '', name = ''] }: (typeof given)[number]) => /^\d{9}(?:\d{3})?$/.test(code) && name !== '';
  return {
    lines: given
      .filter(isRight)
      .map(({ parts: [code = '', name = '', english = ''] }) => ({ code, name, ...(english ? { english } : {}) })),
    wrong: given.filter((one) => !isRight(one)).map(({ at }) => at),
  };
}

function partsOf(line: string): string[] {
  const [, code = '', rest = ''] = /^\s*(\d+)[\s,，]*(.*)$/.exec(line) ?? [];
  const [name = '', ...english] = rest.split(/\t|[,，]/).map((part) => part.trim());
  return [code, name, english.filter(Boolean).join(', ')];
}
