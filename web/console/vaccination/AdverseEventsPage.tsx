import { Link } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdverseEvent, AdverseEventState } from '../../../src/applications/public-health/adverse-events/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { formatInstant } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { useMay } from '../app/session.tsx';
import { useUrlState } from '../app/url-state.ts';
import { EventStepForm, ReportForm } from './EventForms.tsx';
import { PointFrame } from './PointFrame.tsx';

const STATES: readonly AdverseEventState[] = ['reported', 'investigated', 'concluded', 'closed'];

/** The line list of adverse events, with their deadlines and their next step. */
export function AdverseEventsPage() {
  const { t } = useTranslation('vaccination');
  return (
    <PointFrame title={t('eventsTitle')} purpose={t('eventsPurpose')} anywhere>
      {() => <LineList />}
    </PointFrame>
  );
}

function LineList() {
  const { t } = useTranslation('vaccination');
  const may = useMay();
  const [{ state }, setUrl] = useUrlState({ state: '' });
  const [act, setAct] = useState<AdverseEvent | 'report'>();
  const list = useAnswer<readonly AdverseEvent[]>(address('/api/vaccination/adverse-events', { state }), { keepPrevious: true });
  const columns = useColumns((event) => setAct(event));
  const done = () => {
    setAct(undefined);
    void list.refetch();
  };
  return (
    <>
      <search className="toolbar">
        <ChoiceFilter
          label={t('state')}
          value={state}
          options={STATES.map((one) => ({ value: one, label: t(`event_${one}`) }))}
          onChange={(next) => setUrl({ state: next }, { replace: true })}
        />
        {may('vaccination.write') && (
          <Button type="primary" onClick={() => setAct('report')}>
            {t('reportEvent')}
          </Button>
        )}
        <ExportButton
          what={t('eventsTitle')}
          columns={columns.filter(({ key }) => key !== 'acts')}
          pages={() => [list.data ?? []]}
          disabled={!list.data?.length}
        />
      </search>
      {list.error ? (
        <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ListTable
          caption={t('eventsTitle')}
          rows={list.data}
          columns={columns}
          rowKey={({ id }) => id}
          empty={t('eventsNone')}
        />
      )}
      {act && (
        <Modal
          open
          width={640}
          title={act === 'report' ? t('reportEvent') : act.name}
          footer={null}
          onCancel={() => setAct(undefined)}
          destroyOnHidden
        >
          {act === 'report' ? <ReportForm onDone={done} /> : <EventStepForm event={act} onDone={done} />}
        </Modal>
      )}
    </>
  );
}

function useColumns(onAct: (event: AdverseEvent) => void): ListColumn<AdverseEvent>[] {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const may = useMay();
  return [
    {
      key: 'name',
      title: t('name'),
      text: ({ name }) => name,
      cell: ({ resident, name }) => (
        <Link to="/residents/$id" params={{ id: resident }}>
          {name}
        </Link>
      ),
    },
    { key: 'vaccine', title: t('vaccine'), text: ({ vaccineName, vaccinatedOn }) => `${say(vaccineName)} ${vaccinatedOn}` },
    { key: 'lot', title: t('lotNumber'), text: ({ lotNumber }) => lotNumber },
    { key: 'symptoms', title: t('symptoms'), text: ({ symptoms }) => symptoms },
    { key: 'onset', title: t('onset'), text: ({ onset }) => formatInstant(onset) },
    { key: 'seriousness', title: t('seriousness'), text: ({ seriousness }) => t(`serious_${seriousness}`) },
    {
      key: 'inTime',
      title: t('reportedAt'),
      text: ({ reported, isInTime }) => `${formatInstant(reported)} ${t(isInTime ? 'inTime' : 'tooLate')}`,
      cell: ({ reported, reportBy, isInTime }) => (
        <span className={isInTime ? undefined : 'event-late'}>
          {formatInstant(reported)} {t(isInTime ? 'inTime' : 'tooLate')}
          <span className="muted event-by">{t('byInstant', { at: formatInstant(reportBy) })}</span>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('state'),
      text: ({ state, conclusion }) => (conclusion ? `${t(`event_${state}`)} ${say(conclusion.className)}` : t(`event_${state}`)),
      cell: ({ state, conclusion, investigateBy }) => (
        <span>
          {t(`event_${state}`)} {conclusion && say(conclusion.className)}
          {state === 'reported' && (
            <span className="muted event-by">{t('investigateBy', { at: formatInstant(investigateBy) })}</span>
          )}
        </span>
      ),
    },
    {
      key: 'acts',
      title: t('acts'),
      text: () => undefined,
      cell: (event) =>
        may('adverse-event.review') &&
        event.state !== 'closed' && (
          <Button type="link" className="inline-button" onClick={() => onAct(event)}>
            {t(`next_${event.state}`)}
          </Button>
        ),
    },
  ];
}
