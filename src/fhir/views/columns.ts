import { Problem } from '../../kernel/index.ts';
import type { ViewColumn, ViewDefinition, ViewSelect } from './definition.ts';

/**
 * Columns of a view in the order of its rows: of each select its own, those of nested selects, those of the union.
 * @throws Problem view-invalid where a name stands twice, or the branches of a union differ
 */
export function columnsOf({ selects }: ViewDefinition): readonly ViewColumn[] {
  const columns = selects.flatMap(columnsIn);
  if (columns.length === 0) throw new Problem('view-invalid', 'A view has at least one column', { at: 'ViewDefinition.select' });
  const known = new Set<string>();
  for (const { name, at } of columns) {
    if (known.has(name)) throw new Problem('view-invalid', `The column ${name} is there already`, { at: `${at}.name` });
    known.add(name);
  }
  return columns;
}

export function columnsIn(select: ViewSelect): readonly ViewColumn[] {
  return [...select.columns, ...select.selects.flatMap(columnsIn), ...unionColumns(select)];
}

/** Those of the first branch, which every other one has too, in the same order. */
function unionColumns({ unionAll: [first, ...others] }: ViewSelect): readonly ViewColumn[] {
  if (!first) return [];
  const columns = columnsIn(first);
  const names = columns.map(({ name }) => name).join(', ');
  for (const other of others)
    if (
      columnsIn(other)
        .map(({ name }) => name)
        .join(', ') !== names
    )
      throw new Problem('view-invalid', `The columns differ from those of the first branch: ${names}`, { at: other.at });
  return columns;
}
