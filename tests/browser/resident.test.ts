import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { type KnownResident, registerMany, registerXiuying } from './residents.ts';

const GULOU = '350102';
const MANY = 260;
let network: ConsoleNetwork;
let resident: KnownResident;
let page: Page;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  resident = await registerXiuying(network.at(GULOU));
  await registerMany(network.at(GULOU), MANY);
  page = await network.visitAs('doctor', GULOU, '/residents');
});
afterAll(() => network[Symbol.asyncDispose]());

const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const titles = () => page.locator('.entry button').allInnerTexts();

async function openResident(): Promise<void> {
  await page.goto(`/residents/${resident.id}`);
  await page.getByRole('heading', { level: 1, name: resident.name }).waitFor();
  await page.getByRole('button', { name: '原发性高血压' }).waitFor();
}

describe('a resident', () => {
  test.each([
    ['name', '林秀英'],
    ['pinyin', 'linxiuying'],
    ['initials', 'lxy'],
    ['birth date', '1956-03-08'],
  ])('is found by %s while typing, with the search in the address', async (_, text) => {
    await page.goto('/residents');
    await page.getByLabel('查找居民', { exact: true }).fill(text);

    await network.until(async () => (await row(resident.name).count()) === 1 && (await page.getByRole('row').count()) === 2);

    expect(new URL(page.url()).searchParams.get('q')).toBe(text);
  });

  test.each(['number', 'card'] as const)('is opened by %s, which the address never carries', async (kind) => {
    await page.goto('/residents');
    await page.getByLabel('查找居民', { exact: true }).fill(resident[kind]);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { level: 1, name: resident.name }).waitFor();

    expect(page.url()).toContain(`/residents/${resident.id}`);
    expect(page.url()).not.toContain(resident[kind]);
  });

  test('is reached by keys alone: search, list, page, entry and back', async () => {
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('林秀英');
    await page.keyboard.press('Enter');
    await row(resident.name).waitFor();
    await page.getByLabel('查找居民', { exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const entry = page.getByRole('button', { name: /^空腹血糖/ });
    await entry.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();

    await page.keyboard.press('Escape');

    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await network.until(() => entry.evaluate((element) => element === document.activeElement));
    expect(new URL(page.url()).pathname).toBe(`/residents/${resident.id}`);
  });
});

test('the keys are listed by ?, and the list closes with Esc', async () => {
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();

  await page.keyboard.press('?');
  const keys = await page.getByRole('dialog', { name: '快捷键' }).innerText();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  expect(keys).toContain('定位到查找框');
});

describe('the timeline', () => {
  test('is filtered by kind, database and words, and the address keeps the filters', async () => {
    await openResident();
    const all = await titles();

    await page.getByLabel('在记录中查找').fill('血糖');
    await network.until(async () => (await titles()).length === 1);
    const found = await titles();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.getByRole('combobox', { name: '数据库' }).click();
    await page.getByTitle('健康档案库（2）').click();
    await network.until(async () => (await titles()).length === 2);

    expect(all).toHaveLength(6);
    expect(found).toEqual(['空腹血糖：7.8 mmol/L']);
    expect(await titles()).toEqual(expect.arrayContaining(['流感疫苗']));
    expect(new URL(page.url()).searchParams.get('database')).toBe('health-records');
  });

  test('marks a result out of range, and shows each entry in words, raw only when asked', async () => {
    await openResident();

    await page.getByRole('button', { name: /^空腹血糖/ }).click();
    const drawer = page.getByRole('dialog');
    const words = await drawer.innerText();
    await drawer.getByText('原始数据').click();
    const raw = await drawer.locator('pre').innerText();

    expect(words).toContain('偏高');
    expect(words).toContain('LOINC 1558-6');
    expect(words).not.toContain('resourceType');
    expect(JSON.parse(raw)).toMatchObject({ resourceType: 'Observation' });
    await page.keyboard.press('Escape');
  });

  test('is exported in words', async () => {
    await openResident();
    const saving = page.waitForEvent('download');

    await page.getByRole('button', { name: '导出' }).click();

    const lines = await readSaved(await saving);
    expect(lines[0]).toBe('日期,类型,记录内容,提示,说明,机构,来源地,数据库');
    expect(lines).toHaveLength(7);
    expect(lines.join()).toContain('空腹血糖：7.8 mmol/L,偏高');
  });
});

test('a number is shown in full only when asked for, and asking stands in the access tab', async () => {
  await openResident();
  const masked = await page.getByText(resident.number).count();

  await page.getByRole('button', { name: '显示完整号码' }).click();
  const question = await page.getByText('此操作将被记录').innerText();
  await page.getByRole('tooltip').getByRole('button', { name: '显示完整号码' }).click();
  await page.getByText(resident.number).waitFor();
  await page.getByRole('tab', { name: '访问记录' }).click();
  const asked = page.getByRole('row').filter({ hasText: '显示号码' });
  await asked.waitFor();

  expect(masked).toBe(0);
  expect(question).toContain(`林秀英（女，70岁，尾号 ${resident.number.slice(-4)}）`);
  expect(await asked.innerText()).toMatch(/陈静[\s\S]*医生[\s\S]*身份证号[\s\S]*成功/);
});

describe('a list', () => {
  test('is exported whole, all pages, in the columns that are chosen and remembered', async () => {
    await page.goto('/residents');
    await row('王').first().waitFor();
    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.getByRole('checkbox', { name: '健康卡号' }).uncheck();
    await page.reload();
    await row('王').first().waitFor();
    const saving = page.waitForEvent('download');

    await page.getByRole('button', { name: '导出' }).click();

    const lines = await readSaved(await saving);
    expect(lines[0]).toBe('姓名,性别,年龄,出生日期,身份证号,住址');
    expect(lines).toHaveLength(MANY + 2);
    expect(await page.getByRole('columnheader', { name: '健康卡号' }).count()).toBe(0);
  });

  test('says what failed, with the number of the request, and can be asked for again', async () => {
    const answer = { title: 'The platform failed', titleZh: '平台内部错误', code: 'internal', status: 500, requestId: 'r-1' };
    await page.route('**/api/institutions*', (route) => route.fulfill({ status: 500, json: answer }));
    await page.goto('/institutions');
    const alert = page.getByRole('alert').filter({ hasText: '平台内部错误' });
    await alert.waitFor();
    const words = await alert.innerText();
    await page.unroute('**/api/institutions*');

    await alert.getByRole('button', { name: '重试' }).click();

    await row('鼓楼区人民医院').waitFor();
    expect(words).toContain('请求号 r-1');
  });
});

/** The lines of a saved CSV, without its byte order mark; throws where it has none. */
async function readSaved(download: { path(): Promise<string> }): Promise<readonly string[]> {
  const text = await readFile(await download.path(), 'utf8');
  if (!text.startsWith('\uFEFF')) throw new Error('the file does not say that it is UTF-8');
  return text.slice(1).split('\r\n');
}
