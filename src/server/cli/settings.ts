import { parseArgs } from 'node:util';
import { newSigningKey } from '../../security/crypto/index.ts';
import { findDivision } from '../../standards/index.ts';
import { parseSettings, SettingsError } from '../config.ts';
import { StartError } from '../start-error.ts';

const HELP = `npx minkang settings --division CODE --database URL [--url URL] [--port N] > FILE

Prints complete settings (JSON) of one platform with a new key, for "npx minkang start --settings FILE". The platform
stands alone: to join platforms, put the entry that each has in its "platforms" into the settings of all of them, and
give every entry but the nation's the division above it as "upper". The file holds a private key and a password: keep it
readable for the platform's account only.
  --division   division code, GB/T 2260
  --database   PostgreSQL 15–18, as postgres://user:password@host:port/database
  --url        public address (http://127.0.0.1:PORT)
  --port       port to listen on (8080)`;

const options = {
  division: { type: 'string' },
  database: { type: 'string' },
  url: { type: 'string' },
  port: { type: 'string', default: '8080' },
  help: { type: 'boolean' },
} as const;

export const settingsCommand = {
  summary: 'print the settings of one platform, with a new key',
  async run(args: string[]): Promise<number> {
    const { values } = parseArgs({ args, options });
    const { division, database, port, url = `http://127.0.0.1:${port}` } = values;
    if (values.help || !division || !database) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    console.log(JSON.stringify(await makeSettings({ division, database, url, port: Number(port) }), null, 2));
    return 0;
  },
};

interface Given {
  readonly division: string;
  readonly database: string;
  readonly url: string;
  readonly port: number;
}

/** @throws StartError where what was given makes no settings */
async function makeSettings({ division, database, url, port }: Given): Promise<object> {
  const found = findDivision(division);
  if (!found) throw new StartError(`--division is a division code of GB/T 2260; ${division} is none.`);
  const { privateJwk, publicJwk } = await newSigningKey(`${division}-hub`);
  const platforms = [{ division, name: found.name, level: found.level, url, publicKey: publicJwk }];
  const settings = { division, url, port, database, hubKey: privateJwk, platforms };
  try {
    parseSettings(settings);
  } catch (thrown) {
    throw thrown instanceof SettingsError ? new StartError(thrown.message, { cause: thrown }) : thrown;
  }
  return settings;
}
