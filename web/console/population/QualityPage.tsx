import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Count, PopulationQuality, QualityCount } from '../../../src/databases/population/statistics/contract.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { formatNumber } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useCounts } from '../app/counts/counts.ts';
import { DivisionPath, useDivisionName } from '../app/counts/DivisionPath.tsx';
import { SmallCellsNote } from '../app/counts/SmallCellsNote.tsx';
import { ExportButton } from '../app/ExportButton.tsx';
import { useMay } from '../app/session.tsx';
import { useUrlState } from '../app/url-state.ts';
import { Freshness } from './Freshness.tsx';
import { Views } from './Views.tsx';
import './population.css';

const LIVE_MS = 10_000;

/** What is wrong with the data of residents, by rule; each count leads to whom it concerns, or down to where they are. */
export function QualityPage() {
  const { t } = useTranslation('population');
  const [{ division, rule }, setUrl] = useUrlState({ division: '', rule: '' });
  const answer = useAnswer<PopulationQuality>(address('/api/population/quality', { division }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const columns = useRuleColumns(answer.data, (next) => setUrl({ rule: next }));
  const quality = answer.data;
  const opened = quality?.rules.find((one) => one.rule === rule);
  const actions = quality && (
    <>
      <AsOf instant={quality.asOf} />
      <ExportButton what={t('quality')} columns={columns} pages={() => [quality.rules]} />
    </>
  );
  return (
    <Page
      title={t('quality')}
      purpose={t('qualityPurpose')}
      standard={t('qualityStandard', { version: quality?.version ?? '' })}
      actions={actions}
    >
      <Views division={division} />
      <div className="toolbar population-bar">
        {quality && <DivisionPath path={quality.path} onChoose={(next) => setUrl({ division: next, rule: '' })} />}
      </div>
      {answer.error && <ProblemNotice error={answer.error} onRetry={() => void answer.refetch()} staleSince={quality?.asOf} />}
      {(quality || !answer.error) && (
        <ListTable<QualityCount>
          caption={t('qualityCaption')}
          rows={quality?.rules}
          columns={columns}
          rowKey={(one) => one.rule}
          empty={t('nobody')}
          stale={answer.isPlaceholderData}
        />
      )}
      {opened && <Parts rule={opened} smallCells={quality?.smallCells} onChoose={(next) => setUrl({ division: next })} />}
      <SmallCellsNote rule={quality?.smallCells} />
      {quality && <Freshness platforms={quality.freshness} />}
    </Page>
  );
}

function useRuleColumns(
  quality: PopulationQuality | undefined,
  onOpen: (rule: string) => void,
): readonly ListColumn<QualityCount>[] {
  const { t } = useTranslation('population');
  const language = useLanguage();
  const bilingual = useBilingual();
  const may = useMay();
  const hasList = quality?.isHere === true && may('resident.read');
  const { inWords, plain } = useCounts(quality?.smallCells);
  const number = (count: number) => formatNumber(count, language);
  const share = (count: Count) =>
    typeof count !== 'number'
      ? inWords(count)
      : quality && quality.living > 0
        ? `${number(Math.round((1000 * count) / quality.living) / 10)} %`
        : '–';
  return [
    { key: 'name', title: t('rule'), text: ({ name }) => bilingual(name) },
    {
      key: 'severity',
      title: t('severity'),
      text: ({ severity }) => t(severity),
      cell: ({ severity }) => <span className={`severity severity-${severity}`}>{t(severity)}</span>,
      width: 100,
    },
    {
      key: 'count',
      title: t('count'),
      text: ({ count }) => String(plain(count)),
      cell: ({ rule, count }) =>
        hasList && count !== 0 && quality ? (
          <Link to="/population/list" search={{ division: quality.division, rule }}>
            {inWords(count)}
          </Link>
        ) : (
          inWords(count)
        ),
      align: 'end',
      width: 110,
    },
    { key: 'share', title: t('share'), text: ({ count }) => share(count), align: 'end', width: 110 },
    {
      key: 'parts',
      title: t('where'),
      text: ({ parts }) => parts.map(({ division, count }) => `${division} ${plain(count)}`).join('; '),
      cell: ({ rule, parts }) =>
        parts.length > 0 && (
          <button type="button" className="as-link" onClick={() => onOpen(rule)}>
            {t('partsCount', { count: parts.length })}
          </button>
        ),
      width: 140,
    },
  ];
}

interface PartsProps {
  readonly rule: QualityCount;
  readonly smallCells: PopulationQuality['smallCells'];
  readonly onChoose: (division: string) => void;
}

function Parts({ rule, smallCells, onChoose }: PartsProps) {
  const { t } = useTranslation('population');
  const bilingual = useBilingual();
  const { inWords } = useCounts(smallCells);
  const nameOf = useDivisionName();
  return (
    <section className="panel" aria-label={t('where')}>
      <div className="panel-head">
        <h2>{t('whereOf', { rule: bilingual(rule.name) })}</h2>
      </div>
      <ul className="panel-body population-freshness">
        {rule.parts.map((part) => (
          <li key={part.division}>
            <button type="button" className="as-link" onClick={() => onChoose(part.division)}>
              {nameOf(part)}
            </button>{' '}
            <span className="numeric">{inWords(part.count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
