import { isObject } from '../../fhir/index.ts';
import { type FileImport, problemIn } from './file-import.ts';
import { readText } from './files.ts';

/** One file with a transaction or batch Bundle: sent as it is. */
export async function importBundle({
  file,
  digest,
  round,
  connection,
  state,
  tally,
  signal,
  onProgress,
}: FileImport): Promise<void> {
  const text = await readText(file.path);
  const types = typesIn(text);
  if (!types) {
    tally.refuse('(unreadable)', { file: file.path, at: '', code: 'json-malformed', detail: 'the file is no JSON Bundle' });
    return;
  }
  const { status, body } = await connection.postBundle(text, `${digest}${round}`, signal);
  const answer: unknown = safeParse(body);
  const responses = isObject(answer) && Array.isArray(answer['entry']) ? answer['entry'] : undefined;
  if (status >= 300 || !responses) {
    const problem = { file: file.path, ...problemIn(status, answer) };
    for (const type of types) tally.refuse(type, problem);
    onProgress();
    return;
  }
  let refused = 0;
  for (const [index, type] of types.entries()) {
    const failure = failureOf(responses[index]);
    if (!failure) tally.accept(type);
    else {
      refused += 1;
      tally.refuse(type, { file: file.path, ...failure, at: failure.at || `Bundle.entry[${index}]` });
    }
  }
  onProgress();
  if (refused === 0) await state.set(digest, 'done');
}

/** Why an entry of a response Bundle was not carried out. */
export function failureOf(entry: unknown): { code: string; at: string; detail: string } | undefined {
  const response = isObject(entry) ? entry['response'] : undefined;
  if (!isObject(response) || typeof response['status'] !== 'string')
    return { code: 'no-answer', at: '', detail: 'the answer has no entry for it' };
  const status = Number.parseInt(response['status'], 10);
  return status < 300 ? undefined : problemIn(status, response['outcome']);
}

/** Type of each entry's resource; undefined where the text is no Bundle. */
function typesIn(text: string): string[] | undefined {
  const bundle = safeParse(text);
  if (!isObject(bundle) || !Array.isArray(bundle['entry'])) return undefined;
  return bundle['entry'].map((entry: unknown) => {
    const resource = isObject(entry) ? entry['resource'] : undefined;
    return isObject(resource) && typeof resource['resourceType'] === 'string' ? resource['resourceType'] : '(no resource)';
  });
}

export function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
