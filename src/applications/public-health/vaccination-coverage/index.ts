/** Who is due and who has had what: coverage, defaulters, reminders, classes. */
export { type CohortChild, type ForecastChild, findChildren, forecastChildren, MOST_CHILDREN } from './cohort.ts';
export type { Coverage, CoverageChild, DueChild, DueChildren, PupilFound, Reminder, SchoolList } from './contract.ts';
export { countCoverage, standingWith } from './count.ts';
export { type DueOf, listDue } from './due.ts';
export {
  closeReminder,
  findReminders,
  type Medium,
  media,
  outcomes,
  planReminders,
  type ReminderOutcome,
  reminderText,
} from './reminders.ts';
