import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupervisionPage as Notes, SupervisionNote } from '../../../src/applications/public-health/supervision/contract.ts';
import type { FieldView, FormValue } from '../../../src/forms/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { Views } from './Views.tsx';
import './indicators.css';

const PAGE = 50;
const PATH = '/api/supervision/notes';
const filters = { kind: '', topic: '', state: '', cursor: '' };

/** Leads and inspections of health supervision: recorded here, and reported. */
export function SupervisionPage() {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const may = useMay();
  const [{ cursor, ...query }, setUrl] = useUrlState(filters);
  const [opened, setOpened] = useState<'new' | SupervisionNote>();
  const list = useAnswer<Notes>(address(PATH, { ...query, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useColumns(setOpened);
  const choose = (next: Partial<typeof filters>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const all = (signal: AbortSignal) => everyPage<SupervisionNote>(PATH, query, signal);
  const done = () => {
    setOpened(undefined);
    void list.refetch();
  };
  return (
    <Page
      title={t('supervision')}
      purpose={t('supervisionPurpose')}
      standard={t('supervisionStandard')}
      actions={
        <>
          {may('programme.write') && (
            <Button type="primary" disabled={!list.data} onClick={() => setOpened('new')}>
              {t('newNote')}
            </Button>
          )}
          <ExportButton what={t('supervision')} columns={columns} pages={all} disabled={!list.data?.items.length} />
        </>
      }
    >
      <Views division="" />
      <search className="toolbar indicators-bar">
        <ChoiceFilter
          label={t('noteKind')}
          value={query.kind}
          options={(['lead', 'inspection'] as const).map((one) => ({ value: one, label: t(one) }))}
          onChange={(kind) => choose({ kind })}
        />
        <ChoiceFilter
          label={t('topic')}
          value={query.topic}
          options={(list.data?.topics ?? []).map(({ code, name }) => ({ value: code, label: say(name) }))}
          onChange={(topic) => choose({ topic })}
        />
        <ChoiceFilter
          label={t('reportState')}
          value={query.state}
          options={[
            { value: 'waiting', label: t('notReported', { count: list.data?.waiting ?? 0 }) },
            { value: 'reported', label: t('reported') },
          ]}
          onChange={(state) => choose({ state })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<SupervisionNote>
            caption={t('supervision')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ id }) => id}
            empty={t('noNotes')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
      {opened && list.data && <NoteDialog opened={opened} page={list.data} onClose={() => setOpened(undefined)} onDone={done} />}
    </Page>
  );
}

interface NoteDialogProps {
  readonly opened: 'new' | SupervisionNote;
  readonly page: Notes;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A new note, or the report of one. */
function NoteDialog({ opened, page, onClose, onDone }: NoteDialogProps) {
  const { t } = useTranslation('indicators');
  const [key] = useState(() => crypto.randomUUID());
  const fields: readonly FieldView[] = opened === 'new' ? page.fields : page.reportFields;
  const submit = async (sent: Readonly<Record<string, FormValue | null>>) => {
    if (opened === 'new') await post(PATH, { key, ...sent });
    else await post(`${PATH}/${encodeURIComponent(opened.id)}/report`, sent);
    onDone();
  };
  return (
    <Modal
      open
      title={opened === 'new' ? t('newNote') : `${t('report')} · ${opened.unit}`}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <DataForm
        name={`supervision ${opened === 'new' ? 'new' : opened.id}`}
        fields={fields}
        initial={{}}
        submitLabel={t('saveNote')}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  );
}

function useColumns(onReport: (note: SupervisionNote) => void): readonly ListColumn<SupervisionNote>[] {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const may = useMay();
  return [
    { key: 'foundOn', title: t('day'), text: ({ foundOn }) => foundOn, width: 110 },
    { key: 'kind', title: t('noteKind'), text: ({ kind }) => t(kind), width: 110 },
    { key: 'topic', title: t('topic'), text: ({ topicName }) => say(topicName), width: 190 },
    { key: 'unit', title: t('unit'), text: ({ unit }) => unit },
    { key: 'found', title: t('found'), text: ({ found }) => found },
    { key: 'byName', title: t('worker'), text: ({ byName }) => byName, width: 100 },
    {
      key: 'report',
      title: t('report'),
      text: ({ kind, reportedOn, reportedTo }) =>
        reportedOn ? `${reportedOn} ${reportedTo ?? ''}` : kind === 'lead' ? t('toReport') : '',
      cell: (note) =>
        note.reportedOn ? (
          `${note.reportedOn} ${note.reportedTo ?? ''}`
        ) : note.kind === 'lead' && may('programme.write') ? (
          <Button size="small" aria-label={t('reportOf', { unit: note.unit })} onClick={() => onReport(note)}>
            {t('report')}
          </Button>
        ) : null,
      width: 200,
    },
  ];
}
