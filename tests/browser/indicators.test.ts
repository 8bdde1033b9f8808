import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPerson, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';

const [FUZHOU, GULOU] = ['350100', '350102'];
const YEAR = new Date().getFullYear();
let network: ConsoleNetwork;
beforeAll(async () => {
  network = await openConsoles(FUZHOU, GULOU);
  const at = network.at(GULOU);
  for (const [name, division] of [
    ['林一', '350102001'],
    ['林二', '350102001'],
    ['陈三', '350102002'],
  ] as const)
    await register(at, aPerson({ name, gender: 'female', birthDate: '1950-02-03', division, number: null }));
  await register(at, aPerson({ name: '林小', gender: 'male', birthDate: '1999-02-03', division: '350102002', number: null }));
});
afterAll(() => network[Symbol.asyncDispose]());

describe('who looks at indicators', () => {
  test('goes by keys from an indicator to a division, an age and one of its residents', async () => {
    const page = await network.visitAs('public-health', GULOU, '/indicators');
    const row = page.getByRole('row', { name: /老年人健康管理率/ });
    await row.getByText('0 / 3').waitFor();

    await row.focus();
    await page.keyboard.press('Enter');
    const divisions = page.getByRole('region', { name: '按区划排名', exact: true });
    await divisions.getByRole('button', { name: /350102001/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/division=350102001/);
    await row.getByText('0 / 2').waitFor();
    const ages = page.getByRole('region', { name: '按年龄', exact: true });
    await ages.getByRole('link', { name: '75–79' }).focus();
    await page.keyboard.press('Enter');

    const found = page.getByRole('row', { name: /林一/ });
    await found.waitFor();
    expect(await page.getByRole('row', { name: /陈三|林小/ }).count()).toBe(0);
    await found.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '林一' }).waitFor();
    expect(new URL(page.url()).searchParams.get('tab')).toBe('programmes');
  });

  test('sees a target of the year beside the figure once it is set, by keys', async () => {
    const admin = await network.visitAs('admin', GULOU, '/definitions');
    await admin.getByRole('spinbutton', { name: '老年人健康管理率的目标（%）' }).focus();
    await admin.keyboard.type('65');
    await admin.keyboard.press('Tab');
    await admin.keyboard.type('区计划');
    await admin.keyboard.press('Enter');
    await admin.getByText(/^65% · 区计划 · admin/).waitFor();

    const page = await network.visitAs('public-health', GULOU, '/indicators');

    const row = page.getByRole('row', { name: /老年人健康管理率/ });
    await row.getByText('未达标').waitFor();
    expect(await row.locator('.indicator-target').count()).toBe(1);
  });

  test('opens a month, which is counted in the background', async () => {
    const page = await network.visitAs('public-health', GULOU, `/indicators?period=${YEAR}-01`);

    await page.getByRole('button', { name: '开启汇总' }).click();

    await page
      .getByRole('row', { name: /老年人健康管理率/ })
      .getByText('0 / 3')
      .waitFor();
    expect(await page.getByRole('button', { name: '开启汇总' }).count()).toBe(0);
  });

  test('sees above the county where residents are, but no small number', async () => {
    const page = await network.visitAs('statistician', FUZHOU, '/indicators?measure=elderly-management');
    const row = page.getByRole('row', { name: /老年人健康管理率/ });
    await row.getByText('<5').first().waitFor();

    const away = page.getByRole('region', { name: '按区划排名', exact: true }).getByRole('link', { name: '到该平台查看居民' });

    expect(await away.getAttribute('href')).toBe(`${network.at(GULOU).url}/indicators?period=${YEAR}&measure=elderly-management`);
    expect(await page.getByRole('link', { name: '查看居民', exact: true }).count()).toBe(0);
  });
});

describe('who looks through records', () => {
  test('marks by keys what was looked at, and opens the contact behind it', async () => {
    const at = network.at(GULOU);
    const id = await register(
      at,
      aPerson({ name: '陈查', gender: 'female', birthDate: '1950-02-03', division: '350102001', number: null }),
    );
    const on = `${YEAR}-01-05`;
    await register(at, {
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'AMB' },
      type: [{ coding: [{ system: 'urn:minkang:activity', code: 'hypertension/follow-up' }] }],
      subject: { reference: `Patient/${id}` },
      period: { start: on, end: on },
    });
    const page = await network.visitAs('public-health', GULOU, '/indicators/quality');
    const row = page.getByRole('row', { name: /陈查/ });
    await row.getByRole('button', { name: `陈查 ${on}：待更正` }).focus();

    await page.keyboard.press('Enter');

    await row.waitFor({ state: 'detached' });
    await page.goto('/indicators/quality?state=mend');
    await row.getByRole('button', { name: `陈查 ${on}：撤销` }).waitFor();
    await row.getByRole('link', { name: /高血压/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/residents\/[^/]+\/contact\?.*contact=/);
    await page
      .getByRole('heading', { name: /陈查|随访/ })
      .first()
      .waitFor();
  });
});

describe('who educates', () => {
  test('plans a lecture and fills in its record by keys, and sees it counted', async () => {
    const page = await network.visitAs('public-health', GULOU, '/indicators/education');
    const type = async (label: RegExp, text: string) => {
      const field = page.getByRole('dialog').getByLabel(label);
      await field.focus();
      await field.pressSequentially(text);
      await page.keyboard.press('Enter');
    };
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

    await page.getByRole('button', { name: '列入计划', disabled: false }).press('Enter');
    await type(/^活动形式/, '健康知识讲座');
    await type(/^主题/, '高血压防治');
    await type(/^机构(?!类别)/, '东街卫生院');
    await type(/^机构类别/, '乡镇');
    await type(/^计划日期/, today);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).press('Enter');
    await page.getByRole('button', { name: '填写记录 · 高血压防治' }).press('Enter');
    await type(/^活动地点/, '东街社区');
    await type(/^接受健康教育人数/, '40');
    await type(/^活动内容/, '讲解用药');
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).press('Enter');

    await page.getByRole('row', { name: /东街卫生院.*健康知识讲座.*1 \/ 12/ }).waitFor();
    expect(await page.getByRole('button', { name: '活动记录表 · 高血压防治' }).count()).toBe(1);
  });
});
