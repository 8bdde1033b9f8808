import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Drawer, Input } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignalPage, SignalRow, SignalState } from '../../../../src/applications/public-health/early-warning/contract.ts';
import { ChoiceFilter } from '../../../ui/ChoiceFilter.tsx';
import { KeysetPager } from '../../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { Page } from '../../../ui/Page.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';
import { useKeyset, useUrlState } from '../../app/url-state.ts';
import { newKey } from '../new-key.ts';
import { Views } from '../Views.tsx';

const PAGE = 50;
const LIVE_MS = 10_000;
const states = ['new', 'looked-into', 'verified', 'dismissed'] as const;

/** Signals of early warning; what became of each is said here, and an outbreak opened. */
export function SignalsPage() {
  const { t } = useTranslation('outbreaks');
  const [{ state, cursor }, setUrl] = useUrlState({ state: '', cursor: '' });
  const list = useAnswer<SignalPage>(address('/api/signals', { state, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const [chosen, setChosen] = useState<SignalRow>();
  const columns = useColumns(setChosen);
  return (
    <Page title={t('signals')} purpose={t('signalsPurpose')} standard={t('signalsStandard')}>
      <Views />
      <search className="toolbar disease-filters">
        <ChoiceFilter
          label={t('state')}
          value={state}
          options={states.map((value) => ({ value, label: t(`state_${value}`) }))}
          onChange={(value) => setUrl({ state: value, cursor: '' }, { replace: true })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<SignalRow>
            caption={t('signalsCaption')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ id }) => id}
            empty={t('signalsNone')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
      <Drawer
        open={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        size="min(560px, 100vw)"
        title={t('act')}
        destroyOnHidden
      >
        {chosen && <Deciding of={chosen} onClose={() => setChosen(undefined)} />}
      </Drawer>
    </Page>
  );
}

/** Why a signal was raised, in words. */
function useWhy(): (of: SignalRow) => string {
  const { t } = useTranslation('outbreaks');
  const round = (value: number | undefined) => String(Math.round((value ?? 0) * 100) / 100);
  return ({ method, observed, threshold, data }) => {
    if (method === 'cluster') {
      const told = t('why_cluster', { from: data.from ?? '', to: data.to ?? '', observed, days: data.days ?? 0, threshold });
      return data.national ? `${told} · ${t('national')}` : told;
    }
    if (method === 'percentile')
      return t('why_percentile', { observed, windows: data.baseline?.length ?? 0, threshold: round(threshold) });
    return t('why_counts', { mean: round(data.mean), deviation: round(data.deviation), observed });
  };
}

function useColumns(onAct: (row: SignalRow) => void): readonly ListColumn<SignalRow>[] {
  const { t } = useTranslation('outbreaks');
  const say = useBilingual();
  const why = useWhy();
  const may = useMay();
  return [
    { key: 'day', title: t('day'), text: (row) => row.day, width: 112 },
    { key: 'method', title: t('method'), text: (row) => t(`method_${row.method}`), width: 120 },
    { key: 'disease', title: t('disease'), text: (row) => say(row.diseaseName), width: 150 },
    {
      key: 'place',
      title: t('place'),
      text: (row) => [`${say(row.placeName)} ${row.place}`, row.setting].filter(Boolean).join(' · '),
    },
    { key: 'basis', title: t('basis'), text: why },
    {
      key: 'state',
      title: t('state'),
      text: (row) => [t(`state_${row.state}`), row.reason].filter(Boolean).join(': '),
      cell: (row) => (
        <>
          {row.state === 'new' ? <span className="chip-amber">{t('state_new')}</span> : t(`state_${row.state}`)}
          {row.reason && <span className="muted"> {row.reason}</span>}
        </>
      ),
      width: 140,
    },
    {
      key: 'act',
      title: t('act'),
      text: () => '',
      cell: (row) => (
        <span className="toolbar">
          {row.outbreak && may('disease.read') && (
            <Link to="/outbreaks/$id" params={{ id: row.outbreak }}>
              {t('toOutbreak')}
            </Link>
          )}
          {may('disease.review') && !row.outbreak && (
            <Button type="link" className="inline-button" onClick={() => onAct(row)}>
              {t('act')}
            </Button>
          )}
        </span>
      ),
      width: 110,
    },
  ];
}

function Deciding({ of, onClose }: { readonly of: SignalRow; readonly onClose: () => void }) {
  const { t } = useTranslation('outbreaks');
  const say = useBilingual();
  const why = useWhy();
  const id = useId();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const key = useRef(newKey());
  const [reason, setReason] = useState('');
  const place = of.setting ?? say(of.placeName);
  const name = t('signalOf', { disease: say(of.diseaseName), place });
  const done = async () => {
    void message.success(t('decided'));
    await queries.invalidateQueries();
    onClose();
  };
  const deciding = useMutation({
    mutationFn: (state: SignalState) =>
      post<SignalRow>(`/api/signals/${of.id}/decide`, { state, ...(reason.trim() ? { reason } : {}) }),
    onSuccess: done,
  });
  const opening = useMutation({
    mutationFn: () =>
      post<{ id: string }>('/api/outbreaks', {
        ...{ key: key.current, title: name.slice(0, 100), disease: of.disease, signal: of.id },
        ...{ division: of.place, ...(of.setting ? { setting: of.setting } : {}) },
      }),
    onSuccess: async ({ id: outbreak }) => {
      await done();
      await navigate({ to: '/outbreaks/$id', params: { id: outbreak } });
    },
  });
  const error = deciding.error ?? opening.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    opening.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>
        <strong>{name}</strong>
      </p>
      <p>{why(of)}</p>
      {error && <ProblemNotice error={error} />}
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={opening.isPending}>
          {t('open')}
        </Button>
        {of.state === 'new' && <Button onClick={() => deciding.mutate('looked-into')}>{t('lookInto')}</Button>}
        {(of.state === 'new' || of.state === 'looked-into') && (
          <Button onClick={() => deciding.mutate('verified')}>{t('verify')}</Button>
        )}
      </div>
      {(of.state === 'new' || of.state === 'looked-into') && (
        <>
          <label htmlFor={id}>{t('reason')}</label>
          <Input id={id} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
          <div className="toolbar">
            <Button danger disabled={reason.trim().length < 2} onClick={() => deciding.mutate('dismissed')}>
              {t('dismiss')}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
