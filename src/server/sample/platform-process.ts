import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StartError } from '../start-error.ts';
import type { FromPlatform, ToPlatform } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('../../../bin/minkang.mjs', import.meta.url));
const STOP_TIMEOUT_MS = 10_000;

export interface PlatformProcess {
  readonly division: string;
  readonly pid: number;
  readonly running: boolean;
  stop(): Promise<void>;
}

export interface PlatformProcessOptions {
  readonly division: string;
  readonly settingsFile: string;
  readonly logFile: string;
  readonly onSeeding: (resources: number) => void;
  /** The platform asks to stop or start another one. */
  readonly onOperate: (division: string, action: 'stop' | 'start') => Promise<void>;
  /** It ended without having been asked to. */
  readonly onLost: (reason: string) => void;
}

/** Starts one platform in a process of its own; resolves when it answers. @throws StartError */
export function startPlatformProcess(options: PlatformProcessOptions): Promise<PlatformProcess> {
  const log = openSync(options.logFile, 'a', 0o600);
  const child = fork(PROGRAM, ['start', '--settings', options.settingsFile], { stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const handle = handleOf(child, options.division);
  return new Promise((resolve, reject) => {
    let isReady = false;
    child.on('message', (message: FromPlatform) => {
      if (message.kind === 'seeding') options.onSeeding(message.resources);
      if (message.kind === 'failed') reject(new StartError(message.sentence));
      if (message.kind === 'operate') void answer(child, message, options);
      if (message.kind === 'ready') {
        isReady = true;
        resolve(handle);
      }
    });
    child.once('exit', (code, signal) => {
      if (!isReady)
        reject(
          new StartError(
            `The platform ${options.division} ended while starting; the reason is at the end of ${options.logFile}.`,
          ),
        );
      else if (!handle.isStopping) options.onLost(signal ?? `exit code ${code}`);
    });
    child.once('error', reject);
  });
}

async function answer(
  child: ChildProcess,
  { request, division, action }: FromPlatform & { kind: 'operate' },
  { onOperate }: PlatformProcessOptions,
): Promise<void> {
  const reply: ToPlatform = await onOperate(division, action).then(
    () => ({ kind: 'operated', request }),
    (thrown: unknown) => ({ kind: 'operated', request, sentence: thrown instanceof Error ? thrown.message : 'failed' }),
  );
  if (child.connected) child.send(reply);
}

function handleOf(child: ChildProcess, division: string) {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const handle = {
    division,
    pid: child.pid ?? 0,
    isStopping: false,
    get running() {
      return !hasEnded();
    },
    stop: async () => {
      handle.isStopping = true;
      if (hasEnded()) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
  return handle;
}
