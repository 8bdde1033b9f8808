import { parseJson } from '../../fhir/index.ts';
import type { ViewRow } from '../../fhir/views/index.ts';
import type { Sql } from '../../store/index.ts';
import { type Build, tableOf } from './builds.ts';
import type { ViewTable } from './table.ts';

/** Rows of whole resources, and whose they are. */
export interface TablePage {
  readonly rows: readonly ViewRow[];
  readonly shown: readonly { readonly id: string; readonly residents: readonly string[] }[];
}

interface TableRow {
  readonly shard: number;
  readonly id: string;
  readonly residents: readonly string[];
  /** The cells as a JSON list, digits kept. */
  readonly cells: string;
}

const PAGE = 2000;
/** More than one resource ever has. */
const MOST = 1_000_000;

/**
 * The rows by shard and resource, a page at a time, each resource whole. Whoever swaps or drops the table meanwhile ends
 * the reading with an error of the database.
 */
export async function* readTable(sql: Sql, build: Build, { columns }: ViewTable): AsyncGenerator<TablePage> {
  const table = tableOf(build);
  const read = (shard: number, id: string, limit: number) => sql<TableRow[]>`
    select shard, resource_id as id, residents, ${sql.unsafe(cellsOf(columns))} as cells from views.${sql(table)}
     where (shard, resource_id) > (${shard}, ${id}) order by shard, resource_id, ordinal limit ${limit}`;
  for (let [shard, id, isLast] = [-1, '', false]; !isLast; ) {
    let found: readonly TableRow[] = await read(shard, id, PAGE);
    isLast = found.length < PAGE;
    const last = found.at(-1);
    if (!isLast && last) {
      const whole = found.filter((row) => row.id !== last.id || row.shard !== last.shard);
      // a resource with more rows than a page
      found =
        whole.length > 0 ? whole : (await read(shard, id, MOST)).filter((row) => row.id === last.id && row.shard === last.shard);
    }
    const end = found.at(-1);
    if (end) yield toPage(found);
    [shard, id] = [end?.shard ?? shard, end?.id ?? id];
  }
}

/** `json_build_array` takes 100 arguments at most, and a table has more columns. */
function cellsOf(columns: ViewTable['columns']): string {
  const cells = columns.map(({ name }) => `coalesce(to_json("${name}")::text, 'null')`);
  return cells.length === 0 ? `'[]'` : `'[' || ${cells.join(` || ',' || `)} || ']'`;
}

function toPage(found: readonly TableRow[]): TablePage {
  const shown = new Map(found.map(({ id, residents }) => [id, { id, residents }]));
  return { rows: found.map(({ cells }) => parseJson(cells) as ViewRow), shown: [...shown.values()] };
}
