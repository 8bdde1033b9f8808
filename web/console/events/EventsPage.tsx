import { DownOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventKindView, EventPage, EventRow } from '../../../src/databases/population/events/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { DateFilter } from '../../ui/DateInput.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { mainRegion } from '../../ui/popup.ts';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useEventColumns } from './columns.tsx';
import { eventKinds } from './kinds.ts';
import './events.css';

const PAGE = 50;
const filters = { kind: '', state: '', from: '', to: '', place: '', resident: '', cursor: '' };
const states = ['standing', 'corrected', 'expected'] as const;

/** Vital events of the division; filters and page stand in the address. */
export function EventsPage() {
  const { t } = useTranslation('events');
  const navigate = useNavigate();
  const [{ cursor, ...query }, setUrl] = useUrlState(filters);
  const asked = { ...query, state: query.state || 'all' };
  const list = useAnswer<EventPage>(address('/api/events', { ...asked, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useEventColumns();
  const { shown, chosen, choose } = useChosenColumns('events', columns);
  const all = (signal: AbortSignal) => everyPage<EventRow>('/api/events', asked, signal);
  const filter = (next: Partial<typeof filters>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const actions = (
    <>
      <Link to="/events/notices">{t('notices')}</Link>
      <RecordButton />
      <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
      <ExportButton what={t('title')} columns={shown} pages={all} disabled={!list.data?.items.length} />
    </>
  );
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')} actions={actions}>
      <search className="toolbar event-filters">
        <ChoiceFilter
          label={t('kind')}
          value={query.kind}
          options={eventKinds.map((kind) => ({ value: kind, label: t(kind) }))}
          onChange={(kind) => filter({ kind })}
        />
        <ChoiceFilter
          label={t('state')}
          value={query.state}
          options={states.map((state) => ({ value: state, label: t(state) }))}
          onChange={(state) => filter({ state })}
        />
        {(['from', 'to'] as const).map((key) => (
          <DateFilter
            key={key}
            kind="day"
            aria-label={t(key)}
            prefix={<span className="muted">{t(key)}</span>}
            value={query[key]}
            allowClear
            onChange={(day) => filter({ [key]: day })}
          />
        ))}
        <Input
          aria-label={t('place')}
          placeholder={t('placeHint')}
          prefix={<span className="muted">{t('place')}</span>}
          inputMode="numeric"
          maxLength={12}
          allowClear
          value={query.place}
          onChange={(event) => filter({ place: event.target.value.replaceAll(/\D/g, '') })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<EventRow>
            caption={t('caption')}
            rows={list.data?.items}
            columns={shown}
            rowKey={({ id }) => id}
            empty={t('none')}
            stale={list.isPlaceholderData}
            onOpen={({ id }) => void navigate({ to: '/events/$id', params: { id } })}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

/** A menu of the kinds that the account may record. */
function RecordButton() {
  const { t } = useTranslation('events');
  const navigate = useNavigate();
  const may = useMay();
  const kinds = useAnswer<readonly EventKindView[]>('/api/event-kinds', { enabled: may('event.write') });
  if (!kinds.data) return null;
  return (
    <Dropdown
      trigger={['click']}
      getPopupContainer={mainRegion}
      menu={{
        items: kinds.data.map(({ kind }) => ({ key: kind, label: t(kind) })),
        onClick: ({ key }) => void navigate({ to: '/events/new/$kind', params: { kind: key } }),
      }}
    >
      <Button type="primary" icon={<DownOutlined aria-hidden />} iconPlacement="end">
        {t('record')}
      </Button>
    </Dropdown>
  );
}
