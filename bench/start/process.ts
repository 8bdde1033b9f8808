import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

export interface Started {
  /** From the start of the process to its first answer at /health/ready. */
  readonly readyMs: number;
  /** Resident memory at that moment, and after each thing that was done with it; undefined where the system does not tell. */
  readonly megabytes: readonly (number | undefined)[];
}

interface StartOptions {
  /** One after the other, when it is ready. */
  readonly afterwards?: readonly (() => Promise<unknown>)[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a program that says `{kind: 'ready'}` to its parent and answers at `url`, does some things with it, and ends it.
 * @throws where it ends before it is ready
 */
export async function startOnce(
  program: string,
  values: readonly string[],
  url: string,
  { afterwards = [], env = {} }: StartOptions = {},
): Promise<Started> {
  const began = performance.now();
  const child = fork(program, values, { env: { ...process.env, ...env } });
  const exit = once(child, 'exit');
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: { kind: string }) => {
        if (message.kind === 'ready') resolve();
      });
      child.once('exit', (code) => reject(new Error(`the process ended with ${code} while starting`)));
    });
    const { status } = await fetch(`${url}/health/ready`);
    const readyMs = performance.now() - began;
    if (status !== 200) throw new Error(`not ready: ${status}`);
    const megabytes = [await residentMegabytes(child.pid)];
    for (const once of afterwards) {
      await once();
      megabytes.push(await residentMegabytes(child.pid));
    }
    return { readyMs, megabytes };
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}

/** VmRSS, https://www.kernel.org/doc/html/latest/filesystems/proc.html */
async function residentMegabytes(pid: number | undefined): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(text)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
