import { Problem } from '../../kernel/index.ts';
import { type Item, type Items, resourceNode, toSystem } from '../fhirpath/index.ts';
import { isObject } from '../resource.ts';
import { type Cell, toCell } from './cells.ts';
import { columnsIn, columnsOf } from './columns.ts';
import { constantsOf, ROW_INDEX } from './constants.ts';
import { readViewDefinition, type ViewColumn, type ViewPath, type ViewSelect } from './definition.ts';
import { compilePath, type Evaluate, type Frame } from './expressions.ts';

/** Cells in the order of the columns. */
export type ViewRow = readonly Cell[];

/** A view ready to be run. */
export interface View {
  readonly name: string | undefined;
  /** Type of the resources that it looks at; others have no rows. */
  readonly resource: string;
  readonly columns: readonly ViewColumn[];
  /**
   * Rows of one resource, in the order of the elements they come from.
   * @throws Problem view-failed where a path cannot be evaluated on it; names the path, nothing of the resource
   */
  rows(resource: unknown): readonly ViewRow[];
}

/** Rows that a select makes of a focus. */
type Select = (focus: Items, frame: Frame) => readonly ViewRow[];
type Constants = ReadonlyMap<string, Items>;

/** Rows of one resource; more come from selects beside each other that multiply. */
const MAX_ROWS = 100_000;
const NO_ROWS: readonly ViewRow[] = [];

/**
 * Makes a function of a ViewDefinition.
 * https://build.fhir.org/ig/FHIR/sql-on-fhir-v2/functional-model.html
 * @param now ISO instant, for `now()` and `today()`
 * @throws Problem view-invalid, with the place of what is wrong
 */
export function compileView(definition: unknown, now: () => string): View {
  const view = readViewDefinition(definition);
  const columns = columnsOf(view);
  const constants = constantsOf(view.constants);
  const conditions = view.where.map((where) => compileCondition(where, constants));
  const select = multiply(
    view.selects.map((one) => compileSelect(one, constants)),
    'ViewDefinition.select',
  );
  return {
    name: view.name,
    resource: view.resource,
    columns,
    rows: (resource) => {
      if (!isObject(resource) || resource['resourceType'] !== view.resource) return NO_ROWS;
      const node = resourceNode(resource);
      const frame = { environment: { resource: node, rootResource: node, now, variables: constants }, rowIndex: 0 };
      const focus = [node];
      return conditions.every((holds) => holds(focus, frame)) ? select(focus, frame) : NO_ROWS;
    },
  };
}

/** `where`: true or not, and nothing else. */
function compileCondition(where: ViewPath, constants: Constants): (focus: Items, frame: Frame) => boolean {
  const at = `${where.at}.path`.replace(/\.path\.path$/, '.path');
  const evaluate = compilePath(where, constants);
  return (focus, frame) => {
    const [item, second] = evaluate(focus, frame);
    const value = item === undefined ? false : toSystem(item);
    if (typeof value !== 'boolean' || second !== undefined)
      throw new Problem('view-failed', 'The condition is not a boolean', { at });
    return value;
  };
}

function compileSelect(select: ViewSelect, constants: Constants): Select {
  const inside = multiply(
    [
      ...(select.columns.length > 0 ? [compileColumns(select.columns, constants)] : []),
      ...select.selects.map((one) => compileSelect(one, constants)),
      ...(select.unionAll.length > 0 ? [compileUnion(select.unionAll, constants)] : []),
    ],
    select.at,
  );
  return select.each ? iterate(select, select.each, inside, constants) : inside;
}

function compileColumns(columns: readonly ViewColumn[], constants: Constants): Select {
  const cells = columns.map((column) => {
    const evaluate = compilePath({ path: column.path, at: `${column.at}.path` }, constants);
    return (focus: Items, frame: Frame) => toCell(column, evaluate(focus, frame));
  });
  return (focus, frame) => [cells.map((cell) => cell(focus, frame))];
}

function compileUnion(branches: readonly ViewSelect[], constants: Constants): Select {
  const compiled = branches.map((branch) => compileSelect(branch, constants));
  return (focus, frame) => compiled.flatMap((branch) => branch(focus, frame));
}

/** Selects beside each other: every row of one with every row of the next, cells one after the other. */
function multiply(parts: readonly Select[], at: string): Select {
  const [first, ...others] = parts;
  if (!first) return () => [[]];
  if (others.length === 0) return first;
  return (focus, frame) => {
    let rows = first(focus, frame);
    for (const part of others) {
      if (rows.length === 0) return rows;
      const more = part(focus, frame);
      limit(rows.length * more.length, at);
      rows = rows.flatMap((row) => more.map((other) => [...row, ...other]));
    }
    return rows;
  };
}

function iterate(
  select: ViewSelect,
  { kind, paths }: NonNullable<ViewSelect['each']>,
  inside: Select,
  constants: Constants,
): Select {
  const steps = paths.map((path) => compilePath(path, constants));
  const [step = () => []] = steps;
  const elements = kind === 'repeat' ? descend(steps, select.at) : step;
  // an iteration over nothing has a first row all the same, and it has no element
  const empty =
    kind === 'forEachOrNull' ? [columnsIn(select).map(({ path }) => (path.trim() === `%${ROW_INDEX}` ? 0 : null))] : NO_ROWS;
  return (focus, frame) => {
    const items = elements(focus, frame);
    if (items.length === 0) return empty;
    const rows: ViewRow[] = [];
    for (const [rowIndex, item] of items.entries()) {
      for (const row of inside([item], { ...frame, rowIndex })) rows.push(row);
      limit(rows.length, select.at);
    }
    return rows;
  };
}

/** `repeat`: an element before what lies below it, to any depth; the focus itself is not among them. */
function descend(steps: readonly Evaluate[], at: string): Evaluate {
  return (focus, frame) => {
    const found: Item[] = [];
    // a stack of its own: what is deep in a resource, or a path that leads back to where it starts, costs no stack of calls
    const open: Item[] = [];
    const push = (from: Items) => {
      const next = steps.flatMap((step) => step(from, frame));
      for (const item of next.reverse()) open.push(item);
    };
    push(focus);
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      found.push(item);
      limit(found.length, at);
      push([item]);
    }
    return found;
  };
}

function limit(rows: number, at: string): void {
  if (rows > MAX_ROWS) throw new Problem('view-failed', `A resource has more than ${MAX_ROWS} rows`, { at });
}
