import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectByNetworkFile, connectBySecret } from '../import/connection.ts';
import { runImport } from '../import/run.ts';
import type { ImportSummary } from '../import/summary.ts';
import { openProgress } from './progress.ts';

const HELP = `npx minkang import PATH… --platform DIVISION [--json] [--again]
npx minkang import PATH… --url URL --client-id ID   (secret in MINKANG_CLIENT_SECRET)

Sends FHIR R4 to a platform: transaction and batch bundles (.json), resources one a line (.ndjson), both also as .gz;
folders are searched. What was accepted before from the same file is not sent again, so an import that was cut off goes
on where it stopped; --again sends everything. Ends with 1 if anything was refused.`;

const options = {
  platform: { type: 'string' },
  url: { type: 'string' },
  'client-id': { type: 'string' },
  json: { type: 'boolean' },
  again: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export const importCommand = {
  summary: 'send FHIR bundles and NDJSON to a platform',
  async run(args: string[]): Promise<number> {
    const { values, positionals: paths } = parseArgs({ args, options, allowPositionals: true });
    if (values.help || paths.length === 0 || (!values.platform && !values.url)) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    const dataFolder = resolve(process.env['MINKANG_DATA'] ?? '.minkang');
    const connection = values.url
      ? connectBySecret(values.url, values['client-id'] ?? '', process.env['MINKANG_CLIENT_SECRET'] ?? '')
      : await connectByNetworkFile(dataFolder, values.platform ?? '');
    const progress = openProgress('resources');
    const cancelled = new AbortController();
    process.once('SIGINT', () => cancelled.abort());
    const summary = await runImport({
      paths,
      connection,
      stateFolder: dataFolder,
      again: values.again === true,
      signal: cancelled.signal,
      onProgress: progress.show,
    });
    progress.close();
    console.log(values.json ? JSON.stringify(summary) : inWords(summary));
    return summary.refused === 0 && !summary.cancelled ? 0 : 1;
  },
};

function inWords({ files, accepted, refused, skippedFiles, byType, problems, seconds, cancelled }: ImportSummary): string {
  const rows = Object.entries(byType)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([type, count]) =>
        `  ${type.padEnd(28)} ${String(count.accepted).padStart(8)} accepted ${String(count.refused).padStart(8)} refused`,
    );
  const reasons = problems.map(({ file, at, code, detail, count }) => `  ${count} × ${code} at ${at}: ${detail} (${file})`);
  const rate = seconds > 0 ? Math.round(accepted / seconds) : 0;
  return [
    `${cancelled ? 'Cancelled; the same command goes on from here. ' : ''}${files} files, ${skippedFiles} of them imported before: ${accepted} resources accepted, ${refused} refused, ${seconds.toFixed(1)} s (${rate}/s)`,
    ...rows,
    ...(reasons.length > 0 ? ['Refused because:', ...reasons] : []),
  ].join('\n');
}
