import { Problem } from '../kernel/index.ts';
import type { Book, ImportTask } from '../programmes/index.ts';

/** Which form of which activity a workbook is of. Without a version that which is in force on the day. */
export interface ImportTaskName {
  readonly programme: string;
  readonly version?: string | undefined;
  readonly activity: string;
  readonly form?: string | undefined;
  /** YYYY-MM-DD. */
  readonly on?: string | undefined;
}

/** @throws Problem programme-unknown, naming what is not there */
export function importTask(
  book: Book,
  { programme: code, version, activity: name, form: formName, on = '' }: ImportTaskName,
): ImportTask {
  const programme = book.find(code, version === undefined ? { on } : { version });
  if (!programme) throw new Problem('programme-unknown', 'No such programme here', { at: 'programme' });
  const activity = programme.activities.find((one) => one.code === name);
  if (!activity) throw new Problem('programme-unknown', 'The programme has no such activity', { at: 'activity' });
  const form = programme.forms.find((one) => one.code === (formName ?? activity.form));
  if (!form) throw new Problem('programme-unknown', 'The activity has no such form', { at: 'form' });
  return { programme, activity, form };
}
