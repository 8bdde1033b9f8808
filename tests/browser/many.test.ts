import { utils, write } from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { formReminders } from '../../src/applications/public-health/reminders/index.ts';
import { dayText } from '../../src/life-course/index.ts';
import { anIdentityNumber, aPerson, post, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { overhang } from './in-page.ts';

const GULOU = '350102';
let network: ConsoleNetwork;
let page: Page;
const people = ['池一', '池二', '池三'].map((name) => ({ name, number: anIdentityNumber('1950-04-05') }));
beforeAll(async () => {
  network = await openConsoles(GULOU);
  for (const { name, number } of people) await register(network.at(GULOU), aPerson({ name, number, birthDate: '1950-04-05' }));
  page = await network.visitAs('doctor', GULOU, '/due');
}, 240_000);
afterAll(() => network[Symbol.asyncDispose]());

describe('a doctor who sees many for one thing', () => {
  test('scans a card, fills in the form, and scans the next one', async () => {
    await page.getByRole('link', { name: '批量服务' }).click();
    await page.getByLabel('项目').first().waitFor();
    await page.goto(`${new URL(page.url()).origin}/due/many?programme=family-doctor&activity=service`);
    const scan = page.getByRole('textbox', { name: '扫描居民卡或身份证' });
    await scan.waitFor();
    // a scanner types the number and Enter into the field that has the focus
    await page.keyboard.type(people[0]?.number ?? '');
    await page.keyboard.press('Enter');
    await page.getByText(/^池一/).first().waitFor();

    await page.getByLabel(/^服务内容/).fill('血压测量');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');

    await page.getByRole('status').getByText(/池一/).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/due/many');
    expect(await page.evaluate<string>('document.activeElement.getAttribute("aria-label")')).toBe('扫描居民卡或身份证');
  });

  test('is told of a card that nobody here has', async () => {
    await page.keyboard.type(anIdentityNumber('1931-01-01'));
    await page.keyboard.press('Enter');

    await page.getByRole('alert').first().waitFor();
  });

  test('brings the others in a workbook; a number beside a wrong name is not written', async () => {
    const book = utils.book_new();
    const line = ({ name, number }: { name: string; number: string }) => ({
      ...{ 居民身份证号: number, 姓名: name, 服务日期: '2026-03-02', 服务内容: '测血糖' },
    });
    const [, second, third] = people;
    const lines = [second && line(second), third && line({ ...third, name: '池别' })];
    utils.book_append_sheet(book, utils.json_to_sheet(lines), '服务');
    await page.locator('input[type=file]').setInputFiles({
      name: '服务.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: write(book, { type: 'buffer', bookType: 'xlsx' }),
    });
    await page.getByRole('row', { name: /池别/ }).getByText('与登记的姓名不一致').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overhang(page)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });

    await page.getByRole('button', { name: '写入 1 行' }).click();

    await page.getByRole('row', { name: /池二/ }).getByRole('link', { name: '已新建' }).click();
    await page.getByRole('tab', { name: /项目/ }).click();
    await page.getByText('测血糖').first().waitFor();
  });

  test('finds what was typed and not sent again after the console was closed', async () => {
    const [, , third] = people;
    await page.goto(`${new URL(page.url()).origin}/due/many?programme=family-doctor&activity=service`);
    await page.getByRole('textbox', { name: '扫描居民卡或身份证' }).waitFor();
    await page.keyboard.type(third?.number ?? '');
    await page.keyboard.press('Enter');
    const kept = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/drafts' && answer.ok());
    await page.getByLabel(/^服务内容/).fill('量体重');
    await kept;
    await page.reload();

    await page.getByText('这是您之前未提交的草稿').waitFor();
    expect(await page.getByLabel(/^服务内容/).inputValue()).toBe('量体重');
    await page.getByRole('button', { name: '放弃草稿' }).click();
    expect(await page.getByLabel(/^服务内容/).inputValue()).toBe('');
  });
});

describe('a doctor who reminds of what is due', () => {
  test('calls from the list and marks what became of it, by keys', async () => {
    const { database, programmes } = network.at(GULOU).running.platform;
    const worker = await network.at(GULOU).as('doctor');
    const id = await register(network.at(GULOU), aPerson({ name: '池四', birthDate: '1980-04-05' }));
    const on = dayText(programmes.today() - 8);
    await worker.api(`residents/${id}/enrolments`, post({ programme: 'hypertension', on }));
    const forming = {
      sql: database.sql,
      programmes: programmes.book.programmes,
      today: programmes.today(),
      channel: 'call',
    } as const;
    await vi.waitFor(async () => expect(await formReminders(forming)).toBeGreaterThan(0), { timeout: 30_000, interval: 100 });
    await page.goto('/due');
    await page.getByRole('link', { name: '提醒与电话名单' }).press('Enter');
    await page.getByRole('row', { name: /池四/ }).getByText('高血压').waitFor();

    await page.getByRole('button', { name: '池四：未联系上' }).press('Enter');
    await page
      .getByRole('button', { name: /^未联系上/ })
      .first()
      .press('Enter');
    await page.getByRole('button', { name: '池四：已告知' }).press('Enter');
    await page
      .getByRole('button', { name: /^已告知/ })
      .first()
      .press('Enter');

    // the list before stays until the next one is there
    await page.getByRole('button', { name: '池四：已告知' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /池四/ }).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overhang(page)).toBe(0);
  });
});
