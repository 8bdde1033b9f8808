import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DueChild, DueChildren, DueKind } from '../../../src/applications/public-health/vaccination-coverage/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { DateFilter } from '../../ui/DateInput.tsx';
import { formatNumber } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { useMay } from '../app/session.tsx';
import { useUrlState } from '../app/url-state.ts';
import { PointFrame } from './PointFrame.tsx';
import { Reminders } from './Reminders.tsx';

const STATES = ['overdue', 'due', 'coming'] as const;
const filters = { state: 'overdue', mine: '', division: '' };

/** Children of whom something is due, and reminding their guardians. */
export function DuePage() {
  const { t } = useTranslation('vaccination');
  return (
    <PointFrame title={t('dueTitle')} purpose={t('duePurpose')}>
      {(point) => <DueOfPoint key={point} point={point} />}
    </PointFrame>
  );
}

function DueOfPoint({ point }: { readonly point: string }) {
  const { t } = useTranslation('vaccination');
  const may = useMay();
  const [{ state, mine, division }, setUrl] = useUrlState(filters);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = { state, division, ...(mine ? { point } : {}), count: 200 };
  const list = useAnswer<DueChildren>(address('/api/vaccination/due', query), { keepPrevious: true });
  const columns = useColumns(chosen, setChosen);
  const items = list.data?.items;
  return (
    <>
      <States counts={list.data?.counts} state={state} onChoose={(next) => setUrl({ state: next }, { replace: true })} />
      <search className="toolbar">
        <ChoiceFilter
          label={t('whose')}
          value={mine}
          options={[{ value: '1', label: t('ofPoint') }]}
          onChange={(next) => setUrl({ mine: next }, { replace: true })}
        />
        <ExportButton
          what={t('dueTitle')}
          columns={columns.filter(({ key }) => key !== 'choose')}
          pages={() => [items ?? []]}
          disabled={!items?.length}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <ListTable
          caption={t('dueTitle')}
          rows={items}
          columns={columns}
          rowKey={({ resident }) => resident}
          empty={t('dueNobody')}
          stale={list.isPlaceholderData}
        />
      )}
      {may('vaccination.write') && items && items.length > 0 && (
        <PlanForm
          point={point}
          chosen={[...chosen].filter((id) => items.some(({ resident }) => resident === id))}
          onAll={() => setChosen(new Set(items.map(({ resident }) => resident)))}
          onPlanned={() => {
            setChosen(new Set());
            void list.refetch();
          }}
          today={list.data?.today ?? ''}
        />
      )}
      <Reminders onChanged={() => void list.refetch()} />
    </>
  );
}

function useColumns(chosen: ReadonlySet<string>, setChosen: (next: ReadonlySet<string>) => void): ListColumn<DueChild>[] {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const toggle = (id: string) => setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]));
  return [
    {
      key: 'choose',
      title: t('choose'),
      text: () => undefined,
      cell: ({ resident, name }) => (
        <Checkbox aria-label={t('chooseOf', { name })} checked={chosen.has(resident)} onChange={() => toggle(resident)} />
      ),
      width: 60,
    },
    {
      key: 'name',
      title: t('name'),
      width: 90,
      text: ({ name }) => name,
      cell: ({ resident, name }) => (
        <Link to="/residents/$id" params={{ id: resident }}>
          {name}
        </Link>
      ),
    },
    { key: 'birthDate', title: t('birthDate'), text: ({ birthDate }) => birthDate, width: 110 },
    { key: 'division', title: t('home'), text: ({ divisionName }) => say(divisionName), width: 130 },
    {
      key: 'doses',
      title: t('dueDoses'),
      text: ({ doses }) =>
        doses
          .map(({ vaccineName, number }) =>
            number === undefined ? say(vaccineName) : t('doseOf', { vaccine: say(vaccineName), number }),
          )
          .join(t('listComma')),
    },
    { key: 'by', title: t('byDay'), text: ({ by }) => by, width: 110 },
    { key: 'guardian', title: t('guardian'), text: ({ guardian }) => guardian, width: 90 },
    { key: 'phone', title: t('phone'), text: ({ phone }) => phone },
    {
      key: 'reminded',
      title: t('reminded'),
      width: 120,
      text: ({ reminded }) =>
        reminded &&
        (reminded.outcome
          ? `${reminded.on} ${t(`outcome_${reminded.outcome}` as 'outcome_reached')}`
          : `${reminded.on} ${t('planned')}`),
    },
  ];
}

interface StatesProps {
  readonly counts: Readonly<Record<DueKind, number>> | undefined;
  readonly state: string;
  readonly onChoose: (state: string) => void;
}

function States({ counts, state, onChoose }: StatesProps) {
  const { t } = useTranslation('vaccination');
  const language = useLanguage();
  return (
    <fieldset className="due-kinds" aria-label={t('state')}>
      {STATES.map((one) => (
        <button key={one} type="button" aria-pressed={state === one} onClick={() => onChoose(one)}>
          {t(`kind_${one}`)} <strong className="numeric">{counts ? formatNumber(counts[one], language) : '…'}</strong>
        </button>
      ))}
    </fieldset>
  );
}

interface PlanFormProps {
  readonly point: string;
  readonly chosen: readonly string[];
  readonly today: string;
  readonly onAll: () => void;
  readonly onPlanned: () => void;
}

const MEDIA = ['sms', 'phone', 'visit', 'paper'] as const;

/** Plans reminders for those who are chosen. */
function PlanForm({ point, chosen, today, onAll, onPlanned }: PlanFormProps) {
  const { t } = useTranslation('vaccination');
  const [medium, setMedium] = useState<string>('sms');
  const [come, setCome] = useState('');
  const planning = useMutation({
    mutationFn: () =>
      post<{ planned: number }>('/api/vaccination/reminders', { residents: chosen, medium, on: today, come, point }),
    onSuccess: onPlanned,
  });
  return (
    <form
      className="panel plan-form toolbar"
      aria-label={t('plan')}
      onSubmit={(event) => {
        event.preventDefault();
        planning.mutate();
      }}
    >
      <Button onClick={onAll}>{t('chooseAll')}</Button>
      <Select
        aria-label={t('medium')}
        value={medium}
        options={MEDIA.map((one) => ({ value: one, label: t(`medium_${one}`) }))}
        onChange={setMedium}
        popupMatchSelectWidth={false}
      />
      <label htmlFor="reminder-come">{t('come')}</label>
      <DateFilter id="reminder-come" className="plan-day" kind="day" value={come} onChange={setCome} />
      <Button type="primary" htmlType="submit" disabled={chosen.length === 0 || come === ''} loading={planning.isPending}>
        {t('planCount', { count: chosen.length })}
      </Button>
      {planning.data && <span role="status">{t('plannedCount', { count: planning.data.planned })}</span>}
      {planning.error && <ProblemNotice error={planning.error} />}
    </form>
  );
}
