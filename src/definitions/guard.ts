import { Problem } from '../kernel/index.ts';
import type { Guard, StandingResources } from '../store/index.ts';
import { contentUrl, measureUrl, planUrl } from './names.ts';

const OURS = [planUrl({ code: '' }), measureUrl(''), contentUrl('')];

/**
 * Nobody writes definitions of programmes as resources, neither beside those that stand nor in their place: what reads them would be
 * told otherwise than what is applied.
 */
export const guardDefinitions =
  (standing: StandingResources): Guard =>
  (change) => {
    const type = change.kind === 'delete' ? change.type : change.resource.resourceType;
    if (change.kind === 'delete' || !standing.types.has(type)) return change;
    const { id } = change.resource;
    const url = String(change.resource['url'] ?? '');
    return OURS.some((start) => url.startsWith(start)) || standing.of(type).has(id)
      ? new Problem('right-missing', 'Definitions of programmes are published by /api/definitions', { at: 'url' })
      : change;
  };
