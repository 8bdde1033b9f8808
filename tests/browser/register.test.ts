import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatResidentNumber } from '../../src/standards/index.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';

const GULOU = '350102';
const NUMBER = formatResidentNumber({ division: GULOU, birthDate: '1971-03-09', sequence: 24 });
let network: ConsoleNetwork;
let page: Page;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  page = await network.visitAs('registrar', GULOU, '/residents');
});
afterAll(() => network[Symbol.asyncDispose]());

const field = (name: string) => page.getByLabel(new RegExp(`^${name}`)).first();

/** By keys alone: Enter goes on to the next field. */
async function fillIn(): Promise<void> {
  await field('证件号码').fill(NUMBER);
  await page.keyboard.press('Enter');
  await field('姓名').fill('欧阳秀兰');
  await field('本人电话号码').fill('13805910024');
  await field('现住地址').fill('东街口 24 号');
}

test('an identity number fills in day of birth and sex', async () => {
  await page.getByRole('button', { name: '登记居民' }).click();
  await field('证件号码').waitFor();

  await fillIn();

  expect(await field('出生日期').inputValue()).toBe('1971-03-09');
  expect(await page.locator('.data-field').filter({ hasText: '性别' }).first().innerText()).toContain('女');
  await page.getByText('没有找到可能是同一人的居民').waitFor();
});

test('registers a new resident by Enter', async () => {
  await page.getByRole('button', { name: '登记（回车）' }).press('Enter');

  await page.getByRole('heading', { name: '已登记为新居民' }).waitFor();

  expect(await page.getByRole('list', { name: '该居民的登记' }).innerText()).toContain(
    `欧阳秀兰，女，55岁，证件尾号 ${NUMBER.slice(-4)}`,
  );
});

test('shows while typing that the person is known, with the evidence, and what registering would do', async () => {
  await page.getByRole('button', { name: '登记下一位' }).press('Enter');
  await fillIn();

  const candidate = page.locator('.candidates li').first();
  await candidate.getByText('登记后将自动关联').waitFor();
  await candidate.getByRole('button', { name: /^依据/ }).click();
  await page.getByText('各项之和与记录的得分完全相等').waitFor();

  expect(await page.getByRole('dialog').innerText()).toMatch(/身份证号\s+相同/);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('registered again, the two are one resident', async () => {
  await page.getByRole('button', { name: '登记（回车）' }).press('Enter');

  await page.getByRole('heading', { name: '已关联到已有居民' }).waitFor();

  expect(await page.getByRole('list', { name: '该居民的登记' }).getByRole('listitem').count()).toBe(2);
  const { body } = await (await network.at(GULOU).as('registrar')).api(`residents?q=${encodeURIComponent('欧阳秀兰')}`);
  expect((body as { items: unknown[] }).items).toHaveLength(1);
});

test('says on top what cannot be, with a way to the field, and asks about what may be', async () => {
  await page.getByRole('button', { name: '登记下一位' }).press('Enter');
  await field('证件号码').fill(`${NUMBER.slice(0, 17)}${NUMBER.endsWith('1') ? '2' : '1'}`);
  await field('姓名').fill('林');
  await field('出生日期').fill('1905-01-01');
  await page.getByRole('button', { name: '登记（回车）' }).press('Enter');
  const alert = page.getByRole('alert').filter({ hasText: '处需要改正' });
  await alert.waitFor();

  await alert.getByRole('link', { name: '证件号码' }).press('Enter');

  expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
});

test('opens the resident who stands there instead of registering anew', async () => {
  await page.reload();
  await field('证件号码').waitFor();
  await field('证件号码').fill(NUMBER);
  await page
    .getByRole('button', { name: /^就是此人/ })
    .first()
    .click();

  await page.getByRole('heading', { level: 1, name: '欧阳秀兰' }).waitFor();
});
