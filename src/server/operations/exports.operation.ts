import { z } from 'zod';
import { canBeOfPatient, resourceTypes } from '../../fhir/index.ts';
import type { ExportChoices } from '../bulk/contract.ts';
import { operation } from './context.ts';

/** GET /api/exports/choices */
export const exportChoicesOperation = operation({
  method: 'GET',
  path: '/exports/choices',
  title: 'What types of resource a bulk export of the signed-in account may hold',
  needs: { right: 'record.export', purpose: 'HOPERAT' },
  input: z.object({}),
  async run({ subject: { scope } }): Promise<ExportChoices> {
    const all = resourceTypes.filter((type) => scope.allows(type, 'r'));
    return { all, residents: all.filter(canBeOfPatient) };
  },
});
