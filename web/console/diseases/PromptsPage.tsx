import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Drawer, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PromptPage, PromptRow } from '../../../src/applications/public-health/diseases/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../app/api.ts';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { Deadline, useDeadlineWords } from './Deadline.tsx';
import { Views } from './Views.tsx';

const PAGE = 50;
const LIVE_MS = 10_000;

/** Diagnoses that wait for their card. */
export function PromptsPage() {
  const { t } = useTranslation('diseases');
  const [{ cursor }] = useUrlState({ cursor: '' });
  const list = useAnswer<PromptPage>(address('/api/notifiable-prompts', { cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const [dismissed, setDismissed] = useState<PromptRow>();
  const columns = useColumns(setDismissed);
  return (
    <Page title={t('prompts')} purpose={t('promptsPurpose')} standard={t('standard')}>
      <Views />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<PromptRow>
            caption={t('promptsCaption')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ id }) => id}
            empty={t('promptsNone')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
      <Drawer
        open={dismissed !== undefined}
        onClose={() => setDismissed(undefined)}
        size="min(520px, 100vw)"
        title={t('dismiss')}
        destroyOnHidden
      >
        {dismissed && <Dismissal of={dismissed} onClose={() => setDismissed(undefined)} />}
      </Drawer>
    </Page>
  );
}

function useColumns(onDismiss: (row: PromptRow) => void): readonly ListColumn<PromptRow>[] {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const words = useDeadlineWords();
  return [
    { key: 'patient', title: t('patient'), text: (row) => row.residentName },
    { key: 'disease', title: t('disease'), text: (row) => say(row.diseaseName) },
    { key: 'icd10', title: t('icd10'), text: (row) => row.icd10, width: 90 },
    { key: 'recordedAt', title: t('recordedAt'), text: (row) => formatInstant(row.recordedAt), width: 150 },
    {
      key: 'reporting',
      title: t('reporting'),
      text: (row) => words(row.reporting),
      cell: (row) => <Deadline of={row.reporting} />,
      width: 150,
    },
    { key: 'institution', title: t('institution'), text: (row) => row.institution },
    {
      key: 'acts',
      title: t('report'),
      text: () => '',
      cell: (row) => (
        <span className="toolbar">
          <Link
            to="/diseases/new"
            search={{ resident: row.resident, disease: row.disease, diagnosedAt: toChinaMinute(row.recordedAt) }}
          >
            {t('writeCard')}
          </Link>
          <Button type="link" className="inline-button" onClick={() => onDismiss(row)}>
            {t('dismiss')}
          </Button>
        </span>
      ),
      width: 190,
    },
  ];
}

/** On the clock of China, as the form takes it. */
const toChinaMinute = (instant: string): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

function Dismissal({ of, onClose }: { readonly of: PromptRow; readonly onClose: () => void }) {
  const { t } = useTranslation('diseases');
  const id = useId();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const sending = useMutation({
    mutationFn: () => post(`/api/notifiable-prompts/${encodeURIComponent(of.id)}/dismiss`, { reason }),
    onSuccess: async () => {
      void message.success(t('dismissed'));
      await queries.invalidateQueries();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>
        {of.residentName} · {of.icd10}
      </p>
      <p>{t('dismissWhy')}</p>
      {sending.error && <ProblemNotice error={sending.error} />}
      <label htmlFor={id}>{t('reason')}</label>
      <Input id={id} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={sending.isPending} disabled={reason.trim().length < 2}>
          {t('dismiss')}
        </Button>
        <Button onClick={onClose}>{t('cancel', { ns: 'ui' })}</Button>
      </div>
    </form>
  );
}
