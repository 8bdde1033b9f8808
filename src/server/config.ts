import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isResourceType } from '../fhir/index.ts';
import { strictRules } from '../fhir/validation/index.ts';
import { isWithin } from '../standards/index.ts';

const division = z.string().regex(/^\d{6}$/);
const bilingual = z.object({ zh: z.string(), en: z.string() });
const jwk = z.record(z.string(), z.unknown());

const platformEntry = z.strictObject({
  division: division.describe('Division code, GB/T 2260'),
  name: bilingual.describe('Name in Chinese and English: {zh, en}'),
  level: z.enum(['nation', 'province', 'prefecture', 'county']).describe('Level of administration'),
  upper: division.optional().describe('Division of the platform above; none at the nation'),
  url: z.url().describe('Public address'),
  publicKey: jwk.describe('Key with which its letters are verified (JWK)'),
});

const sampleSettings = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        username: z.string().describe('User name'),
        password: z.string().describe('Password, shown on the sign-in page'),
        role: z.string().describe('Role, as in the table of src/security/access/roles.ts'),
        place: z.string().describe('Division whose residents the account sees: 6 digits, 9 for a township'),
        name: bilingual.describe('Name of the person: {zh, en}'),
        institution: bilingual.optional().describe('Institution of the person: {zh, en}'),
        workplaces: z.array(z.string()).default([]).describe('Codes or ids of institutions at which the account works'),
      }),
    )
    .describe('Accounts that are added at the start'),
  clients: z
    .array(
      z.strictObject({
        clientId: z.string().describe('Client id'),
        clientSecret: z.string().describe('Client secret'),
        institution: bilingual.describe('Name of the institution: {zh, en}'),
        place: z.string().describe('Division whose residents the system sees'),
      }),
    )
    .describe('Systems of institutions that are registered at the start'),
  residents: z.int().min(0).describe('Residents to generate; 0 above the county'),
  counties: z
    .array(
      z.strictObject({
        division: division.describe('Division code of the county'),
        residents: z.int().min(1).describe('Residents generated there'),
      }),
    )
    .default([])
    .describe('Counties of the network whose residents may have been treated here'),
  seed: z.string().describe('Any text; the same seed gives the same people'),
  today: z.iso.date().describe('Last day of the generated histories'),
});

const subscriptionSettings = z.strictObject({
  trustedEndpoints: z
    .array(z.string().regex(/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/))
    .default([])
    .describe('Hosts (`host` or `host:port`) to which notifications may go inside of the own network, and without TLS'),
  keepDays: z.int().min(1).max(365).default(7).describe('Days for which events are kept, delivered or not'),
  offAfterHours: z.int().min(1).max(8760).default(72).describe('Hours of failures after which a Subscription ends'),
  sockets: z.int().min(0).max(10_000).default(200).describe('Most websockets of subscribers at once'),
});

const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/;

const reminderSettings = z.strictObject({
  gateway: z
    .strictObject({
      url: z
        .url()
        .refine((url) => url.startsWith('https://') || LOCAL.test(url), 'begins with https, or is on the machine itself')
        .describe('Address to which messages are posted'),
      key: z.string().min(32).describe('Shared with the gateway, which verifies signatures by it'),
      timeoutMs: z.int().min(100).max(60_000).default(10_000).describe('Longest time of one message, in milliseconds'),
    })
    .optional()
    .describe('What sends text messages; without it, everybody is on the call list'),
  fromHour: z.int().min(0).max(23).default(8).describe('Hour of the day in China from which messages are sent'),
  untilHour: z.int().min(1).max(24).default(20).describe('Hour of the day in China from which none are sent'),
});

const profileSettings = z.strictObject({
  inForce: z
    .array(
      z.strictObject({
        type: z.string().refine(isResourceType, 'is no resource type of FHIR R4').describe('Resource type'),
        url: z.string().min(1).describe('Canonical address of the profile, with |version or without'),
        from: z.iso.date().optional().describe('First day; without it, from ever'),
        until: z.iso.date().optional().describe('Last day; without it, for ever'),
      }),
    )
    .default([])
    .describe('Profiles that every resource of a type must follow, beside those of the program'),
  unknown: z
    .enum(['accept', 'refuse'])
    .default('accept')
    .describe('Whether a resource that names a profile nobody knows here is stored'),
  strict: z
    .array(z.enum(strictRules))
    .default([])
    .describe(`Refused though R4 allows it, any of ${strictRules.join(', ')}`),
});

/** Everything a platform is told from outside. Read once, before anything else starts; an unknown setting stops the start. */
export const settingsSchema = z.strictObject({
  division: division.describe('Division code of this platform, GB/T 2260'),
  url: z
    .url()
    .regex(/[^/]$/, 'has no slash at the end')
    .describe('Public address, without a slash at the end; sign-in happens there'),
  host: z.string().default('127.0.0.1').describe('Address to listen on'),
  port: z.int().min(1).max(65535).describe('Port to listen on'),
  database: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .describe('PostgreSQL 15–18, as postgres://user:password@host:port/database'),
  connections: z
    .int()
    .min(2)
    .max(500)
    .default(10)
    .describe('Most database connections held at once, by all workers together; searches have half as many beside'),
  searchTimeoutMs: z
    .int()
    .min(100)
    .max(600_000)
    .default(30_000)
    .describe('Longest time of one search in the database, in milliseconds; what takes longer is refused'),
  maxBodyMegabytes: z
    .int()
    .min(1)
    .max(512)
    .default(64)
    .describe('Largest body of a request, in megabytes; what is larger is refused'),
  workers: z.int().min(1).max(64).default(1).describe('Processes that share the port and the database; one a processor at most'),
  hubKey: jwk.describe('Private key (JWK, ES256) that signs calls to other platforms'),
  platforms: z.array(platformEntry).min(1).describe('The platforms of the network, this one included'),
  profiles: profileSettings.prefault({}).describe('Profiles beside those that resources name themselves'),
  metrics: z.enum(['open', 'off']).default('off').describe('Whether GET /metrics answers without authentication'),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Lines below this level are not written'),
  exportFolder: z
    .string()
    .min(1)
    .optional()
    .describe('Folder for exported files, the same for all processes of the platform; without it nothing is exported'),
  subscriptions: subscriptionSettings.prefault({}).describe('Notifications about changes (FHIR Subscription)'),
  reminders: reminderSettings.prefault({}).describe('Reminders of what is due'),
  sample: sampleSettings.optional().describe('Generated people and known passwords: for the sample network only'),
});
export type Settings = z.output<typeof settingsSchema>;

/** The settings do not fit the schema. The message names all faults at once. */
export class SettingsError extends Error {}

/** @throws SettingsError */
export function parseSettings(given: unknown): Settings {
  const parsed = settingsSchema.safeParse(given);
  const faults = parsed.error?.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`) ?? [];
  const all = [...faults, ...faultsOfTree(given)];
  if (parsed.success && all.length === 0) return parsed.data;
  throw new SettingsError(all.join('\n'));
}

const treeSchema = z.object({
  division,
  platforms: z.array(z.object({ division, upper: division.optional() })),
});

/** What is wrong with the platforms as a tree; looked for beside the faults of single settings, so that all are named at once. */
function faultsOfTree(given: unknown): string[] {
  const parsed = treeSchema.safeParse(given);
  if (!parsed.success) return [];
  const { division: own, platforms } = parsed.data;
  const known = new Set(platforms.map((platform) => platform.division));
  return [
    ...(known.has(own) ? [] : ['platforms: this platform itself is missing']),
    ...(known.size < platforms.length ? ['platforms: a division occurs twice'] : []),
    ...platforms.flatMap(({ division: lower, upper }, index) => {
      if (upper === undefined) return [];
      if (!known.has(upper)) return [`platforms.${index}.upper: ${upper} is none of the platforms`];
      return upper !== lower && isWithin(lower, upper) ? [] : [`platforms.${index}.upper: ${upper} does not contain ${lower}`];
    }),
  ];
}

/** @throws SettingsError where the file cannot be read, is not JSON, or does not fit */
export async function readSettings(file: string): Promise<Settings> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new SettingsError(`${file} cannot be read as JSON`, { cause });
  }
  return parseSettings(content);
}
