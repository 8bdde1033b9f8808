import { importBundle } from './bundle-file.ts';
import type { Connection } from './connection.ts';
import type { FileImport } from './file-import.ts';
import { digestOfFile, findFiles } from './files.ts';
import { importLines } from './lines-file.ts';
import { openState } from './state.ts';
import { type ImportSummary, openTally } from './summary.ts';

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly connection: Connection;
  /** Folder in which it is kept how far each file came. */
  readonly stateFolder: string;
  readonly again: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

const AT_ONCE = 4;

/** Imports all files, a few at a time. What was accepted is remembered as it goes. */
export async function runImport({
  paths,
  connection,
  stateFolder,
  again,
  signal,
  onProgress,
}: ImportOptions): Promise<ImportSummary> {
  const began = Date.now();
  const files = await findFiles(paths);
  const state = await openState(stateFolder, connection.url);
  const tally = openTally();
  const round = again ? String(began) : '';
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let doneBytes = 0;
  let skippedFiles = 0;
  const waiting = [...files];
  const show = () =>
    onProgress(
      tally.done(),
      Math.max(tally.done(), doneBytes > 0 ? Math.round((tally.done() * bytes) / doneBytes) : files.length * 100),
    );
  const worker = async () => {
    for (let file = waiting.shift(); file && !signal.aborted; file = waiting.shift()) {
      const one = { file, round, connection, state, tally, signal, onProgress: show };
      if ((await importFile(one, again)) === 'skipped') skippedFiles += 1;
      doneBytes += file.bytes;
      show();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tally.close({ files: files.length, skippedFiles, seconds: (Date.now() - began) / 1000, cancelled: signal.aborted });
}

/** A file that cannot be read is refused, and does not keep the others from being imported. */
async function importFile(one: Omit<FileImport, 'digest'>, again: boolean): Promise<'imported' | 'skipped'> {
  try {
    const digest = await digestOfFile(one.file.path);
    if (one.state.get(digest) === 'done' && !again) return 'skipped';
    await (one.file.kind === 'bundle' ? importBundle({ ...one, digest }) : importLines({ ...one, digest }));
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (!/^(E[A-Z]+|Z_[A-Z_]+)$/.test(code)) throw thrown;
    one.tally.refuse('(unreadable)', {
      file: one.file.path,
      at: '',
      code: 'file-damaged',
      detail: `the file cannot be read (${code})`,
    });
  }
  return 'imported';
}
