import { useParams } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutbreakDetail } from '../../../../src/applications/public-health/outbreaks/contract.ts';
import { ChartPanel } from '../../../ui/ChartPanel.tsx';
import { FactList } from '../../../ui/FactList.tsx';
import { formatInstant } from '../../../ui/format.ts';
import { useBilingual } from '../../../ui/language.ts';
import { Page } from '../../../ui/Page.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useAnswer } from '../../app/api.ts';
import { curveOption } from '../chart-options.ts';
import { useDeadlineWords } from '../Deadline.tsx';
import { Contacts } from './Contacts.tsx';
import { Entries } from './Entries.tsx';
import { LinkedCases } from './LinkedCases.tsx';
import '../diseases.css';

const LIVE_MS = 15_000;

/** One outbreak: its numbers, curve, cases, contacts, log and reports. Serves /outbreaks/:id. */
export function OutbreakPage() {
  const { t } = useTranslation('outbreaks');
  const { id = '' } = useParams({ strict: false });
  const detail = useAnswer<OutbreakDetail>(`/api/outbreaks/${encodeURIComponent(id)}`, { refetchInterval: LIVE_MS });
  const one = detail.data;
  const actions = one && one.entries.length > 0 && <Button onClick={() => window.print()}>{t('print')}</Button>;
  return (
    <Page title={one ? one.title : t('outbreaks')} standard={t('outbreaksStandard')} actions={actions}>
      {detail.isPending && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {detail.error && <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />}
      {one && <Ready of={one} />}
    </Page>
  );
}

function Ready({ of }: { readonly of: OutbreakDetail }) {
  const { t } = useTranslation('outbreaks');
  const rows = useMemo(() => of.curve.map((day) => ({ ...day, name: { zh: day.key, en: day.key } })), [of.curve]);
  const option = useMemo(() => curveOption(rows, { cases: t('cases'), deaths: t('deaths') }), [rows, t]);
  return (
    <div className="outbreak">
      <div className="disease-totals">
        {(['cases', 'deaths', 'contacts', 'due'] as const).map((key) => (
          <div key={key}>
            <span className="muted">{t(key)}</span>
            <strong className="numeric">{of[key]}</strong>
          </div>
        ))}
      </div>
      <FactList label={of.title} facts={useAbout(of)} />
      <ChartPanel
        title={t('curve')}
        note={t('curveNote')}
        rows={rows}
        rowKey={({ key }) => key}
        empty={t('noCases')}
        option={option}
        heightPx={240}
        columns={[
          { key: 'day', title: t('day'), value: ({ key }) => key },
          { key: 'cases', title: t('cases'), value: ({ cases }) => cases },
          { key: 'deaths', title: t('deaths'), value: ({ deaths }) => deaths },
        ]}
      />
      <LinkedCases of={of} />
      <Contacts of={of} />
      <Entries of={of} />
    </div>
  );
}

function useAbout(of: OutbreakDetail): readonly (readonly [string, string])[] {
  const { t } = useTranslation('outbreaks');
  const say = useBilingual();
  const words = useDeadlineWords();
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('disease'), say(of.diseaseName)],
    [t('place'), [`${say(of.placeName)} ${of.place}`, of.setting].filter(Boolean).join(' · ')],
    [t('state'), t(`is_${of.state}`)],
    [t('level'), of.level && t(`level_${of.level}`)],
    [t('openedAt'), formatInstant(of.openedAt)],
    [t('initial'), `${words(of.initial)} · ${formatInstant(of.initial.deadline)}`],
    [t('closedAt'), of.closedAt && formatInstant(of.closedAt)],
  ];
  return facts.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}
