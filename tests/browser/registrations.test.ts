import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anIdentityNumber, aPerson, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';

const GULOU = '350102';
const person = { name: '欧阳秀兰', birthDate: '1971-03-09', number: anIdentityNumber('1971-03-09') };
let network: ConsoleNetwork;
let first: string;
let page: Page;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  first = await register(network.at(GULOU), aPerson(person));
  await register(network.at(GULOU), aPerson({ ...person, telecom: [{ system: 'phone', value: '13805910024' }] }));
  await register(network.at(GULOU), aPerson({ name: '陈建国', birthDate: '1950-10-01', gender: 'male' }));
  page = await network.visitAs('registrar', GULOU, `/residents/${first}?tab=registrations`);
});
afterAll(() => network[Symbol.asyncDispose]());

const panel = (name: string) => page.getByRole('region', { name, exact: true });
const rows = (name: string) => panel(name).locator('tbody tr.ant-table-row');
const dialog = () => page.getByRole('dialog');

async function confirm(reason: string): Promise<string> {
  const asked = await dialog().innerText();
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');
  await dialog().waitFor({ state: 'hidden' });
  return asked;
}

test('shows the registrations, what joins them, and where each element comes from; phones and numbers masked', async () => {
  await panel('登记').waitFor();

  await expect.poll(() => rows('登记').count()).toBe(2);

  expect(await rows('登记').first().innerText()).toContain('主登记');
  expect(await rows('登记').nth(1).innerText()).toContain('138****0024');
  expect(await rows('关联').first().innerText()).toMatch(/自动匹配[\s\S]*系统/);
  expect(
    await panel('居民信息的来源')
      .getByRole('row', { name: /^联系方式/ })
      .innerText(),
  ).toContain('最近更新的登记');
  expect(await page.locator('main').innerText()).not.toContain(person.number);
});

test('takes a link away, after a question that repeats who they are and wants a reason', async () => {
  await page.getByRole('button', { name: /^解除关联/ }).press('Enter');
  await dialog().waitFor();
  await page.keyboard.press('Enter');
  await dialog().getByText('请填写理由').waitFor();

  const asked = await confirm('登记错误');

  expect(asked.match(/欧阳秀兰，女，55岁，证件尾号/g)).toHaveLength(2);
  await expect.poll(() => rows('登记').count()).toBe(1);
  expect(await rows('历史').first().innerText()).toMatch(/解除关联[\s\S]*刘洋[\s\S]*登记错误/);
});

test('links to another resident who is found by name', async () => {
  await page.getByRole('combobox', { name: '另一居民' }).fill('陈建国');
  await page.locator('.ant-select-item-option').filter({ hasText: '1950-10-01' }).click();
  await page.getByRole('button', { name: '关联…' }).click();
  await dialog().waitFor();

  const asked = await confirm('核对了户口簿');

  expect(asked).toMatch(/欧阳秀兰，女[\s\S]*陈建国，男/);
  await expect.poll(() => rows('登记').count()).toBe(2);
  expect(await rows('关联').first().innerText()).toContain('人工合并');
});

test('parts a registration that is somebody else’s', async () => {
  await page.getByRole('button', { name: '按最弱关联选择' }).press('Enter');
  await expect.poll(() => page.getByRole('checkbox', { name: '选择登记 2' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: '把所选登记分为另一居民' }).click();
  await dialog().waitFor();

  await confirm('不是同一人');

  await expect.poll(() => rows('登记').count()).toBe(1);
  await page.getByRole('button', { name: /^撤销“不是同一人”/ }).waitFor();
});

test('a doctor reads it, and is offered nothing to change', async () => {
  const doctor = await network.visitAs('doctor', GULOU, `/residents/${first}?tab=registrations`);
  await doctor.getByRole('region', { name: '历史', exact: true }).waitFor();

  expect(await doctor.getByRole('button', { name: /关联…|解除关联|不是同一人/ }).count()).toBe(0);
});
