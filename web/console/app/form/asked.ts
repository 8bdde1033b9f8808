import type { FormValue, FormValues } from '../../../../src/forms/contract.ts';
import { type Asked, compileCondition, compileTerm, dayNumber, type FactValue } from '../../../../src/life-course/index.ts';
import type { ContactFieldView, ContactFormView } from '../../../../src/programmes/contract.ts';
import { toSent } from './values.ts';

/** What of a form is asked now, and what follows from the answers. */
export interface AskedNow {
  readonly fields: readonly ContactFieldView[];
  /** By key; shown, not typed. */
  readonly worked: FormValues;
  /** All that is answered now, typed or worked out. */
  readonly facts: Readonly<Record<string, FactValue>>;
}

/** Asks a form of its answers as the platform will do when it is sent: in order, so that a field may depend on those before it. */
export function compileForm(
  fields: readonly ContactFieldView[],
  course: ContactFormView['course'],
): (draft: FormValues, on: string) => AskedNow {
  const ready = fields.map((field) => ({
    field,
    optional: { ...field, required: false },
    when: field.when && compileCondition(field.when),
    value: field.value === undefined ? undefined : compileTerm(field.value),
  }));
  return (draft, on) => {
    const day = dayNumber(on);
    const at = Number.isNaN(day) ? Math.floor(Date.now() / 86_400_000) : day;
    const facts = factsOf(toSent(fields, draft));
    const begun = new Set(Object.keys(facts).flatMap((key) => rowOf(fields, key) ?? []));
    const shown: ContactFieldView[] = [];
    const worked: Record<string, FormValue> = {};
    for (const { field, optional, when, value } of ready) {
      const { key } = field;
      const question: Asked = { course, at, contact: { facts } };
      if (when && !when(question)) {
        delete facts[key];
        continue;
      }
      if (value) {
        const found = value(question);
        if (found === undefined) delete facts[key];
        else facts[key] = found;
        worked[key] = found ?? '';
      }
      const row = rowOf(fields, key);
      if (!row || isOpen(row, begun)) shown.push(row && !begun.has(row) ? optional : field);
    }
    return { fields: shown, worked, facts };
  };
}

function factsOf(sent: Readonly<Record<string, FormValue | null>>): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  for (const [key, value] of Object.entries(sent)) if (value !== null && typeof value !== 'object') facts[key] = value;
  return facts;
}

/** `Drugs 2`: the row of a section that is filled in several times; undefined of a field that stands once. */
const rowOf = (fields: readonly ContactFieldView[], key: string): string | undefined =>
  key.includes('#') ? fields.find((field) => field.key === key)?.group.en : undefined;

/** A row is offered when the one before it is begun. */
function isOpen(row: string, begun: ReadonlySet<string>): boolean {
  const number = Number(/(\d+)$/.exec(row)?.[1] ?? 1);
  return number <= 1 || begun.has(row) || begun.has(row.replace(/\d+$/, String(number - 1)));
}
