import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DuePage as Due, DueRow, DueState } from '../../../src/programmes/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useConnection } from '../app/offline/connection.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { CountedStates } from './CountedStates.tsx';
import { useDueColumns } from './columns.tsx';
import { formSearch } from './item.ts';
import { TakeAlong } from './TakeAlong.tsx';
import './pages.css';

const PAGE = 50;
const LIVE_MS = 15_000;
const filters = { programme: '', activity: '', state: '', division: '', cursor: '' };

/** What is to be done for the residents of the division; worked off from the top, each form leads to the next. */
export function DuePage() {
  const { t } = useTranslation('programmes');
  const navigate = useNavigate();
  const may = useMay();
  const { isLocal } = useConnection();
  const programmes = useProgrammes();
  const [{ cursor, ...query }, setUrl] = useUrlState(filters);
  const list = useAnswer<Due>(address('/api/due', { ...query, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useDueColumns();
  const { shown, chosen, choose } = useChosenColumns('due', columns);
  const filter = (next: Partial<typeof filters>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const queue = address('', { ...query, cursor }).slice(1);
  const open = (row: DueRow) =>
    void navigate({ to: '/residents/$id/contact', params: { id: row.resident }, search: formSearch(row, queue) });
  const mayFill = may('programme.write');
  const first = list.data?.items[0];
  const all = (signal: AbortSignal) => everyPage<DueRow>('/api/due', query, signal);
  const actions = (
    <>
      <Link to="/programmes">{t('definitions')}</Link>
      {!isLocal && <Link to="/due/reminders">{t('reminders')}</Link>}
      {mayFill && !isLocal && <Link to="/due/many">{t('many')}</Link>}
      {mayFill && <Link to="/offline">{t('toOffline')}</Link>}
      {mayFill && !isLocal && <TakeAlong query={query} disabled={!first} />}
      {mayFill && (
        <Button type="primary" disabled={!first} onClick={() => first && open(first)}>
          {t('begin')}
        </Button>
      )}
      <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
      <ExportButton what={t('worklist')} columns={shown} pages={all} disabled={!first} />
    </>
  );
  return (
    <Page title={t('dueTitle')} purpose={t('duePurpose')} standard={t('standard')} actions={actions}>
      {isLocal && <Alert type="warning" showIcon title={t('listTaken')} description={t('listTakenWhy')} />}
      <States counts={list.data?.counts} state={query.state} onChoose={(state) => filter({ state })} />
      <search className="toolbar">
        <ChoiceFilter
          label={t('programme')}
          value={query.programme}
          options={programmes.list.map(({ code }) => ({ value: code, label: programmes.titleOf(code) }))}
          onChange={(programme) => filter({ programme, activity: '' })}
        />
        {query.programme !== '' && (
          <ChoiceFilter
            label={t('activity')}
            value={query.activity}
            options={(programmes.find(query.programme)?.activities ?? []).map(({ code }) => ({
              value: code,
              label: programmes.activityOf(query.programme, code),
            }))}
            onChange={(activity) => filter({ activity })}
          />
        )}
        <Input
          className="due-division"
          aria-label={t('division')}
          placeholder={t('divisionHint')}
          prefix={<span className="muted">{t('division')}</span>}
          inputMode="numeric"
          maxLength={12}
          allowClear
          value={query.division}
          onChange={(event) => filter({ division: event.target.value.replaceAll(/\D/g, '') })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {(list.data || !list.error) && (
        <>
          <ListTable<DueRow>
            caption={t('dueCaption')}
            rows={list.data?.items}
            columns={shown}
            rowKey={({ resident, programme, activity, step }) => `${resident} ${programme} ${activity} ${step ?? ''}`}
            empty={t('noneDue')}
            stale={list.isPlaceholderData}
            {...(mayFill ? { onOpen: open } : {})}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

const states = ['', 'overdue', 'due', 'coming'] as const;

interface StatesProps {
  readonly counts: Readonly<Record<DueState, number>> | undefined;
  readonly state: string;
  readonly onChoose: (state: string) => void;
}

/** How much of each there is, live; a press filters by it. */
function States({ counts, state, onChoose }: StatesProps) {
  const { t } = useTranslation('programmes');
  const counted = states.map((one) =>
    one === ''
      ? { value: one, label: t('everything') }
      : { value: one, label: t(one), count: counts?.[one], className: `due-${one}` },
  );
  return <CountedStates legend={t('state')} states={counted} chosen={state} onChoose={onChoose} />;
}
