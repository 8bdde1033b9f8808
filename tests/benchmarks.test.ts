import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
interface Measured {
  readonly figures: readonly { readonly work: string; readonly value: number }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

const aRun = async (name: string, folder: string, ...values: string[]): Promise<unknown> => {
  const file = join(folder, 'figures.json');
  await run(process.execPath, [join(root, 'bench', `${name}.ts`), '--quick', '--json', file, ...values], { cwd: root });
  return JSON.parse(await readFile(file, 'utf8'));
};

/** At a tiny size: that they run and measure something. How fast it was is nobody's concern here. */
test.each(['store', 'start', 'validation', 'population', 'programmes'])(
  'the benchmark %s runs and reports figures',
  async (name) => {
    const folder = await mkdtemp(join(tmpdir(), 'minkang-bench-'));
    try {
      const { figures } = (await aRun(name, folder)) as Measured;

      expect(figures.length).toBeGreaterThan(1);
      for (const { work, value } of figures) expect([work, value > 0]).toEqual([work, true]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  180_000,
);

test('the benchmark growth measures the same work at each size, and prints a page with a picture', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minkang-bench-'));
  try {
    const { steps } = (await aRun('growth', folder, '--sizes', '300,1500', '--plot', folder)) as Grown;

    const [small, large] = steps;
    expect(steps.map(({ size }) => size)).toEqual([300, 1500]);
    expect(large?.residents).toBeGreaterThan(small?.residents ?? Number.NaN);
    expect(large?.figures.map(({ work }) => work)).toEqual(small?.figures.map(({ work }) => work));
    for (const { work, value } of steps.flatMap(({ figures }) => figures)) expect([work, value > 0]).toEqual([work, true]);
    const [page, picture] = await Promise.all(
      ['growth.md', join('images', 'growth.svg')].map((file) => readFile(join(folder, file), 'utf8')),
    );
    for (const { work } of small?.figures ?? []) expect(page).toContain(`| ${work} |`);
    expect(picture).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(picture).not.toContain('NaN');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 300_000);

interface Grown {
  readonly steps: readonly (Measured & { readonly size: number; readonly residents: number })[];
}
