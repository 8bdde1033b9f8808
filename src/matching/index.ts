/** Which records are one person's: comparing, blocking, learning without labels, deciding, clustering. Pure; any thread may run it. */
export { PeopleBuilder } from './builder.ts';
export { toLunar } from './calendar.ts';
export { type Layout, recogniseColumns } from './columns.ts';
export { FIELDS } from './fields.ts';
export { type Linkage, linkPeople, type ReviewItem, type Run } from './link.ts';
export { type Model, parseModel, weightsOf } from './model.ts';
export type { People } from './people.ts';
export { Performer, type Result, type Task } from './tasks.ts';
