import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IndicatorFigures } from '../../../src/indicators/contract.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { DateFilter } from '../../ui/DateInput.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { DivisionPath } from '../app/counts/DivisionPath.tsx';
import { SmallCellsNote } from '../app/counts/SmallCellsNote.tsx';
import { ExportButton } from '../app/ExportButton.tsx';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useUrlState } from '../app/url-state.ts';
import { Detail } from './Detail.tsx';
import { MeasureTable, useMeasureColumns } from './MeasureTable.tsx';
import { PeriodState } from './PeriodState.tsx';
import { Platforms } from './Platforms.tsx';
import { kindOf, periodKinds, periodsOf } from './period-choice.ts';
import { Views } from './Views.tsx';
import './indicators.css';

const LIVE_MS = 10_000;
/** While everybody is counted for a period that was just opened. */
const COUNTING_MS = 1000;

/** All indicators of a period, and one of them in detail. The address carries all that is chosen. */
export function IndicatorsPage() {
  const { t } = useTranslation('indicators');
  const [{ period, division, programme, measure, asOf }, setUrl] = useUrlState({
    ...{ period: '', division: '', programme: '', measure: '', asOf: '' },
  });
  const answer = useAnswer<IndicatorFigures>(address('/api/indicators', { period, division, programme, asOf }), {
    keepPrevious: true,
    refetchInterval: (last) => (last?.isKept && last.freshness.completeness < 1 ? COUNTING_MS : LIVE_MS),
  });
  const figures = answer.data;
  const columns = useMeasureColumns(figures);
  // of a period that nobody keeps there is nothing to say, and noughts would say something
  const hasFigures = figures !== undefined && (figures.isKept || figures.figures.length > 0);
  const opened = figures?.measures.find(({ code }) => code === measure);
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      standard={t('standard')}
      actions={
        figures && (
          <>
            <AsOf instant={figures.freshness.asOf} />
            <ExportButton what={`${t('title')} ${figures.period}`} columns={columns} pages={() => [figures.measures]} />
          </>
        )
      }
    >
      <Views division={division} />
      <search className="toolbar indicators-bar">
        {figures && <DivisionPath path={figures.path} onChoose={(next) => setUrl({ division: next })} />}
        <Filters figures={figures} chosen={{ programme, asOf }} onChoose={(next) => setUrl(next, { replace: true })} />
      </search>
      {answer.error && (
        <ProblemNotice error={answer.error} onRetry={() => void answer.refetch()} staleSince={figures?.freshness.asOf} />
      )}
      {answer.isPending && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {figures && (
        <div className="indicators" aria-busy={answer.isPlaceholderData}>
          <PeriodState figures={figures} onOpened={() => void answer.refetch()} />
          {hasFigures && (
            <MeasureTable
              figures={figures}
              columns={columns}
              stale={answer.isPlaceholderData}
              onOpen={({ code }) => setUrl({ measure: code })}
            />
          )}
          {hasFigures && opened && (
            <Detail
              key={opened.code}
              figures={figures}
              measure={opened}
              onDivision={(next) => setUrl({ division: next })}
              onClose={() => setUrl({ measure: '' })}
            />
          )}
          <SmallCellsNote rule={figures.smallCells} />
          <Platforms platforms={figures.platforms} />
        </div>
      )}
    </Page>
  );
}

interface FiltersProps {
  readonly figures: IndicatorFigures | undefined;
  readonly chosen: { readonly programme: string; readonly asOf: string };
  readonly onChoose: (next: { period?: string; programme?: string; asOf?: string; measure?: string }) => void;
}

function Filters({ figures, chosen, onChoose }: FiltersProps) {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const programmes = useProgrammes();
  const today = new Date().toISOString().slice(0, 10);
  const period = figures?.period ?? today.slice(0, 4);
  const kind = kindOf(period);
  const choices = periodsOf(kind, today);
  const listed = choices.includes(period) ? choices : [period, ...choices];
  return (
    <>
      <ChoiceFilter
        label={t('kind')}
        value={kind}
        isRequired
        options={periodKinds.map((one) => ({ value: one, label: t(one) }))}
        onChange={(next) => onChoose({ period: periodsOf(next as typeof kind, today)[0] ?? '' })}
      />
      <ChoiceFilter
        label={t('period')}
        value={period}
        isRequired
        options={listed.map((one) => ({
          value: one,
          label: figures?.kept.includes(one) ? one : t('periodNotKept', { period: one }),
        }))}
        onChange={(next) => onChoose({ period: next })}
      />
      <ChoiceFilter
        label={t('programme')}
        value={chosen.programme}
        options={programmes.list
          .filter(({ measures }) => measures.length > 0)
          .map(({ code, title }) => ({ value: code, label: say(title) }))}
        onChange={(next) => onChoose({ programme: next, measure: '' })}
      />
      <DateFilter
        kind="day"
        className="indicators-day"
        aria-label={t('asOf')}
        addonBefore={t('asOf')}
        value={chosen.asOf || (figures?.asOf ?? '')}
        onChange={(next) => onChoose({ asOf: next })}
      />
    </>
  );
}
