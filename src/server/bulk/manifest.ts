import type { Job } from '../../jobs/index.ts';
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
