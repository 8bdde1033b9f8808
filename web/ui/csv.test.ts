import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

describe('the export of a list', () => {
  it('quotes cells that hold a separator, a quote or a line break', () => {
    const lines = [['a', 'b,c', 'd"e', 'f\ng', undefined]];

    const text = toCsv(lines);

    expect(text).toBe('a,"b,c","d""e","f\ng",');
  });

  it('keeps spreadsheets from running a name as a formula', () => {
    const text = toCsv([['=cmd()', '-1', '+1', '@x', '李明']]);

    expect(text).toBe("'=cmd(),'-1,'+1,'@x,李明");
  });

  it('is read back as it was, but for the apostrophe', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '民', ',', '"', '\n', '\r', '=', ' ') });

    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (lines) => {
        const expected = lines.map((line) => line.map((one) => (/^[=\r]/.test(one) ? `'${one}` : one)));

        expect(readCsv(toCsv(lines))).toEqual(expected);
      }),
    );
  });
});

/** The slow and obvious reader: a character at a time. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let [line, cell, inside]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    if (inside && two === '""') {
      cell += '"';
      at += 1;
    } else if (text[at] === '"') inside = !inside;
    else if (!inside && text[at] === ',') {
      line.push(cell);
      cell = '';
    } else if (!inside && two === '\r\n') {
      lines.push([...line, cell]);
      [line, cell] = [[], ''];
      at += 1;
    } else cell += text[at];
  }
  return [...lines, [...line, cell]];
}
