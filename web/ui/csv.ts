/** RFC 4180. A cell that a spreadsheet would run as a formula is made text by an apostrophe. */
export function toCsv(lines: readonly (readonly (string | undefined)[])[]): string {
  return lines.map((line) => line.map((cell) => quoted(cell ?? '')).join(',')).join('\r\n');
}

function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Saves text as a file; the byte order mark makes Excel read Chinese. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
