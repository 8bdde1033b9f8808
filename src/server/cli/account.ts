import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { findRole, roles } from '../../security/access/index.ts';
import { addAccount, addWorkplaces, findAccount, findWorkplaces, removeWorkplaces } from '../../security/identity/index.ts';
import { isWithin } from '../../standards/index.ts';
import { StartError } from '../start-error.ts';
import { withSettings } from './settings-database.ts';

const HELP = `npx minkang account USERNAME --settings FILE --role ROLE [--place CODE] [--name NAME] [--name-en NAME] [--at CODE …]
npx minkang account USERNAME --settings FILE [--at CODE …] [--leaves CODE …]

Adds an account to the platform of a settings file, which may be running. The password comes from MINKANG_PASSWORD, else
from standard input. The second form changes at which institutions an account works.
  --role     one of ${Object.keys(roles)
    .filter((role) => role !== 'institution-system')
    .join(', ')}
  --place    division whose residents the account sees: 6 digits, 9 for a township (the platform's own)
  --name     name of the person (the user name)
  --name-en  the same in English (as --name)
  --at       institution at which the account works and may vaccinate: its credit code, institution code or Organization id
  --leaves   institution at which it works no more`;

const options = {
  settings: { type: 'string' },
  role: { type: 'string' },
  place: { type: 'string' },
  name: { type: 'string' },
  'name-en': { type: 'string' },
  at: { type: 'string', multiple: true },
  leaves: { type: 'string', multiple: true },
  help: { type: 'boolean' },
} as const;

const SHORTEST_PASSWORD = 8;

export const accountCommand = {
  summary: 'add an account to a platform',
  async run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [username] = positionals;
    const { settings: file, role, at = [], leaves = [] } = values;
    const isMove = role === undefined && at.length + leaves.length > 0;
    if (values.help || !username || !file || !(role || isMove)) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    if (role === undefined) return changeWorkplaces(file, username, { at, leaves });
    if (!findRole(role) || role === 'institution-system') throw new StartError(`${role} is no role of a person; see --help.`);
    const zh = values.name ?? username;
    const name = { zh, en: values['name-en'] ?? zh };
    await withSettings(file, async (sql, { division }) => {
      const place = values.place ?? division;
      if (!/^\d{6}(\d{3})?$/.test(place) || !isWithin(place, division))
        throw new StartError(`--place is a division of ${division}, of 6 or 9 digits.`);
      if (await findAccount(sql, username)) throw new StartError(`There is an account ${username} already; nothing was changed.`);
      await addAccount(sql, { username, role, place, name }, await readPassword());
      await addWorkplaces(sql, username, at);
    });
    console.log(`${username} may sign in.`);
    return 0;
  },
};

interface Workplaces {
  readonly at: readonly string[];
  readonly leaves: readonly string[];
}

async function changeWorkplaces(file: string, username: string, { at, leaves }: Workplaces): Promise<number> {
  const now = await withSettings(file, async (sql) => {
    if (!(await findAccount(sql, username))) throw new StartError(`There is no account ${username}.`);
    await addWorkplaces(sql, username, at);
    await removeWorkplaces(sql, username, leaves);
    return findWorkplaces(sql, username);
  });
  console.log(now.length > 0 ? `${username} works at ${now.join(', ')}.` : `${username} works at no institution.`);
  return 0;
}

async function readPassword(): Promise<string> {
  const password = process.env['MINKANG_PASSWORD'] ?? (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < SHORTEST_PASSWORD) throw new StartError(`A password has at least ${SHORTEST_PASSWORD} characters.`);
  return password;
}
