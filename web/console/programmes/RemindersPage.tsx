import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReminderPage, ReminderRow, ReminderState } from '../../../src/applications/public-health/reminders/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { CountedStates } from './CountedStates.tsx';
import { useReminderColumns } from './reminder-columns.tsx';
import './pages.css';

const PAGE = 50;
const PATH = '/api/reminders';
const states: readonly ReminderState[] = ['waiting', 'not-reached', 'reached', 'sent'];
const filters = { state: 'waiting', programme: '', division: '', cursor: '' };

/** Whom to call of what is due, and what became of it; on screen, on paper and as a file. */
export function RemindersPage() {
  const { t } = useTranslation('programmes');
  const may = useMay();
  const programmes = useProgrammes();
  const [{ cursor, ...query }, setUrl] = useUrlState(filters);
  const list = useAnswer<ReminderPage>(address(PATH, { ...query, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const queries = useQueryClient();
  // a mark takes a line from one list to another
  const marked = () => void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith(PATH) });
  const columns = useReminderColumns(may('programme.write') ? marked : undefined);
  const filter = (next: Partial<typeof filters>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const isEmpty = !list.data?.items.length;
  const all = (signal: AbortSignal) => everyPage<ReminderRow>(PATH, query, signal);
  const actions = (
    <>
      <Link to="/due">{t('dueTitle')}</Link>
      <Button disabled={isEmpty} onClick={() => window.print()}>
        {t('printList')}
      </Button>
      <ExportButton what={t('callList')} columns={columns} pages={all} disabled={isEmpty} />
    </>
  );
  return (
    <Page title={t('reminders')} purpose={t('remindersPurpose')} standard={t('standard')} actions={actions}>
      <CountedStates
        legend={t('state')}
        states={states.map((state) => ({ value: state, label: t(`reminder-${state}`), count: list.data?.counts[state] }))}
        chosen={query.state}
        onChoose={(state) => filter({ state })}
      />
      <search className="toolbar">
        <ChoiceFilter
          label={t('programme')}
          value={query.programme}
          options={programmes.list.map(({ code }) => ({ value: code, label: programmes.titleOf(code) }))}
          onChange={(programme) => filter({ programme })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {(list.data || !list.error) && (
        <>
          <ListTable<ReminderRow>
            caption={t('callList')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ resident, programme, activity, step, by }) => `${resident} ${programme} ${activity} ${step} ${by}`}
            empty={t('noReminders')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}
