import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPerson, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';

const [FUZHOU, GULOU] = ['350100', '350102'];
let network: ConsoleNetwork;
beforeAll(async () => {
  network = await openConsoles(FUZHOU, GULOU);
  const at = network.at(GULOU);
  await register(at, aPerson({ name: '林一', gender: 'female', birthDate: '1950-02-03', division: '350102001' }));
  await register(at, aPerson({ name: '林二', gender: 'male', birthDate: '2024-02-03', division: '350102002', number: null }));
});
afterAll(() => network[Symbol.asyncDispose]());

describe('who looks at the population', () => {
  test('reads ages in a table, and opens the residents of one', async () => {
    const page = await network.visitAs('public-health', GULOU, '/population');
    const pyramid = page.getByRole('region', { name: '人口金字塔' });

    await pyramid.getByRole('button', { name: '显示表格' }).click();
    await pyramid.getByRole('link', { name: '75–79' }).click();

    await page.getByRole('cell', { name: '林一' }).waitFor();
    expect(await page.getByRole('cell', { name: '林二' }).count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('age')).toBe('75');
  });

  test('goes down to a part, and back up by the path', async () => {
    const page = await network.visitAs('public-health', GULOU, '/population');

    await page.getByRole('button', { name: '乡镇街道 350102001' }).click();
    await page.waitForURL(/division=350102001/);
    await page.getByRole('region', { name: '合计' }).getByRole('link', { name: '1', exact: true }).waitFor();
    await page.getByRole('navigation', { name: '区划路径' }).getByRole('button', { name: '鼓楼区' }).click();

    await page.getByRole('region', { name: '合计' }).getByRole('link', { name: '2', exact: true }).waitFor();
  });

  test('opens from a rule whose data break it, and from there the resident', async () => {
    const page = await network.visitAs('public-health', GULOU, '/population/quality');

    await page
      .getByRole('row', { name: /缺少证件号码/ })
      .getByRole('link', { name: '1', exact: true })
      .click();
    await page.getByRole('cell', { name: '林二' }).click();

    await page.waitForURL(/\/residents\/[0-9a-f-]{36}/);
  });

  test('saves the figures for a spreadsheet', async () => {
    const page = await network.visitAs('statistician', GULOU, '/population');
    await page.getByRole('button', { name: '保存“人口金字塔”的数据' }).click();
    const saving = page.waitForEvent('download');

    await page.getByRole('menuitem', { name: '保存为 Excel' }).click();

    expect((await saving).suggestedFilename()).toBe('人口金字塔.xlsx');
  });

  test('without the right to see residents, sees numbers and no list', async () => {
    const page = await network.visitAs('statistician', GULOU, '/population');

    await page.getByRole('region', { name: '合计' }).getByText('居民').first().waitFor();

    expect(await page.getByRole('link', { name: '居民名单' }).count()).toBe(0);
  });

  test('at the prefecture, sees the sum of what is below and as of when it is', async () => {
    const page = await network.visitAs('authority', FUZHOU, '/population');

    await page.getByRole('button', { name: '鼓楼区' }).waitFor({ timeout: 30_000 });

    await page.getByRole('region', { name: '数据时点' }).getByText('鼓楼区').waitFor();
    expect(await page.getByRole('region', { name: '合计' }).innerText()).toMatch(/居民\s*<5/);
  });
});
