import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldView, FormValue } from '../../../../src/forms/contract.ts';
import { useBilingual } from '../../../ui/language.ts';

/** What says how a value is to be read. */
type Described = Pick<FieldView, 'options' | 'unit'>;

/** A value as it is said: codes by their names, numbers with their units, yes and no in words. */
export function useValueWords(): (field: Described | undefined, value: FormValue) => string {
  const { t } = useTranslation('form');
  const name = useBilingual();
  return useCallback(
    (field, value) => {
      if (typeof value === 'boolean') return value ? t('yes') : t('no');
      if (typeof value === 'object') return value.name;
      const { options, unit } = field ?? {};
      if (!options) return unit ? `${value} ${unit}` : String(value);
      const nameOf = (code: string) => {
        const found = options.find((option) => option.code === code);
        return found ? name(found.name) : code;
      };
      return String(value).split(' ').map(nameOf).join(t('and'));
    },
    [t, name],
  );
}
