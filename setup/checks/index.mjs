import { consoleSize } from './console-size.mjs';
import { imports } from './imports.mjs';
import { licences } from './licences.mjs';
import { lint, types } from './types.mjs';
import { unused } from './unused.mjs';

/** What is checked without running the program, in this order. */
export const checks = [
  { title: 'types of server and console', run: types },
  { title: 'lint and format', run: lint },
  { title: 'import table', run: imports },
  { title: 'unused code and packages', run: unused },
  { title: 'licences of what is installed', run: licences },
  { title: 'console: builds, and its first load is small', run: consoleSize },
];
