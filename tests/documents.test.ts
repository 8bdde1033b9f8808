import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../src/server/config.ts';
import { sampleAccounts, sampleDivisions } from '../src/server/sample/plan.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string) => readFile(join(root, name), 'utf8');

const docs = await readdir(join(root, 'docs'), { recursive: true });
const documents = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'data/README.md'],
  ...docs.filter((name) => name.endsWith('.md')).map((name) => join('docs', name)),
];

const linksIn = (text: string) => [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => link ?? '');
const blocksIn = (text: string) =>
  [...text.matchAll(/```\w*\n([\s\S]*?)```|^ {4}\S.*$/gm)].map(([block]) => block.split('#')[0]?.trim());
const shapeOf = (text: string) => text.split('\n').flatMap((line) => /^(?:#+ |\| |- |!)/.exec(line)?.[0] ?? []);

test.each(documents)('every link of %s leads to a file', async (name) => {
  const links = linksIn(await read(name));

  const broken = links.filter((link) => !existsSync(join(root, dirname(name), link)));

  expect(broken).toEqual([]);
});

describe('the two readmes', () => {
  test('have the same headings, tables, lists and commands', async () => {
    const [english, chinese] = [await read('README.md'), await read('README.zh-CN.md')];

    const [inEnglish, inChinese] = [english, chinese].map((text) => ({ shape: shapeOf(text), blocks: blocksIn(text) }));

    expect(inChinese).toEqual(inEnglish);
  });

  test.each(['README.md', 'README.zh-CN.md'])('%s names all sample accounts and their password', async (name) => {
    const accounts = sampleDivisions.flatMap((division) => sampleAccounts(division));

    const text = await read(name);

    const missing = accounts.flatMap(({ username, password }) => [`| \`${username}\` |`, `\`${password}\``]);
    expect(missing.filter((words) => !text.includes(words))).toEqual([]);
  });

  test.each(['README.md', 'README.zh-CN.md'])('%s shows settings that fit', async (name) => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(await read(name)) ?? [];

    const settings = parseSettings(JSON.parse(example));

    expect(settings.division).toBe('350102');
  });
});
