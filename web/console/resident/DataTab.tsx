import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementView, ResidentData, ResidentDataWritten } from '../../../src/databases/population/resident-data/contract.ts';
import { FactList } from '../../ui/FactList.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, putOver, useAnswer } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { useMay } from '../app/session.tsx';
import { PlainTable } from './PlainTable.tsx';

/** The data elements of the resident: read, and changed where the role may. */
export function DataTab({ id }: { readonly id: string }) {
  const data = useAnswer<ResidentData>(`/api/residents/${encodeURIComponent(id)}/data`);
  if (data.isPending) return <Skeleton active title={false} paragraph={{ rows: 10 }} />;
  if (data.error) return <ProblemNotice error={data.error} onRetry={() => void data.refetch()} />;
  return <Ready id={id} data={data.data} />;
}

function Ready({ id, data }: { readonly id: string; readonly data: ResidentData }) {
  const { t } = useTranslation('resident');
  const may = useMay();
  const [editing, setEditing] = useState(false);
  if (editing) return <Editing id={id} data={data} onDone={() => setEditing(false)} />;
  return (
    <div className="stack">
      <div className="toolbar">
        {may('resident.write') && (
          <Button type="primary" onClick={() => setEditing(true)}>
            {t('changeData')}
          </Button>
        )}
        {may('resident.write') && !data.recordNumber && <AssignButton id={id} />}
        {data.recordNumber && (
          <span className="muted numeric">
            {t('recordNumber')} {data.recordNumber}
          </span>
        )}
      </div>
      <Facts data={data} />
      <Documents data={data} />
      <Past title={t('pastNames')} items={data.pastNames} />
      <Past title={t('pastAddresses')} items={data.pastAddresses} />
      <Elsewhere data={data} />
    </div>
  );
}

function Editing({ id, data, onDone }: { readonly id: string; readonly data: ResidentData; readonly onDone: () => void }) {
  const { t } = useTranslation('resident');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const submit = async (values: object, confirmed: readonly string[]) => {
    const path = `/api/residents/${encodeURIComponent(id)}/data`;
    await putOver<ResidentDataWritten>(path, data.version, { values, confirmed });
    void message.success(t('dataWritten'));
    await queries.invalidateQueries();
    onDone();
  };
  return (
    <DataForm
      name={`data ${id} ${data.version}`}
      fields={data.elements}
      initial={data.values}
      masked={data.masked}
      last={useLast(data)}
      submitLabel={t('writeData')}
      onSubmit={submit}
      onCancel={onDone}
    />
  );
}

/** What stood in each field before, with the day on which that ended. */
function useLast({ last }: ResidentData): Record<string, string> {
  const { t } = useTranslation('form');
  const say = useBilingual();
  return Object.fromEntries(
    Object.entries(last).map(([key, { value, words, changedOn }]) => [
      key,
      value === '' ? t('lastNone', { date: changedOn }) : t('last', { value: words ? say(words) : value, date: changedOn }),
    ]),
  );
}

function Facts({ data }: { readonly data: ResidentData }) {
  const say = useBilingual();
  const last = useLast(data);
  const shown = data.elements.filter(({ key }) => data.values[key] !== undefined || data.masked[key] !== undefined);
  const groups = Map.groupBy(shown, ({ group }) => say(group));
  return (
    <div className="summary">
      {[...groups].map(([group, elements]) => (
        <section key={group} aria-label={group}>
          <h2 className="data-group">{group}</h2>
          <FactList
            label={group}
            facts={elements.map((element) => [
              say(element.name),
              [inWords(element, data, say), last[element.key]].filter(Boolean).join('\n'),
            ])}
          />
        </section>
      ))}
    </div>
  );
}

function inWords(
  { key, options }: ElementView,
  { values, masked }: ResidentData,
  say: (text: { zh: string; en: string }) => string,
): string {
  const value = values[key] ?? masked[key] ?? '';
  const option = options?.find(({ code }) => code === value);
  if (!option) return String(value);
  return /^\d/.test(option.code) ? `${say(option.name)} (${option.code})` : say(option.name);
}

function Documents({ data }: { readonly data: ResidentData }) {
  const { t } = useTranslation('resident');
  const say = useBilingual();
  if (data.documents.length === 0) return null;
  return (
    <section aria-label={t('documents')}>
      <h2 className="data-group">{t('documents')}</h2>
      <PlainTable
        caption={t('documents')}
        columns={[t('documentType'), t('documentNumber'), t('validFrom'), t('validUntil'), t('documentState')]}
      >
        {data.documents.map((document) => (
          <tr key={`${document.type}${document.numberMasked}${document.state}`}>
            <th scope="row">{say(document.typeName)}</th>
            <td>{document.numberMasked}</td>
            <td>{document.from}</td>
            <td>{document.until}</td>
            <td>{t(`document_${document.state}`)}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}

function Past({ title, items }: { readonly title: string; readonly items: ResidentData['pastNames'] }) {
  const { t } = useTranslation('resident');
  if (items.length === 0) return null;
  const facts = items.map(({ text, until }) => [text || '—', until ? t('until', { date: until }) : '—'] as const);
  return (
    <section aria-label={title}>
      <h2 className="data-group">{title}</h2>
      <FactList label={title} facts={facts} />
    </section>
  );
}

function Elsewhere({ data }: { readonly data: ResidentData }) {
  const { t } = useTranslation('resident');
  const say = useBilingual();
  return (
    <details>
      <summary>{t('elsewhereData')}</summary>
      <FactList
        label={t('elsewhereData')}
        facts={data.elsewhere.map(({ name, element, where }) => [`${say(name)} ${element}`, say(where)])}
      />
    </details>
  );
}

function AssignButton({ id }: { readonly id: string }) {
  const { t } = useTranslation('resident');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const assigning = useMutation({
    mutationFn: () => post<{ recordNumber: string }>(`/api/residents/${encodeURIComponent(id)}/record-number`),
    onSuccess: async ({ recordNumber }) => {
      void message.success(t('assigned', { number: recordNumber }));
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button onClick={() => assigning.mutate()} loading={assigning.isPending}>
        {t('assignNumber')}
      </Button>
      {assigning.error && <ProblemNotice error={assigning.error} />}
    </>
  );
}
