import { givenScope } from '../../security/access/index.ts';
import { identityNumber } from '../../standards/index.ts';
import { locateResident } from '../resident-index/index.ts';
import type { RecordOptions } from './record.ts';
import { recordLines, stampWith } from './serve.ts';
import { makeRequest, readWarrant } from './warrant.ts';

const NOBODY = 'nobody';
/** So long a platform that starts waits for those above it. */
const PATIENCE_MS = 2000;

/**
 * Goes once all the way that a record request goes, for a number that nobody has: connections are opened, statements
 * prepared and code made ready before somebody waits for it. Reads nobody's record and leaves no trace. Platforms above that do
 * not answer are no failure.
 */
export async function rehearseRecord({ store, router, directory, key, division }: RecordOptions): Promise<void> {
  const name = directory.find(division)?.name ?? { zh: division, en: division };
  const warrant = {
    ...{ division, actor: NOBODY, actorName: name, role: 'doctor', purpose: 'TREAT', requestId: NOBODY },
    identifiers: [{ system: identityNumber, value: NOBODY }],
  };
  const scope = givenScope(warrant);
  const request = await makeRequest(key, warrant, PATIENCE_MS);
  await Promise.all([
    locateResident(store.database.sql, division, warrant.identifiers),
    scope && recordLines(store.as(scope), NOBODY, stampWith(division, name, store.catalogue)),
    readWarrant(request, (code) => directory.find(code)?.publicKey),
  ]);
  await router.route(request, warrant);
}
