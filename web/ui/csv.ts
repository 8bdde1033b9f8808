/** RFC 4180. A cell that a spreadsheet would run as a formula is made text by an apostrophe. */
export function toCsv(lines: readonly (readonly (string | undefined)[])[]): string {
  return lines.map((line) => line.map((cell) => quoted(cell ?? '')).join(',')).join('\r\n');
}

function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** As a file; the byte order mark makes Excel read Chinese. */
export const toCsvFile = (lines: readonly (readonly (string | undefined)[])[]): Blob =>
  new Blob(['\uFEFF', toCsv(lines)], { type: 'text/csv;charset=utf-8' });
