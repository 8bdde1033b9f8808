import { StartError } from '../start-error.ts';

interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  run(values: string[]): Promise<number>;
}

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  network: async () => (await import('./network.ts')).networkCommand,
  start: async () => (await import('./start.ts')).startCommand,
  settings: async () => (await import('./settings.ts')).settingsCommand,
  account: async () => (await import('./account.ts')).accountCommand,
  client: async () => (await import('./client.ts')).clientCommand,
  generate: async () => (await import('./generate.ts')).generateCommand,
  import: async () => (await import('./import.ts')).importCommand,
  definitions: async () => (await import('./definitions.ts')).definitionsCommand,
  forecast: async () => (await import('./forecast.ts')).forecastCommand,
  link: async () => (await import('./link.ts')).linkCommand,
};

async function help(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(11)} ${(await load()).summary}`),
  );
  return `Minkang 民康 · population health information platform

  npx minkang COMMAND [--help]

${lines.join('\n')}`;
}

async function main([name, ...values]: string[]): Promise<number> {
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return (await load()).run(values);
  console.log(await help());
  return name === undefined || name === '--help' || name === 'help' ? 0 : 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    const isKnown =
      thrown instanceof StartError ||
      (thrown instanceof TypeError && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS'));
    console.error(isKnown && thrown instanceof Error ? thrown.message : thrown);
    process.exit(isKnown ? 2 : 1);
  },
);
