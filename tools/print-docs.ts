/** Prints the pages of docs/ that are made from the program: node tools/print-docs.ts */
import { writeFile } from 'node:fs/promises';
import { printedPages } from './printed-pages.ts';

for (const [name, page] of Object.entries(printedPages)) await writeFile(new URL(`../docs/${name}`, import.meta.url), page());
