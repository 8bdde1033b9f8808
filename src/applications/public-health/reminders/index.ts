/** Who is reminded of what is due, by the operator’s gateway or by a call. */
export type { ReminderPage, ReminderRow, ReminderState } from './contract.ts';
export { formReminders } from './form.ts';
export { openGateway } from './gateway.ts';
export { countReminders, listReminders, markReminder, removeOldReminders } from './list.ts';
export { phoneOf } from './phone.ts';
export { sendReminders } from './send.ts';
