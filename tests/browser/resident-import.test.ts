import { utils, write } from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anIdentityNumber } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { overhang } from './in-page.ts';

const GULOU = '350102';
let network: ConsoleNetwork;
let page: Page;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  page = await network.visitAs('registrar', GULOU, '/residents');
});
afterAll(() => network[Symbol.asyncDispose]());

function workbook(): Buffer {
  const line = (name: string, number = anIdentityNumber()) => ({
    姓名: name,
    性别: '女',
    出生日期: '1984-05-06',
    证件号码: number,
    现住区划: '350102001',
  });
  const book = utils.book_new();
  const lines = [line('邹一'), line('邹二'), line('邹三', '350102198405060011')];
  utils.book_append_sheet(book, utils.json_to_sheet(lines), '居民');
  return write(book, { type: 'buffer', bookType: 'xlsx' });
}
const choose = (name: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({
    name,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer,
  });

describe('a registrar with a list of people', () => {
  test('finds from the residents where it is imported, and a template', async () => {
    await page.getByRole('button', { name: '批量导入' }).click();
    const saving = page.waitForEvent('download');

    await page.getByRole('button', { name: '下载模板' }).click();

    expect((await saving).suggestedFilename()).toBe('居民导入模板.xlsx');
  });

  test('is told of a file that is none', async () => {
    await choose('名单.xlsx', Buffer.from('姓名'));

    await page.getByText('文件无法作为表格读取').waitFor();
  });

  test('sees what is wrong in which cell before anybody is written', async () => {
    await choose('名单.xlsx', workbook());

    const wrong = page.getByRole('row', { name: /邹三/ });
    await wrong.getByText('证件号码格式或校验位不正确').waitFor();
    expect(await page.getByRole('button', { name: '写入 2 行' }).isEnabled()).toBe(true);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overhang(page)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('writes the others, sees each become a resident, and saves what became of all', async () => {
    await page.getByRole('button', { name: '写入 2 行' }).click();
    await page.getByRole('status').getByText('写入完成').waitFor();
    await page.getByRole('row', { name: /邹一/ }).getByRole('link', { name: '已新建' }).waitFor();
    const saving = page.waitForEvent('download');

    await page.getByRole('button', { name: '下载结果文件' }).click();

    expect((await saving).suggestedFilename()).toBe('名单-结果.xlsx');
  });
});
