import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { emptyDataFolder } from '../sample/data-folder.ts';
import { describeSample } from '../sample/plan.ts';
import { type NetworkEvent, type NetworkFile, type SampleNetwork, startNetwork } from '../sample/supervisor.ts';
import { StartError } from '../start-error.ts';

const HELP = `npx minkang network [--reset] [--residents N]
npx minkang network stop|start DIVISION
npx minkang network status [--json]

Without a word after it: starts the sample network and runs until Ctrl-C.
  --reset        removes what is in the data directory first; asks on a terminal
  --residents N  residents to generate in each county at the first start (2000)

  MINKANG_DATA   data directory (.minkang)
  MINKANG_PORT   first of eight ports (8080)`;

const options = {
  reset: { type: 'boolean' },
  residents: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export const networkCommand = {
  summary: 'start the sample network, or stop and start one of its platforms',
  async run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [word, division] = positionals;
    if (values.help) return say(HELP, 0);
    const dataFolder = resolve(process.env['MINKANG_DATA'] ?? '.minkang');
    if (word === 'status') return showStatus(dataFolder, values.json === true);
    if (word === 'stop' || word === 'start') return operate(dataFolder, word, division);
    if (word !== undefined) return say(HELP, 2);
    if (values.reset && !(await reset(dataFolder))) return say('Nothing was removed.', 1);
    return runNetwork(dataFolder, readNumber(values.residents, '--residents', 1, 100_000));
  },
};

function say(text: string, code: number): number {
  console.log(text);
  return code;
}

function readNumber(text: string | undefined, name: string, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < min || number > max)
    throw new StartError(`${name} is a whole number from ${min} to ${max}.`);
  return number;
}

async function reset(dataFolder: string): Promise<boolean> {
  if (process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`Remove all records in ${dataFolder}? Type yes: `);
    terminal.close();
    if (answer.trim() !== 'yes') return false;
  }
  await emptyDataFolder(dataFolder);
  return true;
}

async function runNetwork(dataFolder: string, residents: number | undefined): Promise<number> {
  const firstPort = readNumber(process.env['MINKANG_PORT'] ?? '8080', 'MINKANG_PORT', 1024, 65_528) ?? 8080;
  const began = Date.now();
  const stopped = untilSignal();
  const network = await startNetwork({ dataFolder, firstPort, ...(residents ? { residents } : {}), onEvent: showEvent });
  clearLine();
  console.log(welcome(network.file, (Date.now() - began) / 1000));
  await stopped;
  await end(network);
  return 0;
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

async function end(network: SampleNetwork): Promise<void> {
  console.log('\nStopping …');
  await network.stop();
  console.log('Stopped. Everything is kept; "npm start" goes on from here.');
}

const seeding = new Map<string, number>();

function showEvent(event: NetworkEvent): void {
  if (event.kind === 'step') console.log(event.step === 'database' ? 'Starting PostgreSQL …' : 'Starting eight platforms …');
  if (event.kind === 'lost') {
    clearLine();
    const { name, division } = describeSample(event.division);
    console.error(
      `${name.zh} ${name.en} (${division}) ended: ${event.reason}. Start it again: npx minkang network start ${division}`,
    );
  }
  if (event.kind === 'seeding') {
    seeding.set(event.division, event.resources);
    const total = [...seeding.values()].reduce((sum, one) => sum + one, 0);
    if (process.stdout.isTTY)
      process.stdout.write(`\r\u001b[KGenerating residents and their records: ${total.toLocaleString('en')} records`);
  }
}

function clearLine(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
}

function welcome({ platforms, accounts, examples }: NetworkFile, seconds: number): string {
  const rows = platforms.map(({ division, level, url }) => {
    const { name } = describeSample(division);
    return `  ${url}  ${division}  ${name.zh} ${name.en} · ${level}`;
  });
  const county = accounts.filter(({ division }) => division === '350102').map(({ username }) => username);
  const people = examples.map(
    ({ division, name, identityNumber, cardNumber }) => `  ${division}  ${name}  ${identityNumber}  card ${cardNumber}`,
  );
  return `
Minkang 民康 is ready after ${seconds.toFixed(1)} s. All people in it are generated.

${rows.join('\n')}

Sign in as ${county.join(', ')}; password ${accounts[0]?.password ?? ''}
Residents with a long record; open one as doctor in another province:
${people.join('\n')}

Ctrl-C stops everything; nothing is lost.`;
}

async function readNetworkFile(dataFolder: string): Promise<NetworkFile> {
  try {
    return JSON.parse(await readFile(join(dataFolder, 'network.json'), 'utf8')) as NetworkFile;
  } catch {
    throw new StartError(`No network runs on ${dataFolder}; start it with "npm start".`);
  }
}

async function operate(dataFolder: string, action: 'stop' | 'start', division: string | undefined): Promise<number> {
  const { control, platforms } = await readNetworkFile(dataFolder);
  const platform = platforms.find((one) => one.division === division);
  if (!platform) throw new StartError(`Name one of ${platforms.map((one) => one.division).join(', ')}.`);
  const answer = await fetch(`${control.url}/platforms/${platform.division}/${action}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${control.token}` },
  });
  if (!answer.ok)
    throw new StartError(`${platform.name} could not be ${action === 'stop' ? 'stopped' : 'started'}: ${await answer.text()}`);
  return say(`${platform.name} (${platform.division}) ${action === 'stop' ? 'is stopped' : 'is up'}.`, 0);
}

async function showStatus(dataFolder: string, asJson: boolean): Promise<number> {
  const { platforms } = await readNetworkFile(dataFolder);
  const states = await Promise.all(
    platforms.map(async ({ division, name, url }) => {
      const isReady = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(
        (answer) => answer.ok,
        () => false,
      );
      return { division, name, url, state: isReady ? 'up' : 'down' };
    }),
  );
  const text = asJson
    ? JSON.stringify(states)
    : states.map(({ division, name, url, state }) => `${state.padEnd(5)} ${division} ${url} ${name}`).join('\n');
  return say(text, states.every(({ state }) => state === 'up') ? 0 : 1);
}
