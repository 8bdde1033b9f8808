import { useNavigate } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type {
  CountedResident,
  CountedResidentPage,
  PopulationQuality,
} from '../../../src/databases/population/statistics/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { DivisionPath } from '../app/counts/DivisionPath.tsx';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { Views } from './Views.tsx';
import './population.css';

const PAGE = 50;
const bands = Array.from({ length: 21 }, (_, at) => at * 5);
const kinds = ['registered', 'actual', 'temporary', 'unstated'] as const;

/** The residents behind a count of statistics or quality. */
export function ListPage() {
  const { t } = useTranslation('population');
  const navigate = useNavigate();
  const may = useMay();
  const bilingual = useBilingual();
  const [{ division, rule, sex, age, residence, cursor }, setUrl] = useUrlState({
    ...{ division: '', rule: '', sex: '', age: '', residence: '', cursor: '' },
  });
  const query = { division, rule, sex, age, residence };
  const list = useAnswer<CountedResidentPage>(address('/api/population/residents', { ...query, cursor, count: PAGE }), {
    keepPrevious: true,
  });
  const quality = useAnswer<PopulationQuality>(address('/api/population/quality', { division }), {
    enabled: may('statistics.read'),
  });
  const rules = quality.data?.rules ?? [];
  const pages = useKeyset(cursor, list.data?.next);
  const nameOfRule = (code: string) => {
    const found = rules.find((one) => one.rule === code);
    return found ? bilingual(found.name) : code;
  };
  const columns = useListColumns(nameOfRule);
  const all = (signal: AbortSignal) => everyPage<CountedResident>('/api/population/residents', query, signal);
  const choose = (next: Partial<typeof query>) => setUrl({ ...next, cursor: '' }, { replace: true });
  return (
    <Page
      title={t('list')}
      purpose={t('listPurpose')}
      actions={<ExportButton what={t('list')} columns={columns} pages={all} disabled={!list.data?.items.length} />}
    >
      <Views division={division} />
      <div className="toolbar population-bar">
        {quality.data && <DivisionPath path={quality.data.path} onChoose={(next) => choose({ division: next })} />}
        {rules.length > 0 && (
          <ChoiceFilter
            label={t('rule')}
            value={rule}
            options={rules.map((one) => ({ value: one.rule, label: bilingual(one.name) }))}
            onChange={(next) => choose({ rule: next })}
          />
        )}
        <ChoiceFilter
          label={t('sex')}
          value={sex}
          options={(['male', 'female', 'other', 'unknown'] as const).map((one) => ({ value: one, label: t(one) }))}
          onChange={(next) => choose({ sex: next })}
        />
        <ChoiceFilter
          label={t('age')}
          value={age}
          options={bands.map((from) => ({ value: String(from), label: from === 100 ? '100+' : `${from}–${from + 4}` }))}
          onChange={(next) => choose({ age: next })}
        />
        <ChoiceFilter
          label={t('residence')}
          value={residence}
          options={kinds.map((one) => ({ value: one, label: t(`residence_${one}`) }))}
          onChange={(next) => choose({ residence: next })}
        />
      </div>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<CountedResident>
            caption={t('list')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ id }) => id}
            empty={t('noneListed')}
            stale={list.isPlaceholderData}
            {...(may('record.read') ? { onOpen: ({ id }) => void navigate({ to: '/residents/$id', params: { id } }) } : {})}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

function useListColumns(nameOfRule: (code: string) => string): readonly ListColumn<CountedResident>[] {
  const { t } = useTranslation('population');
  const name = useBilingual();
  return [
    { key: 'name', title: t('name'), text: ({ name }) => name, width: 120 },
    { key: 'sex', title: t('sex'), text: (row) => t(row.sex), width: 72 },
    { key: 'birthDate', title: t('birthDate'), text: ({ birthDate }) => birthDate, width: 116 },
    { key: 'identityNumber', title: t('identityNumber'), text: ({ identityNumberMasked }) => identityNumberMasked, width: 184 },
    {
      key: 'division',
      title: t('division'),
      text: ({ division, divisionName }) => (divisionName ? `${name(divisionName)} ${division}` : division),
      width: 190,
    },
    { key: 'address', title: t('address'), text: ({ address: written }) => written },
    {
      key: 'faults',
      title: t('faults'),
      text: ({ faults }) => faults.map(nameOfRule).join('; '),
      cell: ({ faults }) => (
        <span className="population-faults">
          {faults.map((code) => (
            <Tag key={code}>{nameOfRule(code)}</Tag>
          ))}
        </span>
      ),
    },
  ];
}
