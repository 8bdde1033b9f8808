/** SQL on FHIR v2: ViewDefinitions compiled to functions from a resource to rows. Pure. */
export type { Cell } from './cells.ts';
export { compileView, type View, type ViewRow } from './compile.ts';
export type { ViewColumn } from './definition.ts';
export { type RowWriter, rowWriter, type ViewFormat } from './formats.ts';
