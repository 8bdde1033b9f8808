import type { FieldView, FormValue } from '../../../src/forms/contract.ts';
import type { ContactFieldView } from '../../../src/programmes/contract.ts';
import type { FieldFault } from '../../ui/failure.ts';

const group = { zh: '本次服务', en: 'This contact' };

/** What every contact has beside its form. */
export const contactFields = (institutions: FieldView['options']): readonly FieldView[] => [
  { key: 'on', name: { zh: '服务日期', en: 'Day' }, type: 'date', required: true, group },
  ...(institutions && institutions.length > 0
    ? [
        {
          key: 'place',
          name: { zh: '服务机构', en: 'Institution' },
          type: 'code',
          required: false,
          group,
          options: institutions,
        } as const,
      ]
    : []),
];

export const ownKeys: ReadonlySet<string> = new Set(['on', 'place']);

/** Tells a number that cannot be, or is seldom, as the platform will when it is sent. */
export function judge(field: FieldView & Pick<ContactFieldView, 'possible' | 'usual'>, value: FormValue): FieldFault | undefined {
  if (field.type !== 'whole' && field.type !== 'decimal') return undefined;
  const { key: at, possible, usual, unit = '' } = field;
  const number = typeof value === 'number' ? value : Number(value);
  if (Number.isNaN(number)) return { at, kind: 'impossible', text: { zh: '应为数字', en: 'A number is expected' } };
  if (possible && isOutside(number, possible)) {
    const [least, most] = possible;
    const text = { zh: `应在 ${least} 至 ${most} ${unit} 之间`, en: `Between ${least} and ${most} ${unit} is possible` };
    return { at, kind: 'impossible', text };
  }
  if (!usual || !isOutside(number, usual)) return undefined;
  const [least, most] = usual;
  const text = {
    zh: `通常在 ${least} 至 ${most} ${unit} 之间，请核对`,
    en: `Usually between ${least} and ${most} ${unit}; please check`,
  };
  return { at, kind: 'improbable', text };
}

const isOutside = (number: number, [least, most]: readonly [number, number]): boolean => number < least || number > most;
