import { Skeleton, Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentRecord } from '../../fhir/record.ts';
import { AccessTable } from '../app/AccessTable.tsx';
import { useMay } from '../app/session.tsx';
import { useUrlState } from '../app/url-state.ts';
import { DataTab } from './DataTab.tsx';
import { EventsTab } from './EventsTab.tsx';
import { FamilyTab } from './FamilyTab.tsx';
import { RegistrationsTab } from './registrations/RegistrationsTab.tsx';
import { SummaryTab } from './SummaryTab.tsx';
import { Timeline } from './Timeline.tsx';

/** Loaded when it is opened: few look at it. */
const ProgrammesTab = lazy(() => import('./programmes/ProgrammesTab.tsx').then((module) => ({ default: module.ProgrammesTab })));

interface ResidentTabsProps {
  readonly record: ResidentRecord;
  readonly localId: string | undefined;
  readonly name: string;
  /** Name, sex and age, repeated where something is done for the resident. */
  readonly who: string;
}

/** The parts of the record; which one is open stands in the address. */
export function ResidentTabs({ record, localId, name, who }: ResidentTabsProps) {
  const { t } = useTranslation('resident');
  const may = useMay();
  const [{ tab }, setUrl] = useUrlState({ tab: '', cursor: '' });
  const mayAccess = localId !== undefined && (may('audit.read') || may('resident.read'));
  const items = [
    { key: 'timeline', label: t('timeline'), children: <Timeline record={record} name={name} /> },
    { key: 'summary', label: t('summary'), children: <SummaryTab record={record} /> },
    ...(localId !== undefined && may('programme.read')
      ? [
          {
            key: 'programmes',
            label: t('tab', { ns: 'programmes' }),
            children: (
              <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 8 }} />}>
                <ProgrammesTab id={localId} who={who} />
              </Suspense>
            ),
          },
        ]
      : []),
    { key: 'family', label: t('family'), children: <FamilyTab record={record} localId={localId} /> },
    ...(localId !== undefined && may('resident.read')
      ? [
          { key: 'data', label: t('data'), children: <DataTab id={localId} /> },
          { key: 'events', label: t('events'), children: <EventsTab id={localId} /> },
          { key: 'registrations', label: t('tab', { ns: 'registrations' }), children: <RegistrationsTab id={localId} /> },
        ]
      : []),
    ...(mayAccess ? [{ key: 'access', label: t('access'), children: <AccessTab id={localId} /> }] : []),
  ];
  return (
    <Tabs
      className="resident-tabs"
      aria-label={t('tabs')}
      activeKey={items.some(({ key }) => key === tab) ? tab : 'timeline'}
      onChange={(key) => setUrl({ tab: key === 'timeline' ? '' : key, cursor: '' }, { replace: true })}
      items={items}
      destroyOnHidden
    />
  );
}

function AccessTab({ id }: { readonly id: string }) {
  const { t } = useTranslation('resident');
  return (
    <div className="stack">
      <p className="muted">{t('accessWhy')}</p>
      <AccessTable resident={id} />
    </div>
  );
}
