import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StartError } from '../start-error.ts';

/** The account under which PostgreSQL runs, since it refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'minkang';

/**
 * Not root: the own account serves, undefined. Root: the account `minkang`, created if missing.
 * @throws StartError where it is missing and cannot be created
 */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = findAccount();
  if (known) return known;
  const makers: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', NAME],
    ],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', NAME]],
  ];
  for (const [command, values] of makers) {
    try {
      execFileSync(command, values, { stdio: 'ignore' });
      break;
    } catch {
      // the other command may be there
    }
  }
  const made = findAccount();
  if (!made)
    throw new StartError(
      `PostgreSQL does not run as root, and the account "${NAME}" could not be created; create it, or start as another user.`,
    );
  return made;
}

function findAccount(): ServerAccount | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${NAME}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
