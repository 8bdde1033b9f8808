import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AdverseEvent } from '../../src/applications/public-health/adverse-events/contract.ts';
import type { Reminder } from '../../src/applications/public-health/vaccination-coverage/contract.ts';
import type { Caller } from '../support/network.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { openPoint } from './residents.ts';

const GULOU = '350102';
const HOUR_MS = 3_600_000;
let network: ConsoleNetwork;
let worker: Caller;
let page: Page;
let [point, child] = ['', ''];
let born = '';
beforeAll(async () => {
  network = await openConsoles(GULOU);
  worker = await network.at(GULOU).as('public-health');
  ({ point, child } = await openPoint(network.at(GULOU)));
  born = new Date(Date.now() - 400 * 24 * HOUR_MS).toISOString().slice(0, 10);
  await vi.waitFor(
    async () => {
      const { body } = await worker.api(`vaccination/coverage/children?from=${born}&until=${born}&dose=hepb-1&state=timely`);
      expect(body).toHaveLength(1);
    },
    { timeout: 30_000, interval: 200 },
  );
  page = await network.visitAs('public-health', GULOU, `/vaccination/due?point=${point}`);
}, 240_000);
afterAll(() => network[Symbol.asyncDispose]());

/** On the clock of China, `YYYY-MM-DD HH:mm`. */
const inChina = (hoursAgo: number) =>
  new Date(Date.now() + (8 - hoursAgo) * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ');
/** Chooses in a list by its words. */
async function choose(label: RegExp, text: string): Promise<void> {
  await page.getByLabel(label).last().press('ArrowDown');
  await page
    .getByTitle(text)
    .or(page.locator('.ant-select-item-option', { hasText: text }))
    .last()
    .click();
}

test('a child that is overdue is reminded, and the outcome is entered', async () => {
  await page.getByRole('checkbox', { name: '选择林小宝' }).press('Space');
  await page.getByLabel('预约日期').fill('2030-01-05');
  await page.getByRole('button', { name: '安排1条提醒' }).press('Enter');
  await page.getByText('已安排1条').waitFor();
  await page.reload();
  const reminders = page.getByRole('table', { name: '待执行的提醒' });
  await reminders.getByText(/请监护人于2030-01-05携带接种证/).waitFor();

  await page.getByRole('combobox', { name: '林小宝的结果' }).press('ArrowDown');
  await page.keyboard.press('Enter');

  await page.getByText('没有待登记结果的提醒。').waitFor();
  const done: Reminder[] = (await worker.api('vaccination/reminders?state=done')).body;
  expect(done).toMatchObject([{ resident: child, state: 'reached', outcome: 'reached' }]);
});

test('a figure of coverage opens its children', async () => {
  await page.goto(`/vaccination/coverage?born=${born.slice(0, 4)}`);
  await page
    .getByRole('button', { name: /乙型?肝.*第1剂/ })
    .first()
    .press('Enter');

  const list = page.getByRole('table', { name: '儿童名单' });
  await list.getByText('林小宝').waitFor();
  expect(await list.innerText()).toContain('及时');
});

test('a class is checked as it is pasted, and lacks what is missing', async () => {
  await page.goto('/vaccination/school');
  await page.getByLabel('班级名单').fill(`姓名\t出生日期\n林小宝\t${born}\n无此人\t2022-01-01`);
  await page.getByRole('button', { name: '查验2人' }).press('Enter');

  const table = page.getByRole('table', { name: '入托入学查验' });
  await table.getByText('缺种').first().waitFor();
  expect(await table.innerText()).toMatch(/林小宝[\s\S]*麻腮风疫苗 第1剂[\s\S]*本地无此人/);
  expect(await page.getByRole('button', { name: '打印1份通知单' }).count()).toBe(1);
});

test('an adverse event is reported and investigated', async () => {
  await page.goto('/vaccination/adverse-events');
  await page.getByRole('button', { name: '报告', exact: true }).press('Enter');
  await page.locator('#event-person').fill('林小宝');
  await page.locator('.ant-select-item-option', { hasText: '林小宝' }).click();
  await choose(/^可疑疫苗/, '乙肝疫苗');
  await page.getByLabel(/^临床表现/).fill('发热39℃');
  await page.getByLabel(/^发生时间/).fill(inChina(5));
  await page.getByLabel(/^发现时间/).fill(inChina(3));
  await choose(/^严重程度/, '非严重');
  await choose(/^转归/, '好转');
  await page.getByRole('button', { name: '提交报告' }).press('Enter');
  const table = page.getByRole('table', { name: '疑似预防接种异常反应' });
  await table.getByText('发热39℃').waitFor();
  expect(await table.innerText()).toMatch(/及时/);

  await table.getByRole('button', { name: '登记调查' }).press('Enter');
  await page.getByLabel(/^内容/).fill('家访');
  await page.getByRole('dialog').getByRole('button', { name: '登记调查' }).press('Enter');

  await table.getByText('已调查').waitFor();
  const events: AdverseEvent[] = (await worker.api('vaccination/adverse-events')).body;
  expect(events).toMatchObject([{ resident: child, state: 'investigated', isInTime: true }]);
});

test('a certificate has its code, which verifies, and takes up a dose by evidence', async () => {
  await page.goto(`/vaccination/certificate?resident=${child}`);
  const booklet = page.getByRole('region', { name: '接种证' });
  await booklet.getByText('HepB-1').waitFor();
  const { code } = (await worker.api(`residents/${child}/vaccination-certificate`)).body as { code: string };

  await page.getByLabel('核验接种证').fill(code);
  await page.keyboard.press('Enter');
  await page.getByText(/^真实.*与现有记录一致/).waitFor();
  await page.getByText('补录既往接种').first().click();
  await choose(/^疫苗/, '卡介苗');
  await page.getByLabel(/^接种日期/).fill(born);
  await choose(/^凭证种类/, '原接种证');
  await page.getByLabel(/^凭证号码/).fill('旧证001，王丽核验');
  await page.getByRole('button', { name: '保存' }).press('Enter');

  await booklet.getByText('凭证补录').waitFor();
});
