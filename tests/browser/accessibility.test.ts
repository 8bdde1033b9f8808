import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { registerMany, registerXiuying } from './residents.ts';

const GULOU = '350102';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let network: ConsoleNetwork;
let resident: string;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  await registerMany(network.at(GULOU), 60);
  resident = (await registerXiuying(network.at(GULOU))).id;
});
afterAll(() => network[Symbol.asyncDispose]());

/** What of a page misses WCAG 2 or good practice, each with where. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((): Promise<AxeResults> => axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** By how many pixels the page is wider than the window. */
const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
}

async function expectInOrder(page: Page): Promise<void> {
  await settled(page);

  expect({ at: page.url(), faults: await faultsOf(page) }).toMatchObject({ faults: [] });
  expect({ at: page.url(), overhang: await overhang(page) }).toMatchObject({ overhang: 0 });
}

const views = [
  ['zh', 1440],
  ['en', 1440],
  ['zh', 390],
  ['en', 390],
] as const;

describe.each(views)('in %s and %i px wide', (language, width) => {
  test('the page to sign in can be used by all', async () => {
    const page = await network.visit(GULOU, { language, width });
    await page.goto('/');

    await expectInOrder(page);
  });

  test('the pages of a doctor can be used by all', async () => {
    const page = await network.visitAs('doctor', GULOU, '/', { language, width });
    const record = `/residents/${resident}`;

    for (const path of ['/', '/residents', record, `${record}?tab=summary`, `${record}?tab=family`, `${record}?tab=access`]) {
      await page.goto(path);
      await expectInOrder(page);
    }
  });

  test('an opened entry and the list of keys can be used by all', async () => {
    const page = await network.visitAs('doctor', GULOU, `/residents/${resident}`, { language, width });
    await settled(page);
    await page.locator('.entry button').first().click();
    await page.getByRole('dialog').waitFor();
    const ofEntry = await faultsOf(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();

    const ofKeys = await faultsOf(page);

    expect({ ofEntry, ofKeys }).toEqual({ ofEntry: [], ofKeys: [] });
  });

  test('the pages of an administrator, an auditor and a missing right can be used by all', async () => {
    const admin = await network.visitAs('admin', GULOU, '/', { language, width });
    for (const path of ['/institutions', '/network', '/network?view=table', '/residents', '/nowhere']) {
      await admin.goto(path);
      await expectInOrder(admin);
    }
    const auditor = await network.visitAs('auditor', GULOU, '/accesses', { language, width });

    await expectInOrder(auditor);
  });
});
