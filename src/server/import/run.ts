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
      const digest = await digestOfFile(file.path);
      if (state.get(digest) === 'done' && !again) skippedFiles += 1;
      else await importFile({ file, digest, round, connection, state, tally, signal, onProgress: show });
      doneBytes += file.bytes;
      show();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tally.close({ files: files.length, skippedFiles, seconds: (Date.now() - began) / 1000, cancelled: signal.aborted });
}

const importFile = (one: FileImport) => (one.file.kind === 'bundle' ? importBundle(one) : importLines(one));
