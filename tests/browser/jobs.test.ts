import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobPage } from '../../src/jobs/contract.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { type KnownResident, registerXiuying } from './residents.ts';

const GULOU = '350102';
let network: ConsoleNetwork;
let resident: KnownResident;
let page: Page;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  resident = await registerXiuying(network.at(GULOU));
  page = await network.visitAs('statistician', GULOU, '/jobs');
});
afterAll(() => network[Symbol.asyncDispose]());

const row = (text: string) => page.getByRole('row').filter({ hasText: text });
const drawer = () => page.getByRole('dialog');

async function closeDrawer(): Promise<void> {
  await page.keyboard.press('Escape');
  await drawer().waitFor({ state: 'hidden' });
}

/** Makes the one export of the statistician as it is in the midst of work, or after it broke off. */
async function makeExport(state: 'running' | 'failed', error: string | null = null): Promise<void> {
  await network.at(GULOU).running.platform.database.sql`
    update jobs.job set state = ${state}, done = 250, total = 1000, error = ${error}, worker = 'of the test',
           lease_until = now() + interval '1 hour', finished_at = null, expires_at = null where kind = 'export'`;
}

describe('a statistician', () => {
  test('reads that there are no jobs yet, and how there would be one', async () => {
    await page.getByText('尚无任务。新建批量导出后').waitFor();

    expect(await page.getByRole('button', { name: '重建索引' }).count()).toBe(0);
  });

  test('exports a type of resource by keys alone, and sees it done without loading the page again', async () => {
    await page.getByRole('button', { name: '新建批量导出' }).press('Enter');
    await page.getByRole('combobox', { name: '资源类型' }).fill('预防接种');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '开始导出' }).press('Enter');

    await drawer().getByText('导出文件').waitFor();

    const words = await drawer().innerText();
    expect(words).toMatch(/完成[\s\S]*预防接种[\s\S]*范围\s*居民数据/);
    expect(new URL(page.url()).searchParams.get('job')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('downloads its file through the session of the console', async () => {
    const saving = page.waitForEvent('download');

    await page.getByRole('button', { name: '下载预防接种' }).click();

    const download = await saving;
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(download.suggestedFilename()).toMatch(/^Immunization-.*\.ndjson$/);
    expect(lines.map((line) => JSON.parse(line).patient.reference)).toEqual([`Patient/${resident.id}`]);
    await closeDrawer();
  });

  test('sees the bar of a job that runs, and cancels it after a question', async () => {
    await makeExport('running');
    await row('250 / 1,000').waitFor();
    const part = await page.getByRole('progressbar', { name: '批量导出的进度' }).getAttribute('aria-valuenow');

    await page.getByRole('button', { name: '取消任务：批量导出' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '取消任务' }).click();

    await row('正在停止').waitFor();
    expect(part).toBe('25');
    expect(await drawer().count()).toBe(0);
  });

  test('reads why a job failed, and lets it go on', async () => {
    await makeExport('failed', 'setting-missing');
    await row('平台未配置此功能').waitFor();

    await page.getByRole('button', { name: '继续任务：批量导出' }).click();

    await row('完成').waitFor();
  });

  test('finds jobs by state, with the filter in the address, and saves the list', async () => {
    await page.goto('/jobs?state=failed');
    await page.getByText('没有符合条件的任务').waitFor();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await row('批量导出').first().waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出', exact: true }).click();

    const text = await readFile(await (await saving).path(), 'utf8');

    expect(text.split('\r\n')[0]).toContain('任务,发起人,状态,进度,开始时间,结束时间');
    expect(text).toContain('批量导出,黄敏,完成');
    expect(new URL(page.url()).search).toBe('');
  });

  test('removes the files before their time, and the job with them', async () => {
    await page.getByRole('button', { name: '查看文件：批量导出' }).click();
    await drawer().getByRole('button', { name: '删除文件' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '删除文件' }).click();

    await page.getByText('尚无任务。新建批量导出后').waitFor();

    const left: JobPage = (await (await network.at(GULOU).as('admin')).api('jobs?kind=export')).body;
    expect(left.items).toEqual([]);
  });
});

test('an administrator indexes anew, and is offered no export', async () => {
  const admin = await network.visitAs('admin', GULOU, '/jobs', { language: 'en' });
  await admin.getByRole('button', { name: 'Index anew' }).click();
  await admin.getByRole('tooltip').getByRole('button', { name: 'Index anew' }).click();

  const done = admin.getByRole('row').filter({ hasText: 'Indexing anew' }).filter({ hasText: 'Done' });
  await done.waitFor();

  expect(await done.innerText()).toContain('Li Qiang');
  expect(await admin.getByRole('button', { name: 'New bulk export' }).count()).toBe(0);
});

test('says what failed, with the number of the request, and can be asked for again', async () => {
  const answer = { title: 'The platform failed', titleZh: '平台内部错误', code: 'internal', status: 500, requestId: 'r-1' };
  await page.route('**/api/jobs?*', (route) => route.fulfill({ status: 500, json: answer }));
  await page.goto('/jobs');
  const alert = page.getByRole('alert').filter({ hasText: '平台内部错误' });
  await alert.waitFor();
  const words = await alert.innerText();
  await page.unroute('**/api/jobs?*');

  await alert.getByRole('button', { name: '重试' }).click();

  await page.getByText('尚无任务。新建批量导出后').waitFor();
  expect(words).toContain('请求号 r-1');
});

test('a record on paper is whole, says by whom it was printed, and has nothing to press', async () => {
  const doctor = await network.visitAs('doctor', GULOU, `/residents/${resident.id}`);
  await doctor.getByRole('button', { name: /^空腹血糖/ }).waitFor();

  await doctor.emulateMedia({ media: 'print' });

  await doctor.getByText(/鼓楼区 · 陈静 打印于 \d{4}-\d\d-\d\d/).waitFor();
  const pressed = await doctor.locator('.ant-btn, .ant-select, search, .layout-rail, .top-bar, .ant-tabs-tab').all();
  const shown = await Promise.all(pressed.map(async (one) => ((await one.isVisible()) ? one.innerText() : undefined)));
  expect(shown.filter((text) => text !== undefined)).toEqual(['时间轴']);
  expect(await doctor.getByText('林秀英').first().isVisible()).toBe(true);
  expect(await doctor.locator('.entry').count()).toBe(6);
});
