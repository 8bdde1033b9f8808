import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { registerInstitution } from '../../security/identity/index.ts';
import { isWithin } from '../../standards/index.ts';
import { StartError } from '../start-error.ts';
import { withSettings } from './settings-database.ts';

const HELP = `npx minkang client ID --settings FILE --institution NAME [--institution-en NAME] [--place CODE]

Registers the system of an institution at the platform of a settings file, which may be running, and prints its new secret
once (JSON). The same again replaces the secret. With both the system signs in by client credentials at /oauth/token.
  --institution     name of the institution
  --institution-en  the same in English (as --institution)
  --place           division whose residents the system sees: 6 digits, 9 for a township (the platform's own)`;

const options = {
  settings: { type: 'string' },
  institution: { type: 'string' },
  'institution-en': { type: 'string' },
  place: { type: 'string' },
  help: { type: 'boolean' },
} as const;

export const clientCommand = {
  summary: "register an institution's system at a platform",
  async run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [clientId] = positionals;
    const { settings: file, institution: zh } = values;
    if (values.help || !clientId || !file || !zh) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    if (!/^[A-Za-z0-9._-]{1,100}$/.test(clientId) || clientId === 'console')
      throw new StartError('An id has 1 to 100 letters, digits, dots, hyphens or underscores, and is not "console".');
    const clientSecret = randomBytes(24).toString('base64url');
    await withSettings(file, async (sql, { division }) => {
      const place = values.place ?? division;
      if (!/^\d{6}(\d{3})?$/.test(place) || !isWithin(place, division))
        throw new StartError(`--place is a division of ${division}, of 6 or 9 digits.`);
      await registerInstitution(sql, { clientId, clientSecret, institution: { zh, en: values['institution-en'] ?? zh }, place });
    });
    console.log(JSON.stringify({ clientId, clientSecret }));
    return 0;
  },
};
