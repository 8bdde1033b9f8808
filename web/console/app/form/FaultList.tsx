import { Alert, Button } from 'antd';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldView } from '../../../../src/forms/contract.ts';
import type { FieldFault } from '../../../ui/failure.ts';
import { useBilingual } from '../../../ui/language.ts';

interface FaultListProps {
  readonly faults: readonly FieldFault[];
  readonly fields: readonly FieldView[];
  readonly idOf: (key: string) => string;
  /** All of it is so, although it is unusual. */
  readonly onConfirm: () => void;
  readonly pending: boolean;
}

/** All that is wrong with a form, each with a way to its field. What is only unusual can be confirmed. */
export function FaultList({ faults, fields, idOf, onConfirm, pending }: FaultListProps) {
  const { t } = useTranslation('form');
  const name = useBilingual();
  const isWrong = faults.some(({ kind }) => kind === 'impossible');
  const focus = (key: string) => (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById(idOf(key))?.focus();
  };
  return (
    <Alert
      type={isWrong ? 'error' : 'warning'}
      showIcon
      role="alert"
      title={isWrong ? t('faults', { count: faults.length }) : t('unusual', { count: faults.length })}
      description={
        <ul className="fault-list">
          {faults.map(({ at, text }) => {
            const field = fields.find(({ key }) => key === at);
            return (
              <li key={`${at} ${text.en}`}>
                {field ? (
                  <a href={`#${idOf(at)}`} onClick={focus(at)}>
                    {name(field.name)}
                  </a>
                ) : (
                  t(at === 'resident' ? 'resident' : 'whole')
                )}{' '}
                {name(text)}
              </li>
            );
          })}
        </ul>
      }
      action={
        !isWrong && (
          <Button onClick={onConfirm} loading={pending}>
            {t('confirm')}
          </Button>
        )
      }
    />
  );
}
