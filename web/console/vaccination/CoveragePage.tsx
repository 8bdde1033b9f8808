import { Link } from '@tanstack/react-router';
import { Drawer, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type {
  Coverage,
  CoverageCell,
  CoverageChild,
} from '../../../src/applications/public-health/vaccination-coverage/contract.ts';
import { DateFilter } from '../../ui/DateInput.tsx';
import { formatNumber } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useUrlState } from '../app/url-state.ts';
import { PointFrame } from './PointFrame.tsx';

const thisYear = new Date().getFullYear();
const YEARS = Array.from({ length: 15 }, (_, index) => String(thisYear - index));
const initial = { born: String(thisYear - 1), on: '', division: '', part: '', dose: '' };

/** Coverage of a birth cohort by vaccine and dose, of the whole and of each part; each figure opens its children. */
export function CoveragePage() {
  const { t } = useTranslation('vaccination');
  return (
    <PointFrame title={t('coverageTitle')} purpose={t('coveragePurpose')} anywhere>
      {() => <CoverageOfCohort />}
    </PointFrame>
  );
}

function CoverageOfCohort() {
  const { t } = useTranslation('vaccination');
  const [{ born, on, division, part, dose }, setUrl] = useUrlState(initial);
  const query = { from: `${born}-01-01`, until: `${born}-12-31`, on, division };
  const found = useAnswer<Coverage>(address('/api/vaccination/coverage', query), { keepPrevious: true });
  return (
    <>
      <search className="toolbar">
        <Select
          className="choice-filter"
          aria-label={t('born')}
          prefix={<span className="muted">{t('born')}</span>}
          value={born}
          options={YEARS.map((year) => ({ value: year, label: year }))}
          onChange={(next) => setUrl({ born: next }, { replace: true })}
        />
        <label htmlFor="coverage-on">{t('asOf')}</label>
        <DateFilter
          id="coverage-on"
          className="plan-day"
          kind="day"
          value={on}
          onChange={(next) => setUrl({ on: next }, { replace: true })}
        />
      </search>
      {found.error && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {found.data && !found.error && (
        <CoverageTable coverage={found.data} onOpen={(next) => setUrl(next)} onDivision={(next) => setUrl({ division: next })} />
      )}
      {dose !== '' && (
        <CoverageChildren
          query={{ ...query, division: part || division }}
          dose={dose}
          onClose={() => setUrl({ dose: '', part: '' })}
        />
      )}
    </>
  );
}

interface CoverageTableProps {
  readonly coverage: Coverage;
  readonly onOpen: (figure: { dose: string; part: string }) => void;
  readonly onDivision: (division: string) => void;
}

interface DoseLine {
  readonly dose: string;
  readonly name: string;
  readonly cells: ReadonlyMap<string, CoverageCell>;
}

function CoverageTable({ coverage, onOpen, onDivision }: CoverageTableProps) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const language = useLanguage();
  const { division, divisionName, doses, parts, cells, registered, on, edition } = coverage;
  const lines = doses
    .map(
      ({ dose, title, number }): DoseLine => ({
        dose,
        name: t('doseOf', { vaccine: say(title), number }),
        cells: new Map(cells.filter((cell) => cell.dose === dose).map((cell) => [cell.division, cell])),
      }),
    )
    .filter((line) => line.cells.size > 0);
  const percent = (part: number, all: number) => `${formatNumber(Math.round((1000 * part) / all) / 10, language)}%`;
  const column = (code: string, title: string): ListColumn<DoseLine> => ({
    key: code,
    title,
    align: 'end',
    text: (line) => {
      const cell = line.cells.get(code);
      return (
        cell && `${percent(cell.given, cell.children)} (${cell.given}/${cell.children}) ${percent(cell.timely, cell.children)}`
      );
    },
    cell: (line) => {
      const cell = line.cells.get(code);
      if (!cell) return <span className="muted">—</span>;
      const what = t('coverageOf', { dose: line.name, division: title });
      return (
        <button type="button" className="coverage-cell" onClick={() => onOpen({ dose: line.dose, part: code })}>
          <span className="sr-only">{what}</span>
          <strong className="numeric">{percent(cell.given, cell.children)}</strong>
          <span className="muted numeric">
            {t('coverageFigures', { given: cell.given, children: cell.children, timely: percent(cell.timely, cell.children) })}
          </span>
        </button>
      );
    },
  });
  const columns: ListColumn<DoseLine>[] = [
    { key: 'dose', title: t('dose'), text: ({ name }) => name },
    column(division, say(divisionName)),
    ...parts.filter((one) => one.division !== division).map((one) => column(one.division, say(one.name))),
  ];
  return (
    <>
      <p className="muted">
        {t('coverageNote', { registered: formatNumber(registered, language), on, edition })}{' '}
        {parts
          .filter((one) => one.division.length > division.length)
          .map((one) => (
            <button key={one.division} type="button" className="as-link" onClick={() => onDivision(one.division)}>
              {say(one.name)}{' '}
            </button>
          ))}
      </p>
      <ListTable
        caption={t('coverageTitle')}
        rows={lines}
        columns={columns}
        rowKey={({ dose }) => dose}
        empty={t('coverageNone')}
      />
    </>
  );
}

interface CoverageChildrenProps {
  readonly query: Readonly<Record<string, string>>;
  readonly dose: string;
  readonly onClose: () => void;
}

function CoverageChildren({ query, dose, onClose }: CoverageChildrenProps) {
  const { t } = useTranslation('vaccination');
  const list = useAnswer<readonly CoverageChild[]>(address('/api/vaccination/coverage/children', { ...query, dose }));
  const rows = list.data?.toSorted((a, b) => ORDER[a.state] - ORDER[b.state]);
  const columns: ListColumn<CoverageChild>[] = [
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
    { key: 'birthDate', title: t('birthDate'), text: ({ birthDate }) => birthDate },
    { key: 'state', title: t('state'), text: ({ state }) => t(`standing_${state}`) },
    { key: 'given', title: t('givenOn'), text: ({ given }) => given },
    { key: 'by', title: t('byDay'), text: ({ by }) => by },
  ];
  return (
    <Drawer open size="large" title={t('coverageChildren')} onClose={onClose}>
      {list.error ? (
        <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ListTable
          caption={t('coverageChildren')}
          rows={rows}
          columns={columns}
          rowKey={({ resident }) => resident}
          empty={t('coverageNone')}
        />
      )}
    </Drawer>
  );
}

const ORDER = { missing: 0, late: 1, timely: 2 } as const;
