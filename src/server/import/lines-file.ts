import { isObject } from '../../fhir/index.ts';
import { failureOf, safeParse } from './bundle-file.ts';
import { type FileImport, problemIn } from './file-import.ts';
import { readLines } from './files.ts';

interface Line {
  readonly number: number;
  readonly text: string;
  readonly type: string;
  readonly id: string | undefined;
}

const LINES_A_BATCH = 500;

/**
 * One file with a resource a line. Lines go in batches: with an id as PUT, without as POST. How many lines are settled is
 * kept after each batch; a batch that was sent but not noted is sent again under the same key and carried out once. From
 * the first refusal on nothing is noted, so that the same command says again what was refused.
 */
export async function importLines(one: FileImport): Promise<void> {
  const { file, digest, state, tally, signal } = one;
  const settled = state.get(digest);
  const start = settled === 'done' ? 0 : settled;
  let batch: Line[] = [];
  let refused = 0;
  for await (const { number, text } of readLines(file.path)) {
    if (number <= start) continue;
    if (signal.aborted) return;
    const line = readLine(number, text);
    if (line) batch.push(line);
    else {
      refused += 1;
      tally.refuse('(unreadable)', {
        file: file.path,
        at: `line ${number}`,
        code: 'json-malformed',
        detail: 'the line is no JSON resource',
      });
    }
    if (batch.length < LINES_A_BATCH) continue;
    refused += await sendBatch(one, batch);
    if (refused === 0) await state.set(digest, number);
    batch = [];
  }
  if (batch.length > 0) refused += await sendBatch(one, batch);
  if (refused === 0) await state.set(digest, 'done');
}

function readLine(number: number, text: string): Line | undefined {
  const resource = safeParse(text);
  if (!isObject(resource) || typeof resource['resourceType'] !== 'string') return undefined;
  return { number, text, type: resource['resourceType'], id: typeof resource['id'] === 'string' ? resource['id'] : undefined };
}

async function sendBatch(
  { file, digest, round, connection, tally, signal, onProgress }: FileImport,
  lines: readonly Line[],
): Promise<number> {
  const first = lines[0]?.number ?? 0;
  const { status, body } = await connection.postBundle(toBatch(lines), `${digest}${round}-${first}`, signal);
  const answer = safeParse(body);
  const responses: unknown[] = isObject(answer) && Array.isArray(answer['entry']) ? answer['entry'] : [];
  let refused = 0;
  for (const [index, { type, number }] of lines.entries()) {
    const failure = status < 300 ? failureOf(responses[index]) : problemIn(status, answer);
    if (!failure) tally.accept(type);
    else {
      refused += 1;
      const place = failure.at.replace(/^Bundle\.entry\[\d+\]\.resource/, type);
      tally.refuse(type, {
        file: file.path,
        code: failure.code,
        detail: failure.detail,
        at: `line ${number}${place ? `, ${place}` : ''}`,
      });
    }
  }
  onProgress();
  return refused;
}

/** The lines stay as they are: numbers keep their spelling. */
function toBatch(lines: readonly Line[]): string {
  const entries = lines.map(({ text, type, id }) => {
    const request = id ? { method: 'PUT', url: `${type}/${id}` } : { method: 'POST', url: type };
    return `{"resource":${text},"request":${JSON.stringify(request)}}`;
  });
  return `{"resourceType":"Bundle","type":"batch","entry":[${entries.join(',')}]}`;
}
