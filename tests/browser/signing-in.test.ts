import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleNetwork, openConsoles, PASSWORD, signIn } from './console.ts';
import { type KnownResident, registerXiuying } from './residents.ts';

const GULOU = '350102';
let network: ConsoleNetwork;
let resident: KnownResident;
beforeAll(async () => {
  network = await openConsoles(GULOU);
  resident = await registerXiuying(network.at(GULOU));
});
afterAll(() => network[Symbol.asyncDispose]());

describe('signing in', () => {
  test('with a wrong password says so and stays; with the right one leads to where one was going; signing out ends it', async () => {
    const page = await network.visit(GULOU);
    await page.goto('/institutions');
    await page.getByLabel('用户名', { exact: true }).fill('doctor');
    await page.getByLabel('密码', { exact: true }).fill('not-the-password');
    await page.getByRole('button', { name: '登录' }).click();
    const refusal = await page.getByRole('alert').innerText();

    await signIn(page, 'doctor', PASSWORD);
    const arrived = new URL(page.url()).pathname;
    await page.getByRole('button', { name: '账户：陈静' }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByLabel('用户名', { exact: true }).waitFor();
    await page.goto('/institutions');
    await page.getByLabel('用户名', { exact: true }).waitFor();

    expect(refusal).toContain('用户名或密码');
    expect(arrived).toBe('/institutions');
  });

  test('without a name or a password asks for them', async () => {
    const page = await network.visit(GULOU);
    await page.goto('/');

    await page.getByRole('button', { name: '登录' }).click();

    expect(await page.getByText('请输入用户名').isVisible()).toBe(true);
    expect(await page.getByText('请输入密码').isVisible()).toBe(true);
  });
});

test('the language is switched everywhere and remembered', async () => {
  const page = await network.visitAs('doctor', GULOU);
  const before = await page.getByRole('navigation', { name: '主菜单' }).innerText();

  await page.getByRole('button', { name: 'EN' }).click();
  const after = await page.getByRole('navigation', { name: 'Main menu' }).innerText();
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();

  expect(before).toContain('平台网络');
  expect(after).toContain('Network');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Welcome, Chen Jing');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
});

describe('rights', () => {
  test('of a registrar show a resident without health and medical records', async () => {
    const page = await network.visitAs('registrar', GULOU, `/residents/${resident.id}`);

    await page.getByRole('heading', { level: 1, name: resident.name }).waitFor();

    await page.getByText('在您的权限范围内').waitFor();
    expect(await page.getByText('仅本平台记录').isVisible()).toBe(true);
    expect(await page.getByText('原发性高血压').count()).toBe(0);
  });

  test('of a registrar let her open a resident by number', async () => {
    const page = await network.visitAs('registrar', GULOU);

    await page.getByLabel('查找居民或刷卡').fill(resident.number);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { level: 1, name: resident.name }).waitFor();
    expect(page.url()).not.toContain(resident.number);
  });

  test.each([['/residents'], ['/accesses'], ['/residents/x']])(
    'of a health authority do not open %s, and the page says so',
    async (path) => {
      const page = await network.visitAs('authority', GULOU, path);

      await page.getByRole('heading', { level: 1, name: '您无权查看此页' }).waitFor();

      expect(await page.getByText('卫生健康管理人员').isVisible()).toBe(true);
      expect(await page.getByRole('navigation', { name: '主菜单' }).getByText('居民').count()).toBe(0);
    },
  );
});

test.each(['zh', 'en'] as const)(
  'Chinese is drawn where the machine has no font for it, in the console in %s',
  async (language) => {
    const page = await network.visitAs('doctor', GULOU, '/', { language });
    const button = page.getByRole('button', { name: '中文', exact: true });
    await button.waitFor();

    await network.until(async () => (await emsPerCharacter(button)) === 1);

    expect(await isBox(page, '民')).toBe(false);
  },
);

/** Width of the drawn characters in em: a Chinese glyph has 1, the box for a missing one has less. */
function emsPerCharacter(text: Locator): Promise<number> {
  return text.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * (element.textContent?.length ?? 0);
    return Math.round((100 * range.getBoundingClientRect().width) / size) / 100;
  });
}

/** Pixels of two characters in the font of the page: that of the box would be the same for both. */
function isBox(page: Page, character: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    const font = `24px ${getComputedStyle(document.body).fontFamily}`;
    await document.fonts.load(font, `${wanted}康`);
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.font = font;
    context.textBaseline = 'top';
    const pixels = (text: string) => {
      context.clearRect(0, 0, 32, 32);
      context.fillText(text, 0, 0);
      return context.getImageData(0, 0, 32, 32).data.join();
    };
    return pixels(wanted) === pixels('康');
  }, character);
}
