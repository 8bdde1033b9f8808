import { Input, Segmented, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counted, Surveillance } from '../../../src/applications/public-health/diseases/contract.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { ChartPanel } from '../../ui/ChartPanel.tsx';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { DateFilter } from '../../ui/DateInput.tsx';
import { formatClock } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useUrlState } from '../app/url-state.ts';
import { DiseaseFilter } from './CasesPage.tsx';
import { curveOption, groupsOption } from './chart-options.ts';
import { Lines } from './Lines.tsx';
import { Tiles } from './Tiles.tsx';
import { Views } from './Views.tsx';

const LIVE_MS = 10_000;
const initial = { disease: '', division: '', basis: '', by: '', from: '', to: '', classification: '', cursor: '' };
const bases = ['onset', 'diagnosed', 'reported'] as const;
const steps = ['day', 'week'] as const;
const classes = ['1', '2', '3', '4'] as const;

/** Notifiable diseases of the division and all below: curve, groups, and the cases without their persons. All choices stand in the address. */
export function SurveillancePage() {
  const { t } = useTranslation('diseases');
  const [{ cursor, ...query }, setUrl] = useUrlState(initial);
  const { by, ...period } = query;
  const isWhole = query.division === '' || query.division.length === 6 || query.division.length === 9;
  const asked = { ...period, division: isWhole ? query.division : '' };
  const answer = useAnswer<Surveillance>(address('/api/surveillance', { ...asked, by }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const filter = (next: Partial<typeof initial>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const found = answer.data;
  return (
    <Page
      title={t('surveillance')}
      purpose={t('surveillancePurpose')}
      standard={t('surveillanceStandard')}
      actions={found && <AsOf instant={found.asOf} />}
    >
      <Views />
      <search className="toolbar disease-filters">
        <DiseaseFilter value={query.disease} onChange={(disease) => filter({ disease })} />
        <Segmented
          aria-label={t('basis')}
          value={query.basis || 'onset'}
          options={bases.map((value) => ({ value, label: t(`basis_${value}`) }))}
          onChange={(basis) => filter({ basis })}
        />
        <Segmented
          aria-label={t('by')}
          value={by || 'day'}
          options={steps.map((value) => ({ value, label: t(`by_${value}`) }))}
          onChange={(step) => filter({ by: step })}
        />
        <ChoiceFilter
          label={t('classification')}
          value={query.classification}
          options={classes.map((value) => ({ value, label: t(`class${value}`) }))}
          onChange={(classification) => filter({ classification })}
        />
        {(['from', 'to'] as const).map((key) => (
          <DateFilter
            key={key}
            kind="day"
            aria-label={t(key)}
            prefix={<span className="muted">{t(key)}</span>}
            value={query[key] || found?.[key] || ''}
            onChange={(day) => filter({ [key]: day })}
          />
        ))}
        <Input
          aria-label={t('divisionCode')}
          prefix={<span className="muted">{t('divisionCode')}</span>}
          inputMode="numeric"
          maxLength={9}
          allowClear
          value={query.division}
          onChange={(event) => filter({ division: event.target.value.replaceAll(/\D/g, '') })}
        />
      </search>
      {answer.error && <ProblemNotice error={answer.error} onRetry={() => void answer.refetch()} staleSince={found?.asOf} />}
      {answer.isPending && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {found && (
        <Found
          found={found}
          basis={bases.find((one) => one === query.basis) ?? 'onset'}
          onDivision={(division) => filter({ division })}
        />
      )}
      <Lines query={asked} cursor={cursor} />
    </Page>
  );
}

interface FoundProps {
  readonly found: Surveillance;
  readonly basis: (typeof bases)[number];
  readonly onDivision: (division: string) => void;
}

function Found({ found, basis, onDivision }: FoundProps) {
  const { t } = useTranslation('diseases');
  const option = useMemo(() => curveOption(found.curve, { cases: t('casesCount'), deaths: t('deaths') }), [found.curve, t]);
  const note = t('curveNote', { from: found.from, to: found.to, basis: t(`basis_${basis}`), time: formatClock(found.asOf) });
  const groups = [
    ['byDivision', found.divisions],
    ['byDisease', found.diseases],
    ['byAge', found.ages],
    ['byOccupation', found.occupations],
    ['bySex', found.sexes],
  ] as const;
  return (
    <>
      <div className="disease-totals">
        {(['cases', 'deaths', 'late'] as const).map((key) => (
          <div key={key}>
            <span className="muted">{t(key === 'cases' ? 'casesCount' : key)}</span>
            <strong className="numeric">{found[key]}</strong>
          </div>
        ))}
      </div>
      <ChartPanel<Counted>
        title={t('curve')}
        note={note}
        rows={found.cases > 0 ? found.curve : []}
        rowKey={({ key }) => key}
        empty={t('noCases')}
        option={option}
        heightPx={300}
        columns={[
          { key: 'day', title: t('day'), value: ({ key }) => key },
          { key: 'cases', title: t('casesCount'), value: ({ cases }) => cases },
          { key: 'deaths', title: t('deaths'), value: ({ deaths }) => deaths },
          { key: 'late', title: t('late'), value: ({ late }) => late },
        ]}
      />
      <Tiles rows={found.divisions} onChoose={onDivision} />
      <div className="disease-charts">
        {groups.map(([title, rows]) => (
          <Groups
            key={title}
            title={t(title)}
            note={note}
            rows={rows}
            {...(title === 'byDivision' ? { onChoose: onDivision } : {})}
          />
        ))}
      </div>
    </>
  );
}

interface GroupsProps {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly Counted[];
  readonly onChoose?: (key: string) => void;
}

function Groups({ title, note, rows, onChoose }: GroupsProps) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const option = useMemo(
    () =>
      groupsOption(
        rows.map(({ name, cases }) => ({ label: say(name), cases })),
        t('casesCount'),
      ),
    [rows, say, t],
  );
  const named = (row: Counted) =>
    onChoose ? (
      <button type="button" className="as-link" onClick={() => onChoose(row.key)}>
        {say(row.name)}
      </button>
    ) : (
      say(row.name)
    );
  return (
    <ChartPanel<Counted>
      title={title}
      note={note}
      rows={rows}
      rowKey={({ key }) => key}
      empty={t('noCases')}
      option={option}
      heightPx={240}
      columns={[
        { key: 'group', title: t('group'), value: ({ name }) => say(name), cell: named },
        { key: 'cases', title: t('casesCount'), value: ({ cases }) => cases },
        { key: 'deaths', title: t('deaths'), value: ({ deaths }) => deaths },
        { key: 'late', title: t('late'), value: ({ late }) => late },
      ]}
    />
  );
}
