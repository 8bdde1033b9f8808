import { rawNumberText } from '../../fhir/index.ts';
import type { Cell, View, ViewColumn } from '../../fhir/views/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';

/** A column of the table and how a cell becomes its value, as JSON has it. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'bigint' | 'numeric' | 'text' | 'text[]' | 'jsonb';
  /** @throws Problem view-failed where the value does not fit */
  toValue(cell: Cell): unknown;
}

export interface ViewTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
}

/** Columns that every table has besides those of its view. */
const OWN = ['shard', 'resource_id', 'ordinal', 'residents'];
/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const SYSTEM = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];
/** https://www.postgresql.org/docs/current/limits.html: 1,600 columns, names of 63 bytes. */
const MOST_COLUMNS = 1600 - OWN.length;
const LONGEST_NAME = 63;
const NAME = /^[a-z][a-z0-9_]*$/;

/** Types of which a table keeps more than the text. Dates stay texts: they may be as short as a year, and have zones. */
const TYPES: Readonly<Record<string, TableColumn['type']>> = {
  ...{ boolean: 'boolean', Boolean: 'boolean' },
  ...{ integer: 'integer', positiveInt: 'integer', unsignedInt: 'integer', Integer: 'integer', integer64: 'bigint' },
  ...{ decimal: 'numeric', Decimal: 'numeric' },
};

/**
 * The table for a view.
 * @param reserved words that SQL keeps for itself
 * @throws Problem view-invalid, with the place of a name that no table or column can have
 */
export function toTable(view: View, reserved: ReadonlySet<string>): ViewTable {
  const refuse = (detail: string, at: string) => new Problem('view-invalid', detail, { at });
  const check = (name: string, at: string) => {
    if (!NAME.test(name) || name.length > LONGEST_NAME)
      throw refuse(`In a table a name has a small letter first, then small letters, digits or _, at most ${LONGEST_NAME}`, at);
    if (reserved.has(name)) throw refuse(`The name ${name} is a word of SQL`, at);
  };
  if (view.name === undefined)
    throw refuse('The table is called by the name of the view, and there is none', 'ViewDefinition.name');
  check(view.name, 'ViewDefinition.name');
  for (const [index, { name, at }] of view.columns.entries()) {
    check(name, `${at}.name`);
    if (OWN.includes(name) || SYSTEM.includes(name)) throw refuse(`Every table has a column ${name} of its own`, `${at}.name`);
    if (index === MOST_COLUMNS) throw refuse(`A table has at most ${MOST_COLUMNS} columns of a view`, at);
  }
  return { name: view.name, columns: view.columns.map(toColumn) };
}

function toColumn(column: ViewColumn): TableColumn {
  const { name, collection } = column;
  const single = column.type !== undefined && Object.hasOwn(TYPES, column.type) ? (TYPES[column.type] ?? 'text') : typeOf(column);
  const toSingle = (cell: Cell) => fitted(single, cell, column);
  if (!collection) return { name, type: single, toValue: (cell) => (cell === null ? null : toSingle(cell)) };
  const toList = (cell: Cell) => (Array.isArray(cell) ? cell.map(toSingle) : []);
  return { name, type: single === 'text' ? 'text[]' : 'jsonb', toValue: toList };
}

/** Data types with parts (`Quantity`) begin with a capital, simple ones with a small letter; without a type it is a text. */
const typeOf = ({ type }: ViewColumn): 'text' | 'jsonb' =>
  type !== undefined && /^[A-Z]/.test(type) && !/^(?:String|Date|DateTime|Time)$/.test(type) ? 'jsonb' : 'text';

function fitted(type: TableColumn['type'], cell: Cell, { at, type: declared }: ViewColumn): unknown {
  if (type === 'jsonb') return cell;
  const text = typeof cell === 'string' ? cell : rawNumberText(cell);
  if (type === 'text') return text === '' && typeof cell !== 'string' ? JSON.stringify(cell) : text;
  const fits =
    type === 'boolean' ? typeof cell === 'boolean' : type === 'numeric' ? rawNumberText(cell) !== '' : isInteger(text, type);
  if (!fits) throw new Problem('view-failed', `The path yields what is no ${declared}`, { at: `${at}.path` });
  return cell;
}

function isInteger(text: string, type: TableColumn['type']): boolean {
  const limit = type === 'integer' ? 2 ** 31 : Number.MAX_SAFE_INTEGER;
  return /^-?\d{1,16}$/.test(text) && Number(text) < limit && Number(text) >= -limit;
}

/** Words that cannot be a name without quotes, as the database in use has them. */
export async function reservedWords(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql<{ word: string }[]>`select word from pg_get_keywords() where catcode in ('R', 'T')`;
  return new Set(rows.map(({ word }) => word));
}
