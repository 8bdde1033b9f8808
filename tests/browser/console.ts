import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { sampleAccounts } from '../../src/server/sample/plan.ts';
import { openDatabase } from '../../src/store/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { openNetwork, type TestNetwork } from '../support/network.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const PASSWORD = 'minkang-sample';

/** Platforms with their consoles, and a browser before them. */
export interface ConsoleNetwork extends TestNetwork {
  readonly browser: Browser;
  /** A page of a new visitor, who has no cookies and no choices remembered. */
  visit(division: string, options?: VisitOptions): Promise<Page>;
  /** The same, signed in and at an address of the console. */
  visitAs(username: string, division: string, path?: string, options?: VisitOptions): Promise<Page>;
}

interface VisitOptions {
  /** Remembered from an earlier visit. */
  readonly language?: 'zh' | 'en';
  /** The console may keep its files for work without network. */
  readonly isInstalled?: boolean;
}

export async function openConsoles(...divisions: string[]): Promise<ConsoleNetwork> {
  await buildConsole();
  const [network, browser] = await Promise.all([openNetwork(divisions, sampleAccounts), launchBrowser()]);
  const visit: ConsoleNetwork['visit'] = async (division, { language, isInstalled = false } = {}) => {
    const context = await browser.newContext({
      baseURL: network.at(division).url,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      serviceWorkers: isInstalled ? 'allow' : 'block',
    });
    if (language) await context.addInitScript((chosen) => localStorage.setItem('minkang.language', chosen), language);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return page;
  };
  return {
    ...network,
    browser,
    visit,
    visitAs: async (username, division, path = '/', options = {}) => {
      const page = await visit(division, options);
      await page.goto(path);
      await signIn(page, username);
      return page;
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await network[Symbol.asyncDispose]();
    },
  };
}

/** Fills in the sign-in page that the browser stands before, in either language, and waits for the console. */
export async function signIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.getByLabel(/^(用户名|User name)$/).fill(username);
  await page.getByLabel(/^(密码|Password)$/).fill(password);
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
  await page.getByRole('button', { name: /^(账户|Account)/ }).waitFor();
}

/** The platform serves the built console. Test files run beside each other, so one builds and the others wait. */
async function buildConsole(): Promise<void> {
  const lock = openDatabase(inject('databaseUrl').replace('NAME', 'postgres'), 1);
  await lock.sql`select pg_advisory_lock(4632)`;
  const script = "import('./setup/prepare.mjs').then(({ ensureConsole }) => ensureConsole())";
  await promisify(execFile)(process.execPath, ['--eval', script], { cwd: root });
  await lock.close();
}
