import { useNavigate } from '@tanstack/react-router';
import { Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CountedPage, CountedRow, IndicatorFigures } from '../../../src/indicators/contract.ts';
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
import './indicators.css';

const PAGE = 50;
const filters = { measure: '', period: '', division: '', numerator: '', institution: '', sex: '', age: '', cursor: '' };

/** Whom a figure is made of; each leads to its programmes. */
export function ResidentsPage() {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const navigate = useNavigate();
  const may = useMay();
  const [{ cursor, measure, ...given }, setUrl] = useUrlState(filters);
  const { period, division } = given;
  const query = { ...given, period: period || String(new Date().getFullYear()) };
  const figures = useAnswer<IndicatorFigures>(address('/api/indicators', { period, division }), {
    enabled: may('statistics.read'),
  }).data;
  const found = figures?.measures.find(({ code }) => code === measure);
  const path = `/api/indicators/${encodeURIComponent(measure)}/residents`;
  const list = useAnswer<CountedPage>(address(path, { ...query, cursor, count: PAGE }), {
    enabled: measure !== '',
    keepPrevious: true,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useColumns();
  const choose = (next: Partial<typeof filters>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const all = (signal: AbortSignal) => everyPage<CountedRow>(path, query, signal);
  const open = ({ resident }: CountedRow) =>
    void navigate({ to: '/residents/$id', params: { id: resident }, search: { tab: 'programmes' } });
  return (
    <Page
      title={found ? `${say(found.title)} · ${query.period}` : t('list')}
      purpose={t('listPurpose')}
      actions={<ExportButton what={t('list')} columns={columns} pages={all} disabled={!list.data?.items.length} />}
    >
      <Views division={division} />
      <search className="toolbar indicators-bar">
        {figures && <DivisionPath path={figures.path} onChoose={(next) => choose({ division: next })} />}
        {figures && (
          <ChoiceFilter
            label={t('indicator')}
            value={measure}
            options={figures.measures.map((one) => ({ value: one.code, label: say(one.title) }))}
            onChange={(next) => choose({ measure: next })}
          />
        )}
        <ChoiceFilter
          label={t('which')}
          value={given.numerator}
          options={[
            { value: 'true', label: t('inNumerator') },
            { value: 'false', label: t('notInNumerator') },
          ]}
          onChange={(next) => choose({ numerator: next })}
        />
        <ChoiceFilter
          label={t('sex')}
          value={given.sex}
          options={(['male', 'female', 'other', 'unknown'] as const).map((one) => ({ value: one, label: t(one) }))}
          onChange={(next) => choose({ sex: next })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {measure === '' && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('chooseIndicator')} />}
      {measure !== '' && !list.error && (
        <>
          <ListTable<CountedRow>
            caption={t('list')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ resident }) => resident}
            empty={t('noneListed')}
            stale={list.isPlaceholderData}
            {...(may('record.read') ? { onOpen: open } : {})}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

function useColumns(): readonly ListColumn<CountedRow>[] {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  return [
    { key: 'name', title: t('name'), text: ({ name }) => name || '—' },
    { key: 'sex', title: t('sex'), text: ({ sex }) => t(sex), width: 80 },
    { key: 'birthDate', title: t('birthDate'), text: ({ birthDate }) => birthDate, width: 130 },
    {
      key: 'counted',
      title: t('counted'),
      text: ({ numerator }) => t(numerator ? 'yes' : 'no'),
      cell: ({ numerator }) => <span className={numerator ? 'muted' : 'chip-amber'}>{t(numerator ? 'yes' : 'no')}</span>,
      width: 140,
    },
    {
      key: 'institution',
      title: t('institution'),
      text: ({ institution, institutionName }) =>
        institutionName
          ? say(institutionName)
          : institution === undefined
            ? t('noInstitution')
            : t('unknownInstitution', { id: institution }),
    },
  ];
}
