import type { Job } from '../../jobs/index.ts';
import type { ExportRow } from './contract.ts';
import { exportInput, exportResult } from './shapes.ts';

export const statusPath = (id: string): string => `/fhir/$export-status/${id}`;
const filePath = (id: string, name: string): string => `/fhir/$export-file/${id}/${name}`;

/** What a finished export has to fetch. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---complete-status */
export function manifestOf({ id, input, result }: Job, base: string) {
  const { transactionTime, files } = exportResult.parse(result);
  const of = (kind: 'output' | 'deleted') =>
    files
      .filter((file) => file.kind === kind)
      .map(({ name, type, count }) => ({
        type: kind === 'deleted' ? 'Bundle' : type,
        url: `${base}${filePath(id, name)}`,
        count,
      }));
  return {
    transactionTime,
    request: exportInput.parse(input).request,
    requiresAccessToken: true,
    output: of('output'),
    deleted: of('deleted'),
    error: [],
  };
}

/** An export as the console shows it; the files with their addresses for whoever may fetch them. */
export function exportRowOf({ id, state, input, result }: Job, mayFetch: boolean): ExportRow {
  const asked = exportInput.parse(input);
  const made = state === 'done' ? exportResult.parse(result) : undefined;
  return {
    of: asked.group ? 'group' : Array.isArray(asked.of) ? 'patients' : asked.of,
    patients: Array.isArray(asked.of) ? asked.of.length : 0,
    types: asked.types,
    filters: Object.values(asked.filters).flat().length,
    elements: asked.elements ?? [],
    ...(asked.since === undefined ? {} : { since: asked.since }),
    ...(asked.until === undefined ? {} : { until: asked.until }),
    ...(made ? { transactionTime: made.transactionTime } : {}),
    files: (made && mayFetch ? made.files : []).map((file) => ({ ...file, path: filePath(id, file.name) })),
  };
}
