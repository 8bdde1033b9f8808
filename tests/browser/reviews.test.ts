import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { registerDoubtful } from './residents.ts';

const GULOU = '350102';
let network: ConsoleNetwork;
let page: Page;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  for (const name of ['林晓明', '陈建国', '王丽华']) await registerDoubtful(network.at(GULOU), name);
  page = await network.visitAs('registrar', GULOU, '/reviews');
});
afterAll(() => network[Symbol.asyncDispose]());

const names = () => page.getByRole('region', { name: '逐项对比' }).getByRole('row', { name: /^姓名/ }).innerText();
const dialog = () => page.getByRole('dialog');

async function opened(before = ''): Promise<string> {
  await page.getByRole('table', { name: /各项证据/ }).waitFor();
  await expect.poll(names).not.toBe(before);
  return names();
}

test('lists doubtful pairs with their number, and why each is one', async () => {
  await page.getByText('待核对 3').waitFor();

  const row = await page.getByRole('row').filter({ hasText: '林晓明 ／ 林晓明' }).innerText();

  expect(row).toContain('两个身份证号都通过校验但不相同');
  expect(await page.getByRole('link', { name: '登记核对' }).getAttribute('aria-current')).toBe('page');
});

test('shows a pair side by side, marks in words what differs, and sums the evidence exactly', async () => {
  await page.getByRole('button', { name: '开始核对' }).click();
  await opened();

  const numbers = await page
    .getByRole('row', { name: /^身份证号/ })
    .first()
    .innerText();

  expect(numbers).toContain('不同');
  expect(await page.getByRole('row', { name: /^性别/ }).first().innerText()).toContain('相同');
  expect(await page.getByText('各项之和与记录的得分完全相等').count()).toBe(1);
  expect(await page.getByRole('link', { name: /打开居民页面/ }).count()).toBe(2);
});

test('links a pair by keys, after a question that repeats who they are; the next pair opens by itself', async () => {
  const before = await names();
  await page.keyboard.press('l');
  const asked = await dialog().innerText();
  await page.keyboard.type('看过户口簿');
  await page.keyboard.press('Enter');

  await opened(before);

  expect(asked.match(/女，\d+岁，证件尾号 \d{3}[\dX]/g)).toHaveLength(2);
  expect(await page.getByRole('status').filter({ hasText: '本状态共 2 对' }).count()).toBe(1);
});

test('keeps a pair apart, leaves the last for later, and says that all is done', async () => {
  const before = await names();
  await page.keyboard.press('2');
  await dialog().getByText('确定这两份登记不是同一人').waitFor();
  await page.keyboard.press('Enter');
  await opened(before);

  await page.keyboard.press('3');

  await page.getByText('本页登记对已全部处理').waitFor();
  await page.getByRole('button', { name: '返回列表' }).click();
  await page.getByText('待核对 0').waitFor();
  const throughput = await page.getByRole('region', { name: '每日处理' }).getByRole('row').nth(1).innerText();
  expect(throughput.split(/\s+/).slice(1)).toEqual(['1', '1', '2']);
});

test('lists the keys of the page', async () => {
  await page.goto('/reviews?state=later');
  await page.getByRole('row').filter({ hasText: '／' }).first().click();
  await page.getByRole('button', { name: '重新核对' }).waitFor();
  await page.keyboard.press('?');

  const keys = await dialog().innerText();

  expect(keys).toMatch(/J\s+下一对[\s\S]*1 L\s+是同一人：关联/);
  await page.keyboard.press('Escape');
});

test('takes “not the same” back, and saves the list', async () => {
  await page.goto('/reviews?state=not-same');
  await page.getByRole('row').filter({ hasText: '／' }).first().click();
  await page.getByRole('button', { name: '撤销“非同一人”' }).click();
  await page.getByRole('dialog').waitFor();
  const undone = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.keyboard.press('Enter');
  await undone;
  await page.goto('/reviews');
  await page.getByText('待核对 1').waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出', exact: true }).click();

  const text = await readFile(await (await saving).path(), 'utf8');

  expect(text.split('\r\n')[0]).toContain('姓名,出生日期,得分,存疑原因');
  expect(text.trimEnd().split('\r\n')).toHaveLength(2);
});

test('what somebody else has before them is shown, and cannot be decided', async () => {
  await page.getByRole('row').filter({ hasText: '／' }).first().click();
  await opened();
  const other = await network.visitAs('public-health', GULOU, '/reviews', { language: 'en' });
  await other.getByText('Liu Yang (until').waitFor();

  await other.getByRole('row').filter({ hasText: ' / ' }).first().click();

  await other.getByText(/Liu Yang \(until .*\) is reviewing this pair/).waitFor();
  expect(await other.getByRole('button', { name: /^One person/ }).isDisabled()).toBe(true);
});

test('a pair is let go when its holder goes on to another page, and when the window is closed', {
  timeout: 180_000,
}, async () => {
  const free = async () => {
    const other = await network.visitAs('public-health', GULOU, '/reviews', { language: 'en' });
    const row = other.getByRole('row').filter({ hasText: ' / ' }).first();
    await row.waitFor();
    const text = await row.innerText();
    await other.close();
    return !text.includes('until');
  };
  expect(await free()).toBe(false);

  await page.getByRole('link', { name: '首页' }).first().click();

  await expect.poll(free, { timeout: 60_000 }).toBe(true);
  const second = await network.visitAs('registrar', GULOU, '/reviews');
  await second.getByRole('row').filter({ hasText: '／' }).first().click();
  await second.getByRole('table', { name: /各项证据/ }).waitFor();
  expect(await free()).toBe(false);
  await second.goto('about:blank');
  await expect.poll(free, { timeout: 60_000 }).toBe(true);
});

test('pairs outside a division are not listed', async () => {
  await page.goto('/reviews?place=350102009');

  await page.getByText('没有待核对的登记').waitFor();
});
