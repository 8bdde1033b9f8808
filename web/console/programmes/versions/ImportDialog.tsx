import { FileTextOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Modal, Skeleton, Upload } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, ProgrammeChange } from '../../../../src/definitions/contract.ts';
import { useBilingual } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { post } from '../../app/api.ts';
import { FaultList } from './FaultList.tsx';
import { useValidity } from './validity.ts';

/** Takes a file, says what it would change or why it is refused, and publishes it. */
export function ImportDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('versions');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [isUnreadable, setUnreadable] = useState(false);
  const looking = useMutation({
    mutationFn: async (bundle: object) => ({ bundle, preview: await post<ImportPreview>('/api/definitions/look', { bundle }) }),
  });
  const publishing = useMutation({
    mutationFn: (bundle: object) => post<ImportPreview>('/api/definitions/import', { bundle }),
    onSuccess: async ({ changes }) => {
      void message.success(t('done', { count: changes.filter(({ kind }) => kind !== 'known').length }));
      onClose();
      await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/') });
    },
  });
  const { reset: forgetLook } = looking;
  const { reset: forgetPublishing } = publishing;
  useEffect(() => {
    if (open) return;
    setName('');
    setUnreadable(false);
    forgetLook();
    forgetPublishing();
  }, [open, forgetLook, forgetPublishing]);
  const choose = async (file: File) => {
    setName(file.name);
    forgetLook();
    forgetPublishing();
    const bundle = readObject(await file.text());
    setUnreadable(!bundle);
    if (bundle) looking.mutate(bundle);
  };
  const preview = looking.data?.preview;
  const isNew = preview?.faults.length === 0 && preview.changes.some(({ kind }) => kind !== 'known');
  return (
    <Modal
      title={t('importTitle')}
      open={open}
      onCancel={onClose}
      okText={preview && !isNew && preview.faults.length === 0 ? t('nothingNew') : t('publish')}
      okButtonProps={{ disabled: !isNew, loading: publishing.isPending }}
      onOk={() => looking.data && publishing.mutate(looking.data.bundle)}
      destroyOnHidden
      width={760}
    >
      <Upload
        accept=".json,application/json,application/fhir+json"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(file) => {
          void choose(file);
          return false;
        }}
      >
        <Button icon={<FileTextOutlined aria-hidden />}>{t('choose')}</Button>
      </Upload>{' '}
      <span>{name}</span>
      <p className="muted">{t('sentDown')}</p>
      <div aria-live="polite">
        {isUnreadable && <Alert type="error" showIcon title={t('notJson')} />}
        {looking.isPending && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
        {looking.error && <ProblemNotice error={looking.error} />}
        {publishing.error && <ProblemNotice error={publishing.error} />}
        {preview && preview.faults.length > 0 && (
          <Alert
            type="error"
            showIcon
            title={t('refusedImport', { count: preview.faults.length })}
            description={<FaultList faults={preview.faults} />}
          />
        )}
        {preview?.faults.length === 0 && <Changes changes={preview.changes} />}
      </div>
    </Modal>
  );
}

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function Changes({ changes }: { readonly changes: readonly ProgrammeChange[] }) {
  const { t } = useTranslation('versions');
  const say = useBilingual();
  const validity = useValidity();
  return (
    <section aria-label={t('changesTitle')} className="version-changes">
      <h3>{t('changesTitle')}</h3>
      {changes.map(({ code, version, title, valid, kind, follows, parts }) => (
        <details key={`${code} ${version}`} open={changes.length === 1}>
          <summary>
            <strong>
              {say(title)} {version}
            </strong>{' '}
            {t(kind, { follows: follows ?? '' })} · {validity(valid)}
          </summary>
          <ul>
            {parts.map((part) => (
              <li key={`${part.part} ${part.code}`}>
                <span className={`version-change version-change-${part.change}`}>{t(part.change)}</span> {t(part.part)}
                {part.title && part.part !== 'head' && part.part !== 'enrolment' && ` · ${say(part.title)}`}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
