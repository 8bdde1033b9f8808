import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventKindView, EventPage, EventRow } from '../../../src/databases/population/events/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useMay } from '../app/session.tsx';
import { Scrolling } from './Scrolling.tsx';

const MOST = 100;

/** What happened to the resident, corrections included, and the ways to record more. */
export function EventsTab({ id }: { readonly id: string }) {
  const { t } = useTranslation('resident');
  const list = useAnswer<EventPage>(address('/api/events', { resident: id, state: 'all', count: MOST }));
  return (
    <div className="stack">
      <RecordLinks id={id} />
      {list.isPending && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.items.length === 0 && <p className="muted">{t('noEvents')}</p>}
      {list.data && list.data.items.length > 0 && <EventTable rows={list.data.items} />}
    </div>
  );
}

function RecordLinks({ id }: { readonly id: string }) {
  const { t } = useTranslation('resident');
  const say = useBilingual();
  const may = useMay();
  const kinds = useAnswer<readonly EventKindView[]>('/api/event-kinds', { enabled: may('event.write') });
  if (!kinds.data) return null;
  return (
    <nav className="toolbar" aria-label={t('recordEvent')}>
      <span className="muted">{t('recordEvent')}</span>
      {kinds.data.map(({ kind, name, creates }) => (
        <Link key={kind} to="/events/new/$kind" params={{ kind }} search={creates ? { mother: id } : { resident: id }}>
          {creates ? t('birthOfChild') : say(name)}
        </Link>
      ))}
    </nav>
  );
}

function EventTable({ rows }: { readonly rows: readonly EventRow[] }) {
  const { t } = useTranslation('events');
  const say = useBilingual();
  return (
    <Scrolling>
      <table className="plain-table">
        <caption className="sr-only">{t('caption')}</caption>
        <thead>
          <tr>
            {(['happenedOn', 'kind', 'resident', 'home', 'otherPlace', 'certificate', 'state'] as const).map((key) => (
              <th scope="col" key={key}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">{row.happenedOn}</td>
              <th scope="row">
                <Link to="/events/$id" params={{ id: row.id }}>
                  {t(row.kind)}
                </Link>
              </th>
              <td>{row.residentName}</td>
              <td>{say(row.placeName)}</td>
              <td>{row.otherPlaceName && say(row.otherPlaceName)}</td>
              <td>{row.certificateMasked}</td>
              <td>
                {row.correctedBy ? (
                  <span className="chip-amber">{t('corrected')}</span>
                ) : (
                  row.kind !== 'correction' && t('standing')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
