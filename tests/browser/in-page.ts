import type { Page } from 'playwright-core';

// Scripts that run in the page, as text: the tests are compiled without the types of a browser.

/** By how many pixels the page is wider than the window. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Goes to an address the way a link does, without loading the console anew. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`);
  await page.waitForURL((url) => url.pathname + url.search === path);
}

/** Width of the characters drawn in a button, in em: a Chinese glyph has 1, the box for a missing one has less. */
export const emsPerCharacter = (page: Page, button: string): Promise<number> =>
  page.evaluate<number>(`(() => {
    const element = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === ${JSON.stringify(button)});
    const range = document.createRange();
    range.selectNodeContents(element);
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * element.textContent.length;
    return Math.round(100 * range.getBoundingClientRect().width / size) / 100;
  })()`);

/** Whether two characters look the same, pixel by pixel, in the font of the page: then both are the box. */
export const lookTheSame = (page: Page, one: string, other: string): Promise<boolean> =>
  page.evaluate<boolean>(`(async () => {
    const font = '24px ' + getComputedStyle(document.body).fontFamily;
    await document.fonts.load(font, ${JSON.stringify(one + other)});
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    context.font = font;
    context.textBaseline = 'top';
    const pixels = (text) => {
      context.clearRect(0, 0, 32, 32);
      context.fillText(text, 0, 0);
      return context.getImageData(0, 0, 32, 32).data.join();
    };
    return pixels(${JSON.stringify(one)}) === pixels(${JSON.stringify(other)});
  })()`);
