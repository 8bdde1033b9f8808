import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Row, RowReader, readPieces, readRows } from './csv-rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minkang-csv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rowsOf(text: string | Buffer, name = 'rows.csv'): Promise<string[][]> {
  const file = join(folder, name);
  await writeFile(file, text);
  const rows: string[][] = [];
  await readRows(file, ({ bytes, starts, ends, count }) => {
    rows.push(Array.from({ length: count }, (_, cell) => Buffer.from(bytes.subarray(starts[cell], ends[cell])).toString('utf8')));
  });
  return rows;
}

describe('rows of a CSV file', () => {
  test.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n\n1,\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      '"a, b"," c ""d"""\n',
      [['a, b', 'c "d"']].map(([first = '']) => [first, 'c "d"'].map((cell, index) => (index === 1 ? ' c "d"' : cell))),
    ],
    ['"two\nlines",x\n', [['two\nlines', 'x']]],
    [' 王燕 , 1 \n', [['王燕', '1']]],
  ])('%j', async (text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });

  test('are read from a gzipped file', async () => {
    expect(await rowsOf(gzipSync('a,b\n1,2\n'), 'rows.csv.gz')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test('are what was written, whatever the cells hold', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '王', '"', ',', '\n', '1'), maxLength: 6 }).map((text) => `x${text}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
        const text = rows.map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect(await rowsOf(text)).toEqual(rows);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['UTF-16 with its mark', Buffer.from('\ufeff姓名,b\n王燕,2\n', 'utf16le'), '\ufeff姓名'],
    ['GB 18030', Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0x62, 0x0a, 0xcd, 0xf5, 0xd1, 0xe0, 0x2c, 0x32, 0x0a]), '姓名'],
  ])('are read in %s', async (_, bytes, heading) => {
    expect(await rowsOf(bytes)).toEqual([
      [heading.replace('\ufeff', ''), 'b'],
      ['王燕', '2'],
    ]);
  });

  test('in another encoding than those before are refused with their line', async () => {
    const pieces = Array.from({ length: 500_000 }, (_, row) => `${row},abcdef\n`).join('');
    await expect(rowsOf(Buffer.concat([Buffer.from(pieces), Buffer.from([0xcd, 0xf5, 0xd1, 0xe0, 0x2c, 0x32])]))).rejects.toThrow(
      /^line 500001: not in UTF-8/,
    );
  });

  test('an open quote is refused with its line', async () => {
    await expect(rowsOf('a,b\n1,"2\n3,4\n')).rejects.toThrow(/^line 2: /);
  });
});

test('pieces of a file are whole rows, wherever chunks of it end', async () => {
  const file = join(folder, 'large.csv');
  const cell = (row: number) => (row % 7 === 0 ? `"a ""b"",\n${row}"` : row % 5 === 0 ? `x"y${row}` : `王${row}`);
  const text = Array.from({ length: 400_000 }, (_, row) => `${row},${cell(row)}, ${cell(row + 1)}\n`).join('');
  for (const written of [text, text.replaceAll('"', '')]) {
    await writeFile(file, written);
    const whole: string[] = [];
    const inPieces: string[] = [];
    const note =
      (into: string[]) =>
      ({ bytes, starts, ends, count }: Row) => {
        into.push(`${count} ${Buffer.from(bytes.subarray(starts[0], ends[count - 1])).toString('utf8')}`);
      };

    new RowReader().read(Buffer.from(written), note(whole), true);
    let pieces = 0;
    await readPieces(file, (piece, isLast) => {
      pieces++;
      new RowReader().read(piece, note(inPieces), isLast);
    });

    expect(pieces).toBeGreaterThan(2);
    expect(inPieces.length).toBe(whole.length);
    expect(inPieces).toEqual(whole);
  }
});
