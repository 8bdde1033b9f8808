import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { printedPages } from '../tools/printed-pages.ts';

test.each(Object.keys(printedPages))('docs/%s says what the program does', async (name) => {
  const page = printedPages[name];

  const printed = page?.();

  expect(printed).toBe(await readFile(new URL(`../docs/${name}`, import.meta.url), 'utf8'));
});
