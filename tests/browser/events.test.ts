import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aMarriage } from '../../src/databases/population/events/testing.ts';
import { aPerson, post, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { go } from './in-page.ts';

const GULOU = '350102';
let network: ConsoleNetwork;
beforeAll(async () => {
  network = await openConsoles(GULOU);
});
afterAll(() => network[Symbol.asyncDispose]());

const aMother = (name: string) => register(network.at(GULOU), aPerson({ name, birthDate: '1994-05-06' }));

/** Types into the field that has the focus, and goes on with Enter. */
async function fill(page: Page, label: RegExp, text: string): Promise<void> {
  await page.getByLabel(label).pressSequentially(text);
  await page.keyboard.press('Enter');
}

/** Chooses from a list by its words. */
async function choose(page: Page, label: RegExp, words: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label });
  await field.focus();
  await field.pressSequentially(words);
  await page.keyboard.press('Enter');
}

test('a birth is recorded with the keyboard alone, what is wrong leads to its field, and what is unusual is asked about', async () => {
  const mother = await aMother('林键盘');
  const page = await network.visitAs('registrar', GULOU, '/', { language: 'en' });
  await go(page, `/events/new/birth?mother=${mother}`);
  await page.getByLabel(/^Medical birth certificate number/).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Record the event' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByRole('link', { name: 'Name of the newborn' }).focus();
  await page.keyboard.press('Enter');

  await fill(page, /^Name of the newborn/, '小键');
  await fill(page, /^Medical birth certificate number/, 'K350000001');
  await fill(page, /^Issuing institution/, '第一医院');
  await page.getByLabel(/^Issued on/).fill('2026-11-12');
  await choose(page, /^Sex/, 'Female');
  await page.getByLabel(/^Date and time of birth/).fill('2026-11-10T03:21');
  await fill(page, /^Weeks of gestation/, '39');
  await fill(page, /^Birth weight/, '990');
  await fill(page, /^Birth length/, '50');
  await choose(page, /^Type of place of birth/, 'County');
  await fill(page, /^Division of birth/, '350102');
  await page.getByRole('button', { name: 'Record the event' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'It is so, go on' }).focus();
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { level: 1, name: 'Birth on 2026-11-10' }).waitFor();
  await go(page, `/residents/${mother}?tab=family`);
  const child = page.getByRole('link', { name: '小键, daughter' });
  await child.waitFor();
  expect(await child.getAttribute('href')).toContain('/residents/');
});

test('an event is corrected, and says so', async () => {
  const resident = await aMother('林更正');
  const registrar = await network.at(GULOU).as('registrar');
  const values = aMarriage({ spouseName: '陈某', spouseStatus: '' });
  const { id }: { id: string } = (await registrar.api('events', post({ kind: 'marriage', resident, values }))).body;
  const page = await network.visitAs('registrar', GULOU, `/events/${id}`, { language: 'en' });

  await page.getByRole('button', { name: 'Correct', exact: true }).click();
  await page.getByLabel('Reason', { exact: true }).fill('登记有误');
  await page.getByLabel('Record it anew with the right values').uncheck();
  await page.getByRole('button', { name: 'Undo the event' }).click();
  await page.getByRole('link', { name: 'See the event that it undoes' }).click();

  await page.getByText('This event was undone by a correction').waitFor();
  await go(page, '/events?state=corrected');
  const row = page.getByRole('row', { name: /Marriage Corrected 林更正/ });
  await row.waitFor();
  expect(await row.count()).toBe(1);
});

test('the data of a resident are changed over the version that was read', async () => {
  const resident = await aMother('林资料');
  const page = await network.visitAs('registrar', GULOU, `/residents/${resident}?tab=data`, { language: 'en' });

  await page.getByRole('button', { name: 'Change the data' }).click();
  await page.getByLabel('Employer').fill('第一中学');
  await choose(page, /^Education/, 'Bachelor');
  await page.getByRole('button', { name: 'Write the data' }).click();

  await page.getByText('第一中学').waitFor();
});
