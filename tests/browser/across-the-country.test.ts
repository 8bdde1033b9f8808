import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBundle, aProgramme } from '../../src/definitions/testing.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { type KnownResident, registerXiuying } from './residents.ts';

const [NATION, FUZHOU, GULOU, JINJIANG] = ['000000', '350100', '350102', '510104'];

/** The main journey: a doctor in Sichuan reads the record of a resident of Fujian, while platforms come and go. */
let network: ConsoleNetwork;
let resident: KnownResident;
let page: Page;
beforeAll(async () => {
  network = await openConsoles(NATION, '350000', FUZHOU, GULOU, '510000', '510100', JINJIANG);
  resident = await registerXiuying(network.at(GULOU));
  const { sql } = network.at(NATION).running.platform.database;
  await network.until(async () => {
    const [held] = await sql<
      { count: number }[]
    >`select coalesce(sum(count), 0)::integer as count from document_registry.holding`;
    return (held?.count ?? 0) >= 6;
  });
  page = await network.visitAs('doctor', JINJIANG);
});
afterAll(() => network[Symbol.asyncDispose]());

/** Types or scans a number into the one search of the console. */
async function enter(number: string): Promise<void> {
  await page.getByLabel('查找居民或刷卡').fill(number);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/records\//);
  await page.getByRole('tab', { name: '时间轴' }).waitFor();
}

const warning = () => page.getByRole('alert').filter({ hasText: '记录不完整' });

describe('a doctor of Jinjiang', () => {
  test.each(['number', 'card'] as const)(
    'reads the record of a resident of Gulou by %s, each entry with its place and time',
    async (kind) => {
      await page.goto('/');
      await enter(resident[kind]);

      await page.getByRole('heading', { level: 1, name: resident.name }).waitFor();

      const entries = await page.locator('.entry').allInnerTexts();
      expect(entries).toHaveLength(6);
      expect(entries.filter((entry) => entry.includes('鼓楼区'))).toHaveLength(6);
      expect(entries.find((entry) => entry.includes('空腹血糖'))).toContain('03-04');
      expect(page.url()).not.toContain(resident[kind]);
      expect(await page.getByText('非本平台居民').isVisible()).toBe(true);
      expect(await warning().count()).toBe(0);
    },
  );

  test('is told what is missing while Fuzhou is stopped, and has the whole when it is back', async () => {
    await network.at(FUZHOU).stop();
    await page.goto('/');
    await enter(resident.number);
    await warning().waitFor();
    const missing = await warning().innerText();
    const shown = await page.locator('.entry').count();

    await network.at(FUZHOU).start();
    await network.until(async () => {
      const again = page.getByRole('button', { name: '重试' });
      if (await again.isVisible()) await again.click({ timeout: 1_000 }).catch(() => undefined);
      return (await page.locator('.entry').count()) === 6;
    });

    await warning().waitFor({ state: 'hidden' });
    expect(missing).toContain('缺少鼓楼区的记录：上级平台福州市没有应答');
    expect(shown).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(resident.name);
  });
});

test('the page of the network shows a platform that goes down and comes back, without being loaded again', async () => {
  const wall = await network.visitAs('admin', NATION, '/network');
  const card = (name: string) => wall.getByRole('article', { name });
  await card('福州市').getByText('运行中').waitFor();
  const before = await wall.getByText('7 / 7 个平台运行中').count();

  await network.at(FUZHOU).stop();
  await card('福州市').getByText('无应答').waitFor();
  await card('鼓楼区').getByText('上级平台无法到达').waitFor();
  await network.at(FUZHOU).start();
  await wall.getByText('7 / 7 个平台运行中').waitFor();

  expect(before).toBe(1);
});

describe('an engineer of the nation', () => {
  const NAME = '脑卒中筛查';
  const fileOf = (bundle: object) => ({
    name: 'stroke-screening.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(bundle)),
  });

  test('brings in a programme by keyboard; the county has it, and its doctor finds who is due', async () => {
    const admin = await network.visitAs('admin', NATION, '/definitions');
    await admin.getByRole('button', { name: '导入定义' }).press('Enter');
    const file = admin.getByRole('dialog').locator('input[type=file]');
    await file.setInputFiles(fileOf(aBundle(aProgramme({ source: '' }))));
    await admin.getByText('未通过检查').waitFor();
    await file.setInputFiles(fileOf(aBundle(aProgramme())));
    await admin.getByText('新项目').waitFor();

    await admin.getByRole('button', { name: '发布到本级和下级平台' }).press('Enter');
    await admin.getByText('已发布 1 个定义').waitFor();
    // each asks the one above by itself every few seconds; here they are told to ask now
    for (const division of ['350000', FUZHOU, GULOU, FUZHOU, '350000'])
      while (await network.at(division).running.platform.definitions());
    await admin.getByRole('row', { name: new RegExp(NAME) }).press('Enter');
    await admin.getByRole('row', { name: /鼓楼区 执行中/ }).waitFor({ timeout: 60_000 });

    const doctor = await network.visitAs('doctor', GULOU, '/due?programme=stroke-screening');
    await doctor.getByRole('row', { name: new RegExp(resident.name) }).waitFor();
    await admin.context().close();
    await doctor.context().close();
  });
});
