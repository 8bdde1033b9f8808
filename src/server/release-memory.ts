import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back what starting has left over. Loading modules and definitions makes much garbage in a short time; for it V8 widens
 * the space of new objects to 64 MB, and a platform that has little to do would keep that. Under load it grows again.
 */
export function releaseMemory(): void {
  // there is no way to the collector but this flag, https://nodejs.org/api/cli.html#--expose-gc
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  // only the last resort narrows the space again
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
