import type { Field } from '../../forms/index.ts';
import type { GivenRow, Template } from '../../imports/index.ts';
import type { Bilingual, Fault } from '../../kernel/index.ts';
import type { Activity, Form, Programme } from '../contract.ts';
import { type FindTable, type ReadyField, readyFields } from '../form-fields.ts';

/** An activity with the form of which a workbook is filled in, a row a resident. */
export interface ImportTask {
  readonly programme: Programme;
  readonly activity: Activity;
  readonly form: Form;
}

export interface ContactSheet extends Template {
  readonly task: ImportTask;
  /** All fields of the form, those that are worked out too. */
  readonly fields: readonly ReadyField[];
}

const NUMBER = 'identityNumber';
const NAME = 'name';
const DAY = 'contactDay';

/** Keys of the columns that say whose contact it is and when. */
export const WHO = { number: NUMBER, name: NAME, day: DAY } as const;

const whoColumns: readonly Field[] = [
  {
    ...{ key: NUMBER, type: 'number', required: true, element: 'DE02.01.030.00' },
    name: { zh: '居民身份证号', en: 'Identity number' },
  },
  {
    ...{ key: NAME, type: 'text', required: true, element: 'DE02.01.039.00' },
    name: { zh: '姓名', en: 'Name' },
    hint: { zh: '须与登记的姓名一致', en: 'Must be the name under which the resident is registered' },
  },
  { ...{ key: DAY, type: 'date', required: true }, name: { zh: '服务日期', en: 'Day of the contact' } },
];

/** The columns of an activity's workbook: whose it is, when, and each field of the form that is not worked out. */
export function contactSheet(task: ImportTask, findTable: FindTable): ContactSheet {
  const fields = readyFields(task.programme, task.form, findTable);
  const asked = fields.filter(({ asked: { value } }) => value === undefined).map(({ field }) => field);
  return { task, fields, sheet: task.activity.title, columns: [...whoColumns, ...withOwnNames(asked)] };
}

/** Where two fields have one name, the heading says of which part of the form each is. */
function withOwnNames(fields: readonly Field[]): readonly Field[] {
  const taken = [...whoColumns, ...fields].map(({ name }) => name);
  const isOwn = (name: Bilingual) => taken.filter(({ zh, en }) => zh === name.zh || en === name.en).length === 1;
  return fields.map((field) => {
    const { name, group } = field;
    if (isOwn(name) || !group) return field;
    return { ...field, name: { zh: `${group.zh}：${name.zh}`, en: `${group.en}: ${name.en}` } };
  });
}

const YES: ReadonlySet<string> = new Set(['是', '有', 'yes', 'true', '1', '√']);
const NO: ReadonlySet<string> = new Set(['否', '无', 'no', 'false', '0', '×']);

/** Cells of the form's columns as the form reads them; what is no number or neither yes nor no stays a text, and is refused there. */
export function formValues(columns: readonly Field[], given: GivenRow): Record<string, unknown> {
  const who: ReadonlySet<string> = new Set(Object.values(WHO));
  return Object.fromEntries(
    columns.flatMap(({ key, type }) => {
      const text = given[key];
      return text === undefined || who.has(key) ? [] : [[key, typed(type, text)]];
    }),
  );
}

function typed(type: Field['type'], text: string): unknown {
  if (type === 'whole' || type === 'decimal') {
    const number = Number(text.normalize('NFKC'));
    return Number.isNaN(number) ? text : number;
  }
  if (type !== 'flag') return text;
  const word = text.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : text;
}

/** What is wrong with the day of a row; nothing, where it has come. Days are YYYY-MM-DD. */
export function dayFault(text: string, today: string): Fault | undefined {
  const day = { at: DAY, kind: 'impossible' as const };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    return { ...day, text: { zh: '应为日期', en: 'A date is expected' } };
  return text > today ? { ...day, text: { zh: '不能晚于今天', en: 'It cannot be after today' } } : undefined;
}
