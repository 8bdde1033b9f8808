import { linkFile } from '../src/server/link/index.ts';

const [, , file = '', out = ''] = process.argv;
const summary = await linkFile({ file, out, onProgress: () => {} });
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ summary, processor: (user + system) / 1e6 }));
