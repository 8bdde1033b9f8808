import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, RowOutcome } from '../../../../src/imports/contract.ts';
import { ChoiceFilter } from '../../../ui/ChoiceFilter.tsx';
import { formatNumber } from '../../../ui/format.ts';
import { KeysetPager } from '../../../ui/KeysetPager.tsx';
import { useLanguage } from '../../../ui/language.ts';
import { Page } from '../../../ui/Page.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../api.ts';
import { useKeyset, useUrlState } from '../url-state.ts';
import { ChooseFile } from './ChooseFile.tsx';
import { Rows } from './Rows.tsx';
import { saveAnswer } from './save-answer.ts';
import { Writing } from './Writing.tsx';
import './imports.css';

const PAGE = 50;
const LIVE_MS = 2_000;
const outcomes: readonly RowOutcome[] = ['new', 'known', 'wrong', 'created', 'updated', 'unchanged', 'refused'];

interface ImportBoardProps {
  readonly title: string;
  readonly purpose: string;
  readonly standard: string;
  /** Address of the imports of its kind: `/api/imports/residents`. */
  readonly base: string;
  /** What the file is of; undefined while that has to be chosen. */
  readonly about: Readonly<Record<string, string>> | undefined;
  /** Whether rows of who is known may be written over what is there. */
  readonly mayUpdate?: boolean;
  /** Stands above the field for the file. */
  readonly children?: ReactNode;
}

/** Many rows from a workbook: looked at, then written. The address carries which file, and which of its rows. */
export function ImportBoard({ title, purpose, standard, base, about, mayUpdate = false, children }: ImportBoardProps) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const [{ file, outcome, cursor }, setUrl] = useUrlState({ file: '', outcome: '', cursor: '' });
  const preview = useAnswer<ImportPreview>(address(`${base}/${encodeURIComponent(file)}`, { outcome, cursor, count: PAGE }), {
    enabled: file !== '',
    keepPrevious: true,
    refetchInterval: (last) => (last?.job && ((last.counts.new ?? 0) > 0 || (last.counts.known ?? 0) > 0) ? LIVE_MS : 0),
  });
  const template = useMutation({ mutationFn: () => saveAnswer(address(`${base}/template`, { ...about, language })) });
  const pages = useKeyset(cursor, preview.data?.next);
  const actions = (
    <>
      {file !== '' && <Button onClick={() => setUrl({ file: '', outcome: '', cursor: '' })}>{t('another')}</Button>}
      {about && (
        <Button loading={template.isPending} onClick={() => template.mutate()}>
          {t('template')}
        </Button>
      )}
    </>
  );
  return (
    <Page title={title} purpose={purpose} standard={standard} actions={actions}>
      {template.error && <ProblemNotice error={template.error} />}
      {file === '' && children}
      {file === '' && about && (
        <ChooseFile base={base} about={about} onLookedAt={(id) => setUrl({ file: id, outcome: '', cursor: '' })} />
      )}
      {file !== '' && preview.error && <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />}
      {file !== '' && !preview.error && (
        <>
          {preview.data && (
            <>
              <div className="toolbar">
                <span>{t('file', { name: preview.data.name, total: formatNumber(preview.data.total, language) })}</span>
                <Outcomes
                  preview={preview.data}
                  value={outcome}
                  onChange={(next) => setUrl({ outcome: next, cursor: '' }, { replace: true })}
                />
                {preview.data.doubtful > 0 && (
                  <span className="muted">{t('doubtful', { number: formatNumber(preview.data.doubtful, language) })}</span>
                )}
              </div>
              <Writing base={base} mayUpdate={mayUpdate} preview={preview.data} onChange={() => void preview.refetch()} />
            </>
          )}
          <Rows preview={preview.data} stale={preview.isPlaceholderData} />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

interface OutcomesProps {
  readonly preview: ImportPreview;
  readonly value: string;
  readonly onChange: (outcome: string) => void;
}

/** How many rows of each outcome; choosing one shows those. */
function Outcomes({ preview: { counts }, value, onChange }: OutcomesProps) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const there = outcomes.filter((one) => counts[one] !== undefined || one === value);
  return (
    <>
      <ChoiceFilter
        label={t('outcome')}
        value={value}
        options={there.map((one) => ({ value: one, label: `${t(one)} ${formatNumber(counts[one] ?? 0, language)}` }))}
        onChange={onChange}
      />
      {there.map((one) => (
        <span key={one} className="numeric nowrap">
          {t(one)} {formatNumber(counts[one] ?? 0, language)}
        </span>
      ))}
    </>
  );
}
