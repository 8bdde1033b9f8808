import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Finding, FindingPage, QualityRule } from '../../../src/applications/public-health/record-quality/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { formatNumber } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useFindingColumns } from './finding-columns.tsx';
import { TimeFilters } from './TimeFilters.tsx';
import { Views } from './Views.tsx';
import './indicators.css';

const PAGE = 50;
const PATH = '/api/record-quality/findings';
const filters = { from: '', until: '', division: '', rule: '', state: 'open', institution: '', worker: '', cursor: '' };

/** What in records should be looked at; each line opens its contact, and says what somebody who looked found. */
export function QualityPage() {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const [{ cursor, ...query }, setUrl] = useUrlState(filters);
  const list = useAnswer<FindingPage>(address(PATH, { ...query, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const rules = list.data?.rules ?? [];
  const chosen = rules.find(({ code }) => code === query.rule);
  const columns = useFindingColumns(rules, () => void list.refetch());
  const choose = (next: Partial<typeof filters>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const all = (signal: AbortSignal) => everyPage<Finding>(PATH, query, signal);
  return (
    <Page
      title={t('quality')}
      purpose={t('qualityPurpose')}
      standard={t('qualityStandard')}
      actions={<ExportButton what={t('findings')} columns={columns} pages={all} disabled={!list.data?.items.length} />}
    >
      <Views division={query.division} />
      <Counts page={list.data} rule={query.rule} onChoose={(rule) => choose({ rule })} />
      <search className="toolbar indicators-bar">
        <ChoiceFilter
          label={t('state')}
          value={query.state}
          isRequired
          options={[
            { value: 'open', label: t('open_state') },
            { value: 'mend', label: t('mend') },
            { value: 'right', label: t('right') },
            { value: 'all', label: t('all_states') },
          ]}
          onChange={(state) => choose({ state })}
        />
        <ChosenOf items={list.data?.items} query={query} onChoose={choose} />
        <TimeFilters
          from={query.from || (list.data?.from ?? '')}
          until={query.until || (list.data?.until ?? '')}
          onChoose={choose}
        />
      </search>
      {chosen && <Alert type="info" message={say(chosen.title)} description={say(chosen.reason)} />}
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<Finding>
            caption={t('findings')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ key }) => key}
            empty={t('noFindings')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

interface CountsProps {
  readonly page: FindingPage | undefined;
  readonly rule: string;
  readonly onChoose: (rule: string) => void;
}

/** How many there are of each rule; a press filters by it. */
function Counts({ page, rule, onChoose }: CountsProps) {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const language = useLanguage();
  if (!page) return null;
  const total = Object.values(page.counts).reduce((sum, count) => sum + count, 0);
  const button = (code: string, title: string, count: number, severity?: QualityRule['severity']) => (
    <button key={code} type="button" aria-pressed={rule === code} onClick={() => onChoose(code)}>
      {title}{' '}
      <strong className={`numeric ${severity && count > 0 ? `quality-${severity}` : ''}`}>{formatNumber(count, language)}</strong>
    </button>
  );
  return (
    <fieldset className="quality-rules">
      <legend className="sr-only">{t('ruleCounts')}</legend>
      {button('', t('everyRule'), total)}
      {page.rules.map(({ code, title, severity }) => button(code, say(title), page.counts[code] ?? 0, severity))}
    </fieldset>
  );
}

interface ChosenOfProps {
  readonly items: readonly Finding[] | undefined;
  readonly query: { readonly institution: string; readonly worker: string };
  readonly onChoose: (next: { institution?: string; worker?: string }) => void;
}

/** Institutions and workers of the lines that are shown, and the one that is chosen. */
function ChosenOf({ items = [], query, onChoose }: ChosenOfProps) {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const institutions = new Map(
    items.flatMap(({ institution, institutionName }) =>
      institution === undefined
        ? []
        : [[institution, institutionName ? say(institutionName) : t('unknownInstitution', { id: institution })] as const],
    ),
  );
  const workers = new Map(
    items.flatMap(({ worker, workerName }) => (worker === undefined ? [] : [[worker, workerName ?? worker] as const])),
  );
  const options = (names: ReadonlyMap<string, string>, value: string) =>
    [...(value === '' || names.has(value) ? names : new Map([[value, value], ...names]))].map(([key, label]) => ({
      value: key,
      label,
    }));
  return (
    <>
      <ChoiceFilter
        label={t('institution')}
        value={query.institution}
        options={options(institutions, query.institution)}
        onChange={(institution) => onChoose({ institution })}
      />
      <ChoiceFilter
        label={t('worker')}
        value={query.worker}
        options={options(workers, query.worker)}
        onChange={(worker) => onChoose({ worker })}
      />
    </>
  );
}
