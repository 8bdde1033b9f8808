import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/** At a tiny size: that they run and measure something. How fast it was is nobody's concern here. */
test.each(['store', 'validation'])(
  'the benchmark %s runs and reports figures',
  async (name) => {
    const folder = await mkdtemp(join(tmpdir(), 'minkang-bench-'));
    try {
      await run(process.execPath, [join(root, 'bench', `${name}.ts`), '--quick', '--json', join(folder, 'figures.json')], {
        cwd: root,
      });

      const { figures } = JSON.parse(await readFile(join(folder, 'figures.json'), 'utf8'));

      expect(figures.length).toBeGreaterThan(1);
      for (const { work, value } of figures) expect([work, value > 0]).toEqual([work, true]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  180_000,
);
