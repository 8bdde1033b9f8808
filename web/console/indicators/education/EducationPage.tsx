import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  EducationPage as Activities,
  EducationActivity,
} from '../../../../src/applications/public-health/health-education/contract.ts';
import type { FormValue } from '../../../../src/forms/contract.ts';
import { ChoiceFilter } from '../../../ui/ChoiceFilter.tsx';
import { KeysetPager } from '../../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { Page } from '../../../ui/Page.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../../app/api.ts';
import { ExportButton } from '../../app/ExportButton.tsx';
import { everyPage } from '../../app/every-page.ts';
import { DataForm } from '../../app/form/DataForm.tsx';
import { useMay } from '../../app/session.tsx';
import { useKeyset, useUrlState } from '../../app/url-state.ts';
import { Views } from '../Views.tsx';
import { PaperRecord } from './PaperRecord.tsx';
import { YearTable } from './YearTable.tsx';
import '../indicators.css';

const PAGE = 50;
const PATH = '/api/health-education/activities';
const thisYear = new Date().getFullYear();
const years = Array.from({ length: 5 }, (_, ago) => String(thisYear + 1 - ago));

type Opened = { readonly what: 'plan' } | { readonly what: 'hold' | 'withdraw' | 'show'; readonly of: EducationActivity };

/** Health education: the plan of a year, its records, and what of the required counts was done. Serves /indicators/education. */
export function EducationPage() {
  const { t } = useTranslation('education');
  const may = useMay();
  const [{ year: given, kind, state, cursor }, setUrl] = useUrlState({ year: '', kind: '', state: '', cursor: '' });
  const year = given || String(thisYear);
  const [opened, setOpened] = useState<Opened>();
  const query = { year, kind, state };
  const list = useAnswer<Activities>(address(PATH, { ...query, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useColumns(setOpened);
  const choose = (next: Readonly<Record<string, string>>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const all = (signal: AbortSignal) => everyPage<EducationActivity>(PATH, query, signal);
  const say = useBilingual();
  const queries = useQueryClient();
  const done = () => {
    setOpened(undefined);
    // the list, and the figures of the year
    void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/health-education/') });
  };
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      standard={t('standard')}
      actions={
        <>
          {may('programme.write') && (
            <Button type="primary" disabled={!list.data} onClick={() => setOpened({ what: 'plan' })}>
              {t('plan')}
            </Button>
          )}
          <ExportButton what={t('title')} columns={columns} pages={all} disabled={!list.data?.items.length} />
        </>
      }
    >
      <Views division="" />
      <search className="toolbar indicators-bar">
        <ChoiceFilter
          label={t('year')}
          value={year}
          options={years.map((one) => ({ value: one, label: one }))}
          onChange={(next) => choose({ year: next })}
        />
        <ChoiceFilter
          label={t('kind')}
          value={kind}
          options={(list.data?.kinds ?? []).map(({ code, name }) => ({ value: code, label: say(name) }))}
          onChange={(next) => choose({ kind: next })}
        />
        <ChoiceFilter
          label={t('state')}
          value={state}
          options={(['planned', 'held', 'withdrawn'] as const).map((one) => ({ value: one, label: t(one) }))}
          onChange={(next) => choose({ state: next })}
        />
      </search>
      <YearTable year={year} />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<EducationActivity>
            caption={t('activities')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ id }) => id}
            empty={t('none')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
      {opened && list.data && <Dialog opened={opened} page={list.data} onClose={() => setOpened(undefined)} onDone={done} />}
    </Page>
  );
}

interface DialogProps {
  readonly opened: Opened;
  readonly page: Activities;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A line of the plan, the record of what was held, why it is withdrawn, or the record as it is. */
function Dialog({ opened, page, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('education');
  const [key] = useState(() => crypto.randomUUID());
  if (opened.what === 'show') {
    return (
      <Modal
        open
        title={t('record')}
        onCancel={onClose}
        footer={<Button onClick={() => window.print()}>{t('print')}</Button>}
        width={720}
      >
        <PaperRecord of={opened.of} page={page} />
      </Modal>
    );
  }
  const about = opened.what === 'plan' ? '' : ` · ${opened.of.topic}`;
  const reason = {
    key: 'reason',
    type: 'text',
    required: true,
    maxLength: 300,
    name: t('reason'),
    group: t('withdraw'),
  } as const;
  const both = (text: string) => ({ zh: text, en: text });
  const fields =
    opened.what === 'plan'
      ? page.planFields
      : opened.what === 'hold'
        ? page.recordFields
        : [{ ...reason, name: both(reason.name), group: both(reason.group) }];
  const submit = async (sent: Readonly<Record<string, FormValue | null>>) => {
    if (opened.what === 'plan') await post(PATH, { key, ...sent });
    else await post(`${PATH}/${encodeURIComponent(opened.of.id)}/${opened.what}`, sent);
    onDone();
  };
  return (
    <Modal open title={`${t(opened.what)}${about}`} footer={null} onCancel={onClose} destroyOnHidden>
      <DataForm
        name={`education ${opened.what} ${opened.what === 'plan' ? 'new' : opened.of.id}`}
        fields={fields}
        initial={opened.what === 'hold' && opened.of.plannedOn ? { heldOn: opened.of.plannedOn } : {}}
        submitLabel={t('save')}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  );
}

function useColumns(onOpen: (opened: Opened) => void): readonly ListColumn<EducationActivity>[] {
  const { t } = useTranslation('education');
  const say = useBilingual();
  const may = useMay();
  return [
    { key: 'day', title: t('day'), text: ({ heldOn, plannedOn }) => heldOn ?? plannedOn, width: 110 },
    { key: 'state', title: t('state'), text: ({ state }) => t(state), width: 90 },
    { key: 'kind', title: t('kind'), text: ({ kindName }) => say(kindName), width: 150 },
    { key: 'topic', title: t('topic'), text: ({ topic }) => topic },
    { key: 'institution', title: t('institution'), text: ({ institution }) => institution },
    {
      key: 'audience',
      title: t('audienceCount'),
      text: ({ audienceCount }) => (audienceCount === undefined ? '' : String(audienceCount)),
      align: 'end',
      width: 90,
    },
    {
      key: 'act',
      title: t('act'),
      text: ({ reason }) => reason ?? '',
      cell: (row) => (
        <span className="toolbar">
          {row.state === 'planned' && may('programme.write') && (
            <Button
              size="small"
              type="primary"
              aria-label={`${t('hold')} · ${row.topic}`}
              onClick={() => onOpen({ what: 'hold', of: row })}
            >
              {t('hold')}
            </Button>
          )}
          {row.state === 'held' && (
            <Button size="small" aria-label={`${t('record')} · ${row.topic}`} onClick={() => onOpen({ what: 'show', of: row })}>
              {t('record')}
            </Button>
          )}
          {row.state !== 'withdrawn' && may('programme.write') && (
            <Button
              size="small"
              aria-label={`${t('withdraw')} · ${row.topic}`}
              onClick={() => onOpen({ what: 'withdraw', of: row })}
            >
              {t('withdraw')}
            </Button>
          )}
          {row.reason}
        </span>
      ),
      width: 220,
    },
  ];
}
