import { parseArgs } from 'node:util';
import { LinkStopped, type LinkSummary, linkFile } from '../link/index.ts';
import { StartError } from '../start-error.ts';
import { openProgress } from './progress.ts';

const HELP = `npx minkang link FILE --out CLUSTERS.csv [--report REPORT.json] [--model MODEL.json] [--threads N] [--json]

Finds the records of a CSV file (also .csv.gz) that are one person's, and writes record_id,cluster_id. Columns are known by
their headings: record_id; name, name_pinyin or surname, given_name; sex, birth_date, id_no, id_no_2, phone, email; address or
street_number, address_1, address_2, suburb, state, postcode; division_code, household_no, occupation, source.
  --report   what was compared, learned and decided, and the pairs that somebody should look at
  --model    the model to use; if there is no such file, the one learned from FILE is written there
  --threads  how many threads (as many as there are processors)

Of large files what was done so far is kept in CLUSTERS.csv.state: one that was stopped goes on there, unless FILE has changed.`;

const options = {
  out: { type: 'string' },
  report: { type: 'string' },
  model: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export const linkCommand = {
  summary: 'find the records of a CSV file that are one person’s',
  async run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file] = positionals;
    if (values.help || file === undefined || values.out === undefined || positionals.length > 1) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    const threads = values.threads === undefined ? undefined : Number(values.threads);
    if (threads !== undefined && (!Number.isInteger(threads) || threads < 1 || threads > 64))
      throw new StartError('--threads is a whole number from 1 to 64.');
    const progress = openProgress('‰');
    const { out, report, model } = values;
    const onProgress = (share: number) => progress.show(Math.round(share * 1000), 1000);
    const stopped = new AbortController();
    process.once('SIGINT', () => stopped.abort());
    try {
      const { signal } = stopped;
      const summary = await linkFile({ file, out, report, model, threads, onProgress, signal }).finally(() => progress.close());
      console.log(values.json ? JSON.stringify(summary) : inWords(summary));
      return 0;
    } catch (error) {
      if (!(error instanceof LinkStopped)) throw error;
      console.log('Stopped; nothing was written. The same command goes on from here.');
      return 1;
    }
  },
};

function inWords({
  records,
  clusters,
  pairs,
  links,
  review,
  precision,
  recall,
  seconds,
  peakMegabytes,
  ignored,
}: LinkSummary): string {
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  const count = (value: number) => value.toLocaleString('en');
  return [
    `${count(records)} records are ${count(clusters)} people: ${count(pairs)} pairs compared, ${count(links)} linked, ${count(review)} records to be looked at (${percent(review / records)}).`,
    `Expected: ${percent(precision)} of the links are right, ${percent(recall)} of all are found. ${seconds.toFixed(1)} s, ${count(peakMegabytes)} MB.`,
    ...(ignored.length > 0 ? [`Columns not known and not used: ${ignored.join(', ')}.`] : []),
  ].join('\n');
}
