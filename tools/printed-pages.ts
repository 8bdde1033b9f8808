import { z } from 'zod';
import type { SmallCells } from '../src/databases/population/index.ts';
import { releaseRules } from '../src/platform/sync/index.ts';
import { settingsSchema } from '../src/server/config.ts';

/** Pages of docs/ that are printed from the program, by file name; a test compares them with what is there. */
export const printedPages: Readonly<Record<string, () => string>> = {
  'settings.md': settingsPage,
  'release-rules.md': releaseRulesPage,
};

const NOTE = '<!-- printed by `node tools/print-docs.ts`; change the program, not this page -->';

function settingsPage(): string {
  const lines = rowsOf(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as Node, '');
  return `${NOTE}

# Settings of a platform

A JSON file, read once by \`npx minkang start --settings FILE\`. An unknown setting stops the start, as does a bad one; all
faults are named at once. \`npx minkang settings\` prints a complete file with a new key. A setting without a default is
required unless it says that it is optional. \`[]\` stands for each item of a list.

| setting | form | default | what it is |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
}

/** As much of JSON Schema as the settings use. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

function rowsOf({ properties = {}, required = [] }: Node, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = `${prefix}${name}`;
    const inside = node.items ? rowsOf(node.items, `${path}[].`) : isBilingual(node) ? [] : rowsOf(node, `${path}.`);
    return [rowOf(path, node, required.includes(name)), ...inside];
  });
}

const isBilingual = ({ properties = {} }: Node) => Object.keys(properties).join() === 'zh,en';

function rowOf(path: string, node: Node, isRequired: boolean): string {
  const fallback = node.default === undefined ? (isRequired ? '' : 'optional') : `\`${JSON.stringify(node.default)}\``;
  return `| \`${path}\` | ${formOf(node)} | ${fallback} | ${node.description ?? ''} |`;
}

function formOf({ type, enum: words, format, pattern, minimum, maximum }: Node): string {
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (format) return format === 'uri' ? 'address' : format;
  if (pattern === '^\\d{6}$') return 'six digits';
  if (type === 'integer')
    return `whole number${minimum === undefined ? '' : ` from ${minimum}`}${isBound(maximum) ? ` to ${maximum}` : ''}`;
  return { string: 'text', object: 'object', array: 'list' }[type ?? ''] ?? '';
}

const isBound = (maximum: number | undefined) => maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;

const smallCellsIn = ({ below, version }: SmallCells): string =>
  `; above the level that keeps the records, counts from 1 to ${below - 1} are not shown, nor those that would tell them (rule ${version})`;

function releaseRulesPage(): string {
  const forms = {
    full: 'in full',
    index: 'as an index entry',
    count: 'as a count',
    aggregate: 'as sums',
    line: 'case by case, without the person',
    notice: 'as a notice to the other place, with receipt',
    nothing: 'not at all',
  };
  const lines = releaseRules.map(
    ({ fact, form, why, smallCells }) =>
      `| ${fact.zh}<br>${fact.en} | ${forms[form]}${smallCells ? smallCellsIn(smallCells) : ''} | ${why.zh}<br>${why.en} |`,
  );
  return `${NOTE}

# What leaves a platform for the one above

What is not in this table does not leave. It is kept in \`src/platform/sync/release-rules.ts\`.

| fact | travels up | why |
| --- | --- | --- |
${lines.join('\n')}
`;
}
