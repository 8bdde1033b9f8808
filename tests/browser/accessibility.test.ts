import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBirth } from '../../src/databases/population/events/testing.ts';
import { aPerson, post, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { go, overhang } from './in-page.ts';
import { followUpTwice, openPoint, registerDoubtful, registerMany, registerXiuying, reportOutbreak } from './residents.ts';

const GULOU = '350102';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let network: ConsoleNetwork;
let resident: string;
let birth: string;
let disease: string;
let outbreak: string;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  await registerMany(network.at(GULOU), 60);
  resident = (await registerXiuying(network.at(GULOU))).id;
  await registerDoubtful(network.at(GULOU), '林晓明');
  await followUpTwice(network.at(GULOU), resident);
  const values = aBirth({ mother: { id: await register(network.at(GULOU), aPerson({ birthDate: '1994-05-06' })) } });
  const recorded = await (await network.at(GULOU).as('registrar')).api('events', post({ kind: 'birth', values }));
  ({ id: birth } = recorded.body as { id: string });
  ({ disease, outbreak } = await reportOutbreak(network.at(GULOU), resident));
});
afterAll(() => network[Symbol.asyncDispose]());

/** What of a page misses WCAG 2 or good practice, each with where. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** A script, as the page's own rules let none be made of text there. */
const changesOfColour = `
  Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})))
    .then(() => undefined)`;

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  // what has come may ask for more
  for (let round = 0; round < 3; round++) {
    await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))');
  }
  // halfway between two colours nothing has the contrast of either
  await page.evaluate(changesOfColour);
}

/** Wide as on a desk, and narrow as on a phone. Every detail is looked at once a language: of the wide page in Chinese, of the narrow one in English. */
async function expectInOrder(page: Page): Promise<void> {
  const isChinese = (await page.evaluate('document.documentElement.lang')) !== 'en';
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await settled(page);

    const isInDetail = isChinese === (width === 1440);
    const found = { at: page.url(), width, faults: isInDetail ? await faultsOf(page) : [], overhang: await overhang(page) };
    expect(found).toMatchObject({ faults: [], overhang: 0 });
  }
}

/** Each looks at many pages, of two sizes, in every detail. */
const TIMEOUT_MS = 240_000;

describe.each(['zh', 'en'] as const)('in %s, on a desk and on a phone,', { timeout: TIMEOUT_MS }, (language) => {
  test('the page to sign in can be used by all', async () => {
    const page = await network.visit(GULOU, { language });
    await page.goto('/');

    await expectInOrder(page);
  });

  test('the pages of a doctor can be used by all', async () => {
    const page = await network.visitAs('doctor', GULOU, '/', { language });
    const record = `/residents/${resident}`;

    for (const path of ['/', '/residents', record, `${record}?tab=summary`, `${record}?tab=family`, `${record}?tab=access`]) {
      await go(page, path);
      await expectInOrder(page);
    }
  });

  test('the pages of public health can be used by all', async () => {
    const page = await network.visitAs('doctor', GULOU, '/due', { language });
    const task = 'programme=hypertension&activity=follow-up';

    for (const path of [
      '/due',
      '/due/many?programme=hypertension&activity=follow-up',
      '/due/reminders',
      '/offline',
      `/due?${task}`,
      '/programmes',
      '/programmes?programme=hypertension',
      '/definitions',
      '/definitions?code=hypertension&version=2017',
      `/residents/${resident}?tab=programmes`,
      `/residents/${resident}/contact?${task}`,
    ]) {
      await go(page, path);
      await expectInOrder(page);
    }
  });

  test('the pages of notifiable diseases can be used by all', async () => {
    const page = await network.visitAs('epidemiologist', GULOU, '/diseases', { language });

    for (const path of [
      '/diseases',
      '/diseases?state=reported',
      '/diseases/prompts',
      '/diseases/notices',
      `/diseases/new?resident=${resident}`,
      `/diseases/cases/${disease}`,
      `/diseases/cases/${disease}/correct`,
      '/surveillance',
      '/surveillance/signals',
      '/surveillance/outbreaks',
      '/outbreaks',
      `/outbreaks/${outbreak}`,
    ]) {
      await go(page, path);
      await expectInOrder(page);
    }
  });

  test('the pages of indicators can be used by all', async () => {
    const page = await network.visitAs('public-health', GULOU, '/indicators?measure=hypertension-control', { language });

    for (const path of [
      '/indicators?measure=hypertension-control',
      '/indicators?period=2026-02',
      '/indicators/residents?measure=hypertension-control',
      '/indicators/reporting?by=division',
      '/indicators/quality?rule=required-missing',
      '/indicators/supervision',
      '/indicators/education',
      `/residents/${resident}/household`,
    ]) {
      await go(page, path);
      await expectInOrder(page);
    }
  });

  test('the pages of a vaccination point can be used by all', async () => {
    const { point, visit, child } = await openPoint(network.at(GULOU));
    const page = await network.visitAs('public-health', GULOU, '/vaccination', { language });

    for (const path of [
      '/vaccination/coverage',
      '/vaccination/school',
      '/vaccination/adverse-events',
      `/vaccination/certificate?resident=${child}`,
      `/vaccination?point=${point}`,
      `/vaccination?point=${point}&visit=${visit}`,
      `/vaccination/stock?point=${point}`,
      `/vaccination/due?point=${point}`,
    ]) {
      await go(page, path);
      await expectInOrder(page);
    }
  });

  test('the pages of a registrar can be used by all', async () => {
    const registrar = await network.visitAs('registrar', GULOU, '/events', { language });
    const record = `/residents/${resident}`;

    for (const path of [
      '/events',
      '/events/notices',
      `/events/${birth}`,
      `${record}?tab=data`,
      `${record}?tab=events`,
      `${record}?tab=family`,
    ]) {
      await go(registrar, path);
      await expectInOrder(registrar);
    }
  }, 120_000);

  test('the forms of a registrar can be used by all', async () => {
    const registrar = await network.visitAs('registrar', GULOU, '/events/new/birth', { language });
    for (const form of ['birth', `death?resident=${resident}`, 'marriage']) {
      await go(registrar, `/events/new/${form}`);
      await expectInOrder(registrar);
    }
    await go(registrar, `/residents/${resident}?tab=data`);
    await registrar.getByRole('button', { name: /^(修改信息|Change the data)$/ }).click();

    await expectInOrder(registrar);
  }, 120_000);

  test('an opened entry, the columns of a list and the keys can be used by all', async () => {
    const page = await network.visitAs('doctor', GULOU, `/residents/${resident}`, { language });
    await page.locator('.entry button').first().click();
    await page.getByRole('dialog').waitFor();
    await expectInOrder(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await expectInOrder(page);
    await page.keyboard.press('Escape');
    await go(page, '/residents');
    await page.getByRole('button', { name: /^(列|Columns)$/ }).click();
    await page.getByRole('checkbox').first().waitFor();

    await expectInOrder(page);
  });

  test('the pages of an administrator, a statistician, an auditor and a missing right can be used by all', async () => {
    const admin = await network.visitAs('admin', GULOU, '/', { language });
    for (const path of [
      '/institutions',
      '/institutions/divisions',
      '/network',
      '/network?view=table',
      '/jobs',
      '/residents',
      '/nowhere',
    ]) {
      await go(admin, path);
      await expectInOrder(admin);
    }
    const worker = await network.visitAs('public-health', GULOU, '/population', { language });
    for (const path of ['/population', '/population/quality?rule=phone-missing', '/population/list', '/residents/import']) {
      await go(worker, path);
      await expectInOrder(worker);
    }
    const statistician = await network.visitAs('statistician', GULOU, '/jobs', { language });
    await expectInOrder(statistician);
    await statistician.getByRole('button', { name: /^(新建批量导出|New bulk export)$/ }).click();
    await statistician.getByRole('dialog').waitFor();
    await expectInOrder(statistician);
    const auditor = await network.visitAs('auditor', GULOU, '/accesses', { language });

    await expectInOrder(auditor);
  });

  test('the registration desk can be used by all', async () => {
    const page = await network.visitAs('registrar', GULOU, '/residents/register', { language });
    await page.getByLabel(/^(姓名|Name)/).fill('林晓明');
    await page
      .getByLabel(/^(本人电话号码|Telephone)/)
      .first()
      .fill('13805916519');
    await page.locator('.candidates li').first().waitFor();
    await expectInOrder(page);
    await page
      .getByRole('button', { name: /^(依据|Evidence)/ })
      .first()
      .click();
    await page.getByRole('table', { name: /各项证据|Weight of each/ }).waitFor();
    await expectInOrder(page);
  });

  test('the model of matching, registrations and reviews can be used by all', async () => {
    const page = await network.visitAs('registrar', GULOU, '/', { language });
    for (const [path, shown] of [
      ['/matching', /^(姓：|Surname:)/],
      [`/residents/${resident}?tab=registrations`, /^(该居民的全部登记|All registrations)/],
      ['/reviews', /^(待核对的登记对|Doubtful pairs)/],
    ] as const) {
      await go(page, path);
      await page.getByRole('table', { name: shown }).waitFor();
      await expectInOrder(page);
    }
    await page.getByRole('button', { name: /^(开始核对|Start reviewing)$/ }).click();
    await page.getByRole('table', { name: /各项证据|Weight of each/ }).waitFor();
    await expectInOrder(page);
    await page.keyboard.press('l');
    await page.getByRole('dialog').waitFor();
    await expectInOrder(page);
  });
});
