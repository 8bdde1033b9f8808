/** Who is due and who has had what: coverage, defaulters, reminders, classes. */
export { type CohortChild, type ForecastChild, forecastChildren, forecastCohort } from './cohort.ts';
export type { Coverage, CoverageChild, DueChild, DueChildren, PupilFound, Reminder, SchoolList } from './contract.ts';
export { coverageCounter, standingWith } from './count.ts';
export { type DueOf, dueLister, listDue } from './due.ts';
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
