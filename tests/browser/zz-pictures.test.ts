import { afterAll, beforeAll, test } from 'vitest';
import { aPerson, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';
import { followUpTwice, registerXiuying } from './residents.ts';
let network: ConsoleNetwork;
beforeAll(async () => {
  network = await openConsoles('350100', '350102');
  const at = network.at('350102');
  for (let i = 0; i < 14; i++)
    await register(at, aPerson({ name: `林${i}`, gender: i % 2 ? 'female' : 'male', birthDate: `19${40 + i}-02-03`, division: `35010200${1 + (i % 3)}`, number: null }));
  await register(at, aPerson({ name: '林小', gender: 'male', birthDate: '2024-02-03', division: '350102002', number: null }));
  const xiuying = (await registerXiuying(at)).id;
  await followUpTwice(at, xiuying);
}, 240_000);
afterAll(() => network[Symbol.asyncDispose]());
test('pictures', { timeout: 240_000 }, async () => {
  for (const language of ['zh', 'en'] as const) {
    const page = await network.visitAs('public-health', '350102', '/indicators', { language });
    for (const path of (process.env['PAGES'] ?? '/indicators').split(' ')) {
      await page.goto(path);
      await page.waitForTimeout(3500);
      const name = path.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 60);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 1000 });
        await page.waitForTimeout(700);
        await page.screenshot({ path: `/tmp/trees/shots/fig-${name}-${language}-${width}.png`, fullPage: true });
      }
      await page.setViewportSize({ width: 1440, height: 1000 });
    }
  }
});
