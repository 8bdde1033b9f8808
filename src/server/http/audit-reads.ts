import type { FastifyRequest } from 'fastify';
import { type Act, summary } from '../../security/audit/index.ts';
import type { SearchEntry, Stored } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { actorOf } from './bearer-hook.ts';

/** Enters reads of residents' data before they are answered; reading reference data concerns nobody. */
export async function auditReads(
  platform: Platform,
  request: FastifyRequest,
  read: readonly Pick<Stored, 'type' | 'id' | 'resident'>[],
  what?: string,
  count?: number,
): Promise<void> {
  const { division } = platform.settings;
  const ofResidents = read.filter(({ type, resident }) => resident !== undefined || type === 'Patient');
  const acts = [...Map.groupBy(ofResidents, ({ type, id, resident }) => resident ?? (type === 'Patient' ? id : ''))].map(
    ([resident, group]): Act => {
      const [first] = group;
      const name = first ? `${first.type}/${first.id}` : '';
      return { action: 'read', what: what ? `${name}/${what}` : name, count: count ?? group.length, resident, place: division };
    },
  );
  await platform.audit.record(actorOf(request, division), acts);
}

/** One entry for each resident whose records a search showed. */
export async function auditSearch(
  platform: Platform,
  request: FastifyRequest,
  type: string,
  entries: readonly SearchEntry[],
): Promise<void> {
  const { division } = platform.settings;
  const shown = entries.filter(({ resident }) => resident !== undefined);
  const acts = [...Map.groupBy(shown, ({ resident }) => resident)].map(
    ([resident, group]): Act => ({
      action: 'search',
      what: summary(group.map((entry) => entry.type)) || type,
      count: group.length,
      resident,
      place: division,
    }),
  );
  await platform.audit.record(actorOf(request, division), acts);
}
