import { Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  EmergencyPage as Emergencies,
  EmergencyReport,
  EmergencyRow,
} from '../../../../src/applications/public-health/outbreaks/contract.ts';
import { ChoiceFilter } from '../../../ui/ChoiceFilter.tsx';
import { FactList } from '../../../ui/FactList.tsx';
import { formatInstant } from '../../../ui/format.ts';
import { KeysetPager } from '../../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { Page } from '../../../ui/Page.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../../app/api.ts';
import { ExportButton } from '../../app/ExportButton.tsx';
import { everyPage } from '../../app/every-page.ts';
import { useKeyset, useUrlState } from '../../app/url-state.ts';
import { Views } from '../Views.tsx';
import '../diseases.css';

const PAGE = 50;
const LIVE_MS = 10_000;
const PATH = '/api/surveillance/outbreaks';

/** Outbreaks here and below with what was reported of them, as every level sees them. Serves /surveillance/outbreaks. */
export function EmergenciesPage() {
  const { t } = useTranslation('outbreaks');
  const [{ state, reported, cursor }, setUrl] = useUrlState({ state: '', reported: '', cursor: '' });
  const [chosen, setChosen] = useState<EmergencyRow>();
  const list = useAnswer<Emergencies>(address(PATH, { state, reported, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useColumns();
  const choose = (next: Readonly<Record<string, string>>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const all = (signal: AbortSignal) => everyPage<EmergencyRow>(PATH, { state, reported }, signal);
  const actions = <ExportButton what={t('emergencies')} columns={columns} pages={all} disabled={!list.data?.items.length} />;
  return (
    <Page title={t('emergencies')} purpose={t('emergenciesPurpose')} standard={t('outbreaksStandard')} actions={actions}>
      <Views />
      <search className="toolbar disease-filters">
        <ChoiceFilter
          label={t('state')}
          value={state}
          options={(['open', 'closed'] as const).map((value) => ({ value, label: t(`is_${value}`) }))}
          onChange={(value) => choose({ state: value })}
        />
        <ChoiceFilter
          label={t('reports')}
          value={reported}
          options={[{ value: 'true', label: t('isReported') }]}
          onChange={(value) => choose({ reported: value })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<EmergencyRow>
            caption={t('emergenciesCaption')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ line }) => line}
            empty={t('emergenciesNone')}
            stale={list.isPlaceholderData}
            onOpen={setChosen}
          />
          <KeysetPager {...pages} />
        </>
      )}
      <Drawer
        open={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        size="min(640px, 100vw)"
        title={chosen?.title ?? t('notReportedYet')}
        destroyOnHidden
      >
        {chosen && <Reports of={chosen} />}
      </Drawer>
    </Page>
  );
}

function useColumns(): readonly ListColumn<EmergencyRow>[] {
  const { t } = useTranslation('outbreaks');
  const say = useBilingual();
  const latest = ({ reports }: EmergencyRow) => reports.at(-1);
  const lastReport = (row: EmergencyRow) => {
    const report = latest(row);
    return report ? `${t(`kind_${report.kind}`)} ${formatInstant(report.at)}` : t('notReportedYet');
  };
  return [
    { key: 'openedAt', title: t('openedAt'), text: (row) => formatInstant(row.openedAt), width: 145 },
    { key: 'place', title: t('place'), text: (row) => `${say(row.placeName)} ${row.place}`, width: 160 },
    { key: 'disease', title: t('disease'), text: (row) => say(row.diseaseName), width: 150 },
    { key: 'title', title: t('title'), text: (row) => row.title },
    {
      key: 'level',
      title: t('level'),
      text: (row) => {
        const level = latest(row)?.level;
        return level && t(`level_${level}`);
      },
      width: 130,
    },
    { key: 'cases', title: t('cases'), text: (row) => String(row.cases), align: 'end', width: 70 },
    { key: 'deaths', title: t('deaths'), text: (row) => String(row.deaths), align: 'end', width: 70 },
    { key: 'contacts', title: t('contacts'), text: (row) => String(row.contacts), align: 'end', width: 100 },
    { key: 'state', title: t('state'), text: (row) => t(`is_${row.state}`), width: 90 },
    { key: 'reports', title: t('reports'), text: lastReport, width: 220 },
  ];
}

function Reports({ of }: { readonly of: EmergencyRow }) {
  const { t } = useTranslation('outbreaks');
  const say = useBilingual();
  const facts = [
    [t('disease'), say(of.diseaseName)],
    [t('place'), `${say(of.placeName)} ${of.place}`],
    [t('openedAt'), formatInstant(of.openedAt)],
    ...(of.closedAt ? [[t('closedAt'), formatInstant(of.closedAt)] as const] : []),
    [t('numbersNow'), t('numbers', { cases: of.cases, deaths: of.deaths, contacts: of.contacts })],
  ] as const;
  return (
    <div className="stack">
      <FactList label={t('emergencies')} facts={facts} />
      {of.reports.length === 0 && <p className="muted">{t('notReportedYet')}</p>}
      <ol className="disease-history" aria-label={t('reports')}>
        {of.reports.toReversed().map((report) => (
          <Report key={`${report.kind} ${report.at}`} of={report} />
        ))}
      </ol>
    </div>
  );
}

function Report({ of }: { readonly of: EmergencyReport }) {
  const { t } = useTranslation('outbreaks');
  const parts = [
    ['', of.text],
    [t('measures'), of.measures],
    [t('plan'), of.plan],
  ] as const;
  return (
    <li>
      <p>
        <strong>{t(`kind_${of.kind}`)}</strong> {of.level && t(`level_${of.level}`)}{' '}
        <span className="muted">{formatInstant(of.at)}</span> {of.isLate && <span className="chip-amber">{t('late')}</span>}
      </p>
      <p className="muted">{t('numbers', { cases: of.cases, deaths: of.deaths, contacts: of.contacts })}</p>
      {parts.map(([label, text]) =>
        text ? (
          <p key={label}>
            {label && <span className="muted">{label} </span>}
            {text}
          </p>
        ) : null,
      )}
    </li>
  );
}
