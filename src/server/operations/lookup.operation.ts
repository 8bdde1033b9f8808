import { z } from 'zod';
import { findByIdentifiers, understand } from '../../databases/population/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Lookup } from '../../platform/routing/contract.ts';
import { seal } from '../../security/crypto/index.ts';
import { healthCard, identityNumber } from '../../standards/index.ts';
import { operation } from './context.ts';

const TWELVE_HOURS_MS = 12 * 60 * 60 * 1000;

/** POST /api/lookups */
export const lookupOperation = operation({
  method: 'POST',
  path: '/lookups',
  title: 'An identity or card number becomes an address that carries no number',
  needs: { right: 'record.fetch', purpose: 'TREAT' },
  input: z.object({ number: z.string().min(15).max(40) }),
  async run({ input, platform, subject }): Promise<Lookup> {
    const { as, value } = understand(input.number);
    if (as !== 'identity-number' && as !== 'card-number')
      throw new Problem('identifier-malformed', 'An identity number or a card number is expected', { at: 'number' });
    const system = as === 'identity-number' ? identityNumber : healthCard;
    const handle = seal(platform.secrets.sealKey, `${system}|${value}`, platform.clock.now().getTime() + TWELVE_HOURS_MS);
    const residents = await findByIdentifiers(platform.database.sql, [{ system, value }]);
    const [resident, second] = residents.filter(({ place }) => subject.scope.places.some((prefix) => place.startsWith(prefix)));
    return { kind: as, handle, ...(resident && !second ? { residentId: resident.id } : {}) };
  },
});
