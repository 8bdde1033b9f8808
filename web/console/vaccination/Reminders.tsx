import { useMutation } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../../src/applications/public-health/vaccination-coverage/contract.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../app/api.ts';
import { useMay } from '../app/session.tsx';

const OUTCOMES = ['reached', 'promised', 'elsewhere', 'refused', 'no-answer', 'wrong-number', 'moved'] as const;

/** Planned reminders with their texts; what became of each is entered here. */
export function Reminders({ onChanged }: { readonly onChanged: () => void }) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const may = useMay();
  const list = useAnswer<readonly Reminder[]>('/api/vaccination/reminders?state=planned');
  const closing = useMutation({
    mutationFn: ({ id, outcome }: { readonly id: string; readonly outcome: string }) =>
      post(`/api/vaccination/reminders/${encodeURIComponent(id)}/outcome`, { outcome }),
    onSuccess: () => {
      void list.refetch();
      onChanged();
    },
  });
  const columns: ListColumn<Reminder>[] = [
    { key: 'name', title: t('name'), text: ({ name }) => name, width: 90 },
    { key: 'on', title: t('on'), text: ({ plannedOn }) => plannedOn, width: 110 },
    { key: 'medium', title: t('medium'), text: ({ medium }) => t(`medium_${medium}` as 'medium_sms'), width: 90 },
    { key: 'text', title: t('message'), text: ({ text }) => say(text) },
    {
      key: 'outcome',
      title: t('outcome'),
      text: () => undefined,
      cell: ({ id, name }) =>
        may('vaccination.write') && (
          <Select
            className="reminder-outcome"
            aria-label={t('outcomeOf', { name })}
            placeholder={t('outcome')}
            value={null}
            options={OUTCOMES.map((one) => ({ value: one, label: t(`outcome_${one}`) }))}
            onChange={(outcome) => outcome && closing.mutate({ id, outcome })}
            popupMatchSelectWidth={false}
          />
        ),
    },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('reminders')}</h2>
        <span className="muted">{t('remindersHint')}</span>
      </div>
      {(list.error ?? closing.error) ? (
        <ProblemNotice error={list.error ?? closing.error} onRetry={() => void list.refetch()} />
      ) : (
        <ListTable caption={t('reminders')} rows={list.data} columns={columns} rowKey={({ id }) => id} empty={t('noReminders')} />
      )}
    </section>
  );
}
