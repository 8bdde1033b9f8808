import { useMutation } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetList } from '../../../../src/indicators/contract.ts';
import { formatInstant } from '../../../ui/format.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';

type Row = TargetList['measures'][number];
const percent = (share: number | undefined): string => (share === undefined ? '—' : `${Number((share * 100).toFixed(2))}%`);

/** What each indicator is to reach in a year; set here, with the notice that says so. */
export function Targets() {
  const { t } = useTranslation('versions');
  const say = useBilingual();
  const may = useMay();
  const [year, setYear] = useState(() => new Date().getFullYear());
  const list = useAnswer<TargetList>(address('/api/indicators/targets', { year: String(year) }), { keepPrevious: true });
  const columns: ListColumn<Row>[] = [
    { key: 'measure', title: t('indicator'), text: ({ title }) => say(title) },
    { key: 'definition', title: t('ofDefinition'), text: ({ target }) => percent(target), width: 120 },
    {
      key: 'own',
      title: t('ownTarget'),
      text: ({ versions: [latest] }) =>
        latest ? `${percent(latest.share)} · ${latest.source} · ${latest.setBy} · ${formatInstant(latest.setAt)}` : '—',
    },
    ...(may('definition.write')
      ? [
          {
            key: 'set',
            title: t('setTarget'),
            text: () => undefined,
            cell: (row: Row) => (
              <SetTarget key={`${year} ${row.versions.length}`} row={row} year={year} onSet={() => void list.refetch()} />
            ),
            width: 330,
          },
        ]
      : []),
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('targets')}</h2>
        <InputNumber
          aria-label={t('year')}
          min={2000}
          max={2100}
          precision={0}
          value={year}
          onChange={(next) => next && setYear(next)}
        />
      </div>
      {list.error ? (
        <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ListTable<Row>
          caption={t('targets')}
          rows={list.data?.measures}
          columns={columns}
          rowKey={({ code }) => code}
          empty={t('none')}
          stale={list.isPlaceholderData}
        />
      )}
    </section>
  );
}

/** Sets a target as a percentage with its source; an empty percentage withdraws it. */
function SetTarget({ row, year, onSet }: { readonly row: Row; readonly year: number; readonly onSet: () => void }) {
  const { t } = useTranslation('versions');
  const say = useBilingual();
  const [latest] = row.versions;
  const [share, setShare] = useState<number | null>(latest?.share === undefined ? null : latest.share * 100);
  const [source, setSource] = useState('');
  const name = say(row.title);
  const setting = useMutation({
    mutationFn: () =>
      post('/api/indicators/targets', {
        ...{ measure: row.code, year, after: latest?.version ?? 0, source },
        ...(share === null ? {} : { share: share / 100 }),
      }),
    onSuccess: onSet,
  });
  return (
    <form
      className="target-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (source.trim()) setting.mutate();
      }}
    >
      <InputNumber aria-label={t('percentOf', { name })} min={0} max={100} suffix="%" value={share} onChange={setShare} />
      <Input
        aria-label={t('sourceOf', { name })}
        placeholder={t('targetSource')}
        maxLength={200}
        value={source}
        onChange={(event) => setSource(event.target.value)}
      />
      <Button htmlType="submit" disabled={!source.trim() || setting.isPending} aria-label={t('setOf', { name })}>
        {t('setTarget')}
      </Button>
      {setting.error && <ProblemNotice error={setting.error} />}
    </form>
  );
}
