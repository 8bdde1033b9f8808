import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, RowOutcome } from '../../../src/imports/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { formatNumber } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { ChooseFile } from './ChooseFile.tsx';
import { Rows } from './Rows.tsx';
import { saveAnswer } from './save-answer.ts';
import { Writing } from './Writing.tsx';
import './resident-import.css';

const PAGE = 50;
const LIVE_MS = 2_000;
const outcomes: readonly RowOutcome[] = ['new', 'known', 'wrong', 'created', 'updated', 'unchanged', 'refused'];

/** Many residents from a workbook: looked at, then written. The address carries which file, and which of its rows. */
export function ImportPage() {
  const { t } = useTranslation('residentImport');
  const language = useLanguage();
  const [{ file, outcome, cursor }, setUrl] = useUrlState({ file: '', outcome: '', cursor: '' });
  const preview = useAnswer<ImportPreview>(
    address(`/api/imports/residents/${encodeURIComponent(file)}`, { outcome, cursor, count: PAGE }),
    {
      enabled: file !== '',
      keepPrevious: true,
      refetchInterval: (last) => (last?.job && ((last.counts.new ?? 0) > 0 || (last.counts.known ?? 0) > 0) ? LIVE_MS : 0),
    },
  );
  const template = useMutation({ mutationFn: () => saveAnswer(`/api/imports/residents/template?language=${language}`) });
  const pages = useKeyset(cursor, preview.data?.next);
  const actions = (
    <>
      {file !== '' && <Button onClick={() => setUrl({ file: '', outcome: '', cursor: '' })}>{t('another')}</Button>}
      <Button loading={template.isPending} onClick={() => template.mutate()}>
        {t('template')}
      </Button>
    </>
  );
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')} actions={actions}>
      {template.error && <ProblemNotice error={template.error} />}
      {file === '' && <ChooseFile onLookedAt={(id) => setUrl({ file: id, outcome: '', cursor: '' })} />}
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
              <Writing preview={preview.data} onChange={() => void preview.refetch()} />
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
  const { t } = useTranslation('residentImport');
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
