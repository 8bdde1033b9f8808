import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CasePage } from '../../src/applications/public-health/diseases/contract.ts';
import { aCard, aKey } from '../../src/applications/public-health/diseases/testing.ts';
import { aPerson, post, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { go } from './in-page.ts';

const GULOU = '350102';
const SCHOOL = '鼓楼第一小学';
let network: ConsoleNetwork;
let doctor: Page;
let county: Page;
let first = '';
beforeAll(async () => {
  network = await openConsoles(GULOU);
  first = await aPupil('林首例');
  await aPupil('陈接触');
  doctor = await network.visitAs('doctor', GULOU, '/');
  county = await network.visitAs('epidemiologist', GULOU, '/');
}, 240_000);
afterAll(() => network[Symbol.asyncDispose]());

const aPupil = (name: string) => register(network.at(GULOU), aPerson({ name, birthDate: '2017-01-05' }));
const DAY_MS = 86_400_000;
const dayAgo = (days: number) => new Date(Date.now() + 8 * 3_600_000 - days * DAY_MS).toISOString().slice(0, 10);

async function type(page: Page, label: RegExp, text: string): Promise<void> {
  const field = page.getByLabel(label);
  await field.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await field.pressSequentially(text);
  await page.keyboard.press('Enter');
}

async function choose(page: Page, label: RegExp, words: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label });
  await field.focus();
  await field.pressSequentially(words);
  await page.keyboard.press('Enter');
}

const press = async (page: Page, name: string | RegExp) => {
  await page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .last()
    .press('Enter');
};

test('the first card is filled in by keys alone, and says by when it is due', async () => {
  await go(doctor, `/diseases/new?resident=${first}`);
  await choose(doctor, /^传染病名称/, '手足口');
  await doctor.getByText('丙类，诊断后 24 小时内报告').waitFor();
  await choose(doctor, /^病例分类/, '临床诊断');
  await type(doctor, /^发病日期/, dayAgo(1));
  await type(doctor, /^诊断时间/, `${dayAgo(0)} 00:00`);
  await choose(doctor, /^职业/, '学生');
  await type(doctor, /^工作单位（学校）/, SCHOOL);
  await type(doctor, /^家长姓名/, '林父');
  await type(doctor, /^村（街、路）/, '东街口 86 号');
  await type(doctor, /^填报机构/, '鼓楼医院');

  await press(doctor, '提交报告卡');

  await doctor.getByRole('heading', { level: 1, name: '手足口病 · 林首例' }).waitFor();
  await doctor.getByRole('definition').filter({ hasText: '及时' }).waitFor();
  expect(await doctor.getByText('初次报告').count()).toBeGreaterThan(0);
});

test('the county opens it from its work list and accepts it', async () => {
  await go(county, '/diseases?state=reported');
  const row = county.locator('[data-row]').filter({ hasText: '林首例' });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/待审核[\s\S]*剩余/);

  await row.focus();
  await county.keyboard.press('Enter');
  await press(county, '审核通过');
  await county.getByText('林首例（女，2017-01-05 出生').waitFor();
  await press(county, '审核通过');

  await county.getByRole('list').getByText('审核通过').waitFor();
});

test('further cards of the school become a signal, and the signal an outbreak with its cases', async () => {
  const caller = await network.at(GULOU).as('doctor');
  for (let at = 0; at < 4; at++) {
    const values = aCard({ disease: 'hand-foot-mouth', onsetOn: dayAgo(at), diagnosedAt: `${dayAgo(0)}T00:00`, setting: SCHOOL });
    const answer = await caller.api('notifiable-cases', post({ resident: await aPupil(`后例${at}`), key: aKey(), values }));
    expect(answer.status).toBe(200);
  }
  await go(county, '/surveillance/signals');
  const row = county.getByRole('row').filter({ hasText: SCHOOL });
  await row.filter({ hasText: '共 5 例' }).waitFor({ timeout: 30_000 });

  await row.getByRole('button', { name: '处置' }).press('Enter');
  await press(county, '建立暴发疫情');

  await county.getByRole('heading', { level: 1, name: `手足口病 · ${SCHOOL}` }).waitFor();
  await county.getByRole('region', { name: '关联病例' }).getByRole('link', { name: '林首例' }).waitFor();
  expect(await county.getByRole('region', { name: '关联病例' }).getByRole('link').count()).toBe(5);
});

test('a contact is registered, followed up, and the initial report is in time', async () => {
  await press(county, '登记接触者');
  const picker = county.getByRole('combobox', { name: '居民' });
  await picker.focus();
  await picker.pressSequentially('陈接触');
  await county.getByText('陈接触 · 女').first().waitFor();
  await county.keyboard.press('Enter');
  await county.getByLabel('末次接触日期').last().pressSequentially(dayAgo(2));
  await press(county, '保存');
  const contacts = county.getByRole('region', { name: '密切接触者及随访' });
  await contacts.getByRole('link', { name: '陈接触' }).waitFor();

  await contacts.getByRole('button', { name: '随访' }).press('Enter');
  await county.getByLabel('体温（℃）').pressSequentially('36.6');
  await press(county, '保存');
  await contacts.getByText(`${dayAgo(0)} 无症状`).waitFor({ state: 'attached' });

  await county.getByLabel('经过与发现').fill('一年级三班 5 例，均为轻症。');
  await press(county, '记录');
  await county.getByRole('list').getByText('一年级三班 5 例').waitFor();
  expect(await county.getByRole('listitem').filter({ hasText: '初次报告' }).innerText()).toMatch(/病例 5，死亡 0，密切接触者 1/);
});

test('what is reported stands where every level sees it, without persons', async () => {
  await go(county, '/surveillance/outbreaks');
  const row = county.getByRole('row', { name: new RegExp(`手足口病 · ${SCHOOL}.*初次报告`) });
  await row.focus();
  await county.keyboard.press('Enter');

  await county.getByRole('dialog').getByText('一年级三班 5 例').waitFor();

  expect(await county.getByRole('dialog').innerText()).not.toMatch(/林首例|陈接触/);
  await county.keyboard.press('Escape');
});

test('the curve has them all, and its numbers stand in a table', async () => {
  const { items }: CasePage = (
    await (await network.at(GULOU).as('epidemiologist')).api('notifiable-cases?disease=hand-foot-mouth')
  ).body;
  await go(county, '/surveillance?disease=hand-foot-mouth');
  const panel = county.getByRole('region', { name: '流行曲线' });

  await panel
    .getByRole('button', { name: '看数据表' })
    .or(panel.getByRole('button', { name: /表/ }))
    .first()
    .press('Enter');

  await county.getByRole('region', { name: '地区方块图' }).getByRole('button', { name: /5/ }).waitFor();
  const byDay = Map.groupBy(items, ({ onsetOn }) => onsetOn);
  for (const [day, cases] of byDay) await panel.getByRole('row', { name: new RegExp(`^${day} ${cases.length} 0`) }).waitFor();
  expect(items).toHaveLength(5);
});
