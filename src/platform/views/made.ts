import { FhirPathError } from '../../fhir/fhirpath/index.ts';
import { isObject } from '../../fhir/index.ts';
import { compileView, type View } from '../../fhir/views/index.ts';
import type { Catalogue, DatabaseName, Sql } from '../../store/index.ts';
import { reservedWords, toTable, type ViewTable } from './table.ts';

/** A definition ready to fill a table. */
export interface MadeView {
  readonly view: View;
  readonly table: ViewTable;
  /** Where the resources are that it looks at. */
  readonly databases: readonly DatabaseName[];
}

/** The part of a ViewDefinition that its rows depend on, as text; the rest may change and the table stays right. */
export function definitionOf(resource: unknown): string {
  const { resourceType, name, resource: type, constant, where, select } = isObject(resource) ? resource : {};
  return JSON.stringify({ resourceType, name, resource: type, constant, where, select });
}

export type MakeView = (sql: Sql, definition: string) => Promise<MadeView>;

const MOST_KEPT = 200;

/** Makes views of definitions, each once. */
export function viewMaker(catalogue: Catalogue): MakeView {
  const known = new Map<string, MadeView>();
  return async (sql, definition) => {
    const found = known.get(definition);
    if (found) return found;
    const view = compileView(JSON.parse(definition), refuseClock);
    const made = { view, table: toTable(view, await reservedWords(sql)), databases: catalogue.databasesOf(view.resource) };
    if (known.size >= MOST_KEPT) known.clear();
    known.set(definition, made);
    return made;
  };
}

/** A table that depends on the clock would be wrong a moment later. */
function refuseClock(): never {
  throw new FhirPathError('execution', 'what depends on the clock cannot be kept in a table');
}
