import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

describe('the export of a list', () => {
  it('quotes cells that hold a separator, a quote or a line break', () => {
    const lines = [['a', 'b,c', 'd"e', 'f\ng', undefined]];

    const text = toCsv(lines);

    expect(text).toBe('a,"b,c","d""e","f\ng",');
  });

  it('keeps spreadsheets from running a name as a formula', () => {
    const text = toCsv([['=cmd()', '-1', '李明']]);

    expect(text).toBe("'=cmd(),'-1,李明");
  });
});
