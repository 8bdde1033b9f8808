import { z } from 'zod';
import type { Session } from '../../security/identity/contract.ts';
import { findDivision } from '../../standards/index.ts';
import { version } from '../version.ts';
import { operation } from './context.ts';

/** GET /api/session */
export const sessionOperation = operation({
  method: 'GET',
  path: '/session',
  title: 'Who is signed in, where, and what may be drawn',
  needs: { right: 'none', purpose: 'HOPERAT' },
  input: z.object({}),
  async run({ platform, subject }): Promise<Session> {
    const { self, directory, settings } = platform;
    return {
      account: {
        username: subject.id,
        name: subject.name,
        role: subject.role,
        roleName: subject.roleOf.name,
        division: subject.place,
        divisionName: findDivision(subject.place.slice(0, 6))?.name ?? self.name,
        ...(subject.institution ? { institution: subject.institution } : {}),
      },
      platform: {
        division: self.division,
        name: self.name,
        level: self.level,
        path: directory.pathTo(self.division).map(({ division, name }) => ({ division, name })),
        version,
        sample: settings.sample !== undefined,
      },
      rights: subject.rights,
    };
  },
});
