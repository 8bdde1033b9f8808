import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Session } from '../../src/applications/public-health/vaccination/contract.ts';
import type { Stock } from '../../src/applications/public-health/vaccine-stock/contract.ts';
import { chinaDay } from '../../src/kernel/index.ts';
import type { Caller } from '../support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';

const GULOU = '350102';
const CHILDREN = 10;
const DAY_MS = 86_400_000;
const daysFrom = (days: number) => new Date(Date.parse(chinaDay(new Date())) + days * DAY_MS).toISOString().slice(0, 10);
const born = daysFrom(-40);

let network: ConsoleNetwork;
let nurse: Caller;
let page: Page;
let point = '';
const numbers = Array.from({ length: CHILDREN }, () => anIdentityNumber(born));
beforeAll(async () => {
  network = await openConsoles(GULOU);
  const gulou = network.at(GULOU);
  nurse = await gulou.as('village');
  point = await register(gulou, { resourceType: 'Organization', name: '鼓东街道社区卫生服务中心' });
  await gulou.worksAt(point, 'village');
  for (const [index, number] of numbers.entries())
    await register(gulou, aPerson({ name: `林宝${index + 1}`, birthDate: born, number }));
  for (const vaccine of ['HepB', 'BCG'])
    await nurse.api(
      `vaccination/points/${point}/receipts`,
      post({
        ...{ request: randomUUID(), vaccine, product: vaccine === 'HepB' ? '重组乙型肝炎疫苗' : '皮内注射用卡介苗' },
        ...{ manufacturer: '成都生物', number: `${vaccine}-2026-01`, expires: daysFrom(300), doses: CHILDREN },
      }),
    );
  page = await network.visitAs('village', GULOU, `/vaccination?point=${point}`);
}, 240_000);
afterAll(() => network[Symbol.asyncDispose]());

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const focused = () =>
  page.evaluate<string>(
    'document.activeElement.closest(".data-field")?.querySelector("label")?.textContent ?? document.activeElement.textContent ?? ""',
  );
/** Goes on with Enter until the focus is where it is meant to be. */
async function goTo(label: string): Promise<void> {
  for (let step = 0; step < 30; step++) {
    if ((await focused()).startsWith(label)) return;
    await press('Enter');
  }
  throw new Error(`${label} is not reached by Enter, but ${await focused()}`);
}
const arrive = (label: string) =>
  vi.waitFor(async () => expect(await focused()).toMatch(new RegExp(`^${label}`)), { timeout: 15_000, interval: 30 });

/** Scans a card: the number and Enter. */
async function scan(number: string): Promise<void> {
  await vi.waitFor(async () => expect(await page.evaluate<string>('document.activeElement.id')).toBe('vaccination-register'), {
    timeout: 15_000,
    interval: 30,
  });
  await page.keyboard.type(number);
  await press('Enter');
  await arrive('体温');
}

async function check(): Promise<void> {
  await page.keyboard.type('36.6');
  await goTo('陪同人姓名');
  await page.keyboard.type('林母');
  await goTo('已告知并同意接种');
  await goTo('保存预检');
  await press('Enter');
  await arrive('疫苗与剂次');
}

async function give(): Promise<void> {
  await goTo('已核对受种者');
  await press('1');
  await goTo('已核对疫苗');
  await press('1');
  await goTo('核对人');
  if ((await page.getByLabel('核对人').inputValue()) === '') await page.keyboard.type('王丽');
  await goTo('登记接种');
  await press('Enter');
}

test('ten children are registered, checked and vaccinated by the keys alone', async () => {
  for (const [index, number] of numbers.entries()) {
    await scan(number);
    await check();
    await give();
    await page.getByRole('region', { name: '本次已接种' }).getByText('乙肝疫苗 第1剂').waitFor();
    await arrive('疫苗与剂次');
    await give();
    await page
      .getByRole('status')
      .filter({ hasText: `林宝${index + 1}` })
      .filter({ hasText: '下次接种' })
      .waitFor();
  }

  const session: Session = (await nurse.api(`vaccination/points/${point}/session`)).body;
  expect(session.visits.map(({ number, state }) => `${number} ${state}`)).toEqual(
    Array.from({ length: CHILDREN }, (_, index) => `${index + 1} vaccinated`),
  );
  const stock: Stock = (await nurse.api(`vaccination/points/${point}/stock`)).body;
  expect(stock.lots.map(({ doses }) => doses)).toEqual([0, 0]);
}, 240_000);

test('the queue has a clock for each child, and nobody leaves early without a reason', async () => {
  const observed = page.getByRole('region', { name: '留观中' });
  expect(await observed.getByRole('button').count()).toBe(CHILDREN);
  expect(await observed.getByRole('button').first().innerText()).toMatch(/还需 \d+:\d\d/);

  await observed.getByRole('button').first().press('Enter');
  const leave = page.getByRole('region', { name: '离开' });
  await leave.getByText(/继续留观/).waitFor();
  expect(await leave.getByRole('button', { name: '离开' }).isDisabled()).toBe(true);
  await leave.getByLabel('提前离开的原因').fill('家长坚持离开');
  await press('Enter');

  await page.getByRole('region', { name: '今日已完成' }).getByText('已离开').waitFor();
});

test('the stock page shows what was used, and who got a recalled lot', async () => {
  await page.getByRole('link', { name: '疫苗与冷链' }).press('Enter');
  await page.getByRole('table', { name: '出入库记录' }).getByText('接种').first().waitFor();

  await page.getByRole('button', { name: '召回' }).first().press('Enter');
  await page.getByRole('dialog').getByLabel(/^原因/).fill('效价不足');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).press('Enter');

  const list = page.getByRole('table', { name: '受种者' });
  await list.getByText('林宝10').waitFor();
  expect(await list.getByRole('row').count()).toBe(CHILDREN + 1);
});
