/** Health supervision: leads found and reported, and inspections. */
export { countWaiting, listNotes, recordNote, reportNote } from './note-store.ts';
export { noteFields, reportFields, topics } from './topics.ts';
