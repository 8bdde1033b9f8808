import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Drawer, Input } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutbreakPage, OutbreakRow } from '../../../../src/applications/public-health/outbreaks/contract.ts';
import { ChoiceFilter } from '../../../ui/ChoiceFilter.tsx';
import { formatInstant } from '../../../ui/format.ts';
import { KeysetPager } from '../../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { Page } from '../../../ui/Page.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../../app/api.ts';
import { useMay, useSession } from '../../app/session.tsx';
import { useKeyset, useUrlState } from '../../app/url-state.ts';
import { DiseaseFilter } from '../CasesPage.tsx';
import { Deadline, useDeadlineWords } from '../Deadline.tsx';
import { newKey } from '../new-key.ts';
import { Views } from '../Views.tsx';

const PAGE = 50;

/** Outbreaks of the division. */
export function OutbreaksPage() {
  const { t } = useTranslation('outbreaks');
  const navigate = useNavigate();
  const may = useMay();
  const [{ state, cursor }, setUrl] = useUrlState({ state: '', cursor: '' });
  const [isOpening, setOpening] = useState(false);
  const list = useAnswer<OutbreakPage>(address('/api/outbreaks', { state, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useColumns();
  const actions = may('disease.review') && (
    <Button type="primary" onClick={() => setOpening(true)}>
      {t('openByHand')}
    </Button>
  );
  return (
    <Page title={t('outbreaks')} purpose={t('outbreaksPurpose')} standard={t('outbreaksStandard')} actions={actions}>
      <Views />
      <search className="toolbar disease-filters">
        <ChoiceFilter
          label={t('state')}
          value={state}
          options={(['open', 'closed'] as const).map((value) => ({ value, label: t(`is_${value}`) }))}
          onChange={(value) => setUrl({ state: value, cursor: '' }, { replace: true })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<OutbreakRow>
            caption={t('outbreaksCaption')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ id }) => id}
            empty={t('outbreaksNone')}
            stale={list.isPlaceholderData}
            onOpen={({ id }) => void navigate({ to: '/outbreaks/$id', params: { id } })}
          />
          <KeysetPager {...pages} />
        </>
      )}
      <Drawer open={isOpening} onClose={() => setOpening(false)} size="min(520px, 100vw)" title={t('openByHand')} destroyOnHidden>
        <Opening />
      </Drawer>
    </Page>
  );
}

function useColumns(): readonly ListColumn<OutbreakRow>[] {
  const { t } = useTranslation('outbreaks');
  const say = useBilingual();
  const words = useDeadlineWords();
  return [
    { key: 'title', title: t('title'), text: (row) => row.title },
    { key: 'disease', title: t('disease'), text: (row) => say(row.diseaseName), width: 150 },
    {
      key: 'place',
      title: t('place'),
      text: (row) => [`${say(row.placeName)} ${row.place}`, row.setting].filter(Boolean).join(' · '),
    },
    { key: 'state', title: t('state'), text: (row) => t(`is_${row.state}`), width: 90 },
    { key: 'level', title: t('level'), text: (row) => row.level && t(`level_${row.level}`), width: 130 },
    { key: 'cases', title: t('cases'), text: (row) => String(row.cases), align: 'end', width: 70 },
    { key: 'contacts', title: t('contacts'), text: (row) => String(row.contacts), align: 'end', width: 100 },
    { key: 'due', title: t('due'), text: (row) => String(row.due), align: 'end', width: 110 },
    {
      key: 'initial',
      title: t('initial'),
      text: (row) => words(row.initial),
      cell: (row) => <Deadline of={row.initial} />,
      width: 130,
    },
    { key: 'openedAt', title: t('openedAt'), text: (row) => formatInstant(row.openedAt), width: 145 },
  ];
}

function Opening() {
  const { t } = useTranslation('outbreaks');
  const { account } = useSession();
  const [title, division, setting] = [useId(), useId(), useId()];
  const navigate = useNavigate();
  const queries = useQueryClient();
  const key = useRef(newKey());
  const [given, setGiven] = useState({ title: '', disease: '', division: account.division, setting: '' });
  const set = (next: Partial<typeof given>) => setGiven({ ...given, ...next });
  const opening = useMutation({
    mutationFn: () =>
      post<{ id: string }>('/api/outbreaks', { ...given, key: key.current, ...(given.setting ? {} : { setting: undefined }) }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries();
      await navigate({ to: '/outbreaks/$id', params: { id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    opening.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      {opening.error && <ProblemNotice error={opening.error} />}
      <label htmlFor={title}>{t('title')}</label>
      <Input id={title} value={given.title} maxLength={100} required onChange={(event) => set({ title: event.target.value })} />
      <DiseaseFilter value={given.disease} any={t('diseaseUnknown')} onChange={(disease) => set({ disease })} />
      <label htmlFor={division}>{t('division')}</label>
      <Input
        id={division}
        value={given.division}
        inputMode="numeric"
        maxLength={12}
        onChange={(event) => set({ division: event.target.value.replaceAll(/\D/g, '') })}
      />
      <label htmlFor={setting}>{t('setting')}</label>
      <Input id={setting} value={given.setting} maxLength={70} onChange={(event) => set({ setting: event.target.value })} />
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={opening.isPending} disabled={given.title.trim().length < 2}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
