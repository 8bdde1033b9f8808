import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest PostgreSQL that SQL here runs on. */
export const OLDEST = 15;

/** What runs on it too: everything that speaks SQL of its own, and the FHIR interface above it. */
export const ON_OLDEST = [
  'src/store/',
  'src/databases/',
  'src/platform/sync/',
  'src/server/http/fhir.test.ts',
  'src/server/http/search.test.ts',
  'src/server/http/conditional-write.test.ts',
];

/** Where Debian and Red Hat put a version's programs. @returns {string | undefined} the folder with `bin` in it */
export function findOldest() {
  return [`/usr/lib/postgresql/${OLDEST}`, `/usr/pgsql-${OLDEST}`].find((folder) => existsSync(join(folder, 'bin', 'initdb')));
}
