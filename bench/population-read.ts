import { readRows } from '../src/server/link/index.ts';

const [, , file = ''] = process.argv;
const began = performance.now();
await readRows(file, () => {});
console.log((performance.now() - began) / 1000);
