import type { FormValue } from '../../../src/forms/contract.ts';
import { dayNumber, type LifeCourse } from '../../../src/life-course/index.ts';
import type { ContactFieldView } from '../../../src/programmes/contract.ts';
import type { FieldFault } from '../../ui/failure.ts';
import { judge } from './contact-fields.ts';

interface Circumstances {
  /** Days since 1970-01-01, in China. */
  readonly today: number;
  readonly course: Pick<LifeCourse, 'born' | 'died'>;
}

const impossible = (at: string, zh: string, en: string): FieldFault => ({ at, kind: 'impossible', text: { zh, en } });
const MOST_CHARACTERS = 300;

/**
 * What the platform would find wrong or unusual with a form, found here where it is out of reach (src/forms/check.ts).
 * @param fields those that are asked now and typed
 */
export function faultsIn(
  fields: readonly ContactFieldView[],
  sent: Readonly<Record<string, FormValue | null>>,
  circumstances: Circumstances,
): readonly FieldFault[] {
  const day = dayFault(sent['on'], circumstances);
  return [
    ...(day ? [day] : []),
    ...fields.flatMap((field) => {
      const value = sent[field.key];
      if (value === undefined || value === null || value === '')
        return field.required ? [impossible(field.key, '必填', 'Required')] : [];
      return judge(field, value) ?? judgeText(field, value, circumstances.today) ?? [];
    }),
  ];
}

/** A day that has come, in the life of the resident. */
function dayFault(on: FormValue | null | undefined, { today, course: { born, died } }: Circumstances): FieldFault | undefined {
  const day = dayNumber(String(on ?? ''));
  if (Number.isNaN(day)) return impossible('on', '应为日期', 'A date is expected');
  if (day > today) return impossible('on', '不能晚于今天', 'It cannot be after today');
  if (born !== undefined && day < born) return impossible('on', '不能早于出生日期', 'It cannot be before birth');
  if (died !== undefined && day > died) return impossible('on', '不能晚于死亡日期', 'It cannot be after death');
  return undefined;
}

function judgeText({ key, type, options, maxLength = MOST_CHARACTERS }: ContactFieldView, value: FormValue, today: number) {
  if (type === 'whole' && !Number.isInteger(Number(value))) return impossible(key, '应为整数', 'A whole number is expected');
  if (typeof value !== 'string') return undefined;
  if (value.length > maxLength) return impossible(key, `最多 ${maxLength} 字`, `At most ${maxLength} characters`);
  if (type === 'code' || type === 'codes') {
    const chosen = type === 'codes' ? value.split(/\s+/) : [value];
    const isKnown = chosen.every((code) => options?.some((option) => option.code === code));
    return isKnown ? undefined : impossible(key, '不在代码表中', 'The code is not in its table');
  }
  if (type !== 'date') return undefined;
  const day = dayNumber(value);
  if (Number.isNaN(day)) return impossible(key, '应为日期', 'A date is expected');
  return day > today ? impossible(key, '不能晚于今天', 'It cannot be after today') : undefined;
}
