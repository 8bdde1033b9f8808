import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionList, EditionView } from '../../../../src/definitions/contract.ts';
import { formatInstant } from '../../../ui/format.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { Page } from '../../../ui/Page.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useAnswer } from '../../app/api.ts';
import { useUrlState } from '../../app/url-state.ts';
import { ExportDefinitions } from './ExportDefinitions.tsx';
import { FaultList } from './FaultList.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { Receipts } from './Receipts.tsx';
import { Targets } from './Targets.tsx';
import { VersionDetail } from './VersionDetail.tsx';
import { useValidity } from './validity.ts';
import './versions.css';

/** All versions of all programmes that the platform knows, where they came from and how far they went; and one of them in words. */
export function VersionsPage() {
  const { t } = useTranslation('versions');
  const say = useBilingual();
  const navigate = useNavigate();
  const [{ code, version }, setUrl] = useUrlState({ code: '', version: '' });
  const [isImporting, setImporting] = useState(false);
  const list = useAnswer<DefinitionList>('/api/definitions', { refetchInterval: 10_000 });
  const columns = useColumns(list.data?.platformsBelow ?? 0);
  const shown = list.data?.editions.find((one) => one.code === code && one.version === version);
  const isOne = code !== '';
  return (
    <Page
      title={shown ? `${say(shown.title)} ${shown.version}` : t('title')}
      {...(isOne ? {} : { purpose: t('purpose'), standard: t('standard') })}
      actions={
        <>
          {isOne && <Button onClick={() => setUrl({ code: '', version: '' })}>{t('all')}</Button>}
          <ExportDefinitions code={code} version={version} disabled={isOne && shown?.valid === undefined} />
          {list.data?.mayPublish && !isOne && (
            <Button type="primary" onClick={() => setImporting(true)}>
              {t('import')}
            </Button>
          )}
        </>
      }
    >
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!isOne && !list.error && (
        <>
          <ListTable<EditionView>
            caption={t('caption')}
            rows={list.data?.editions}
            columns={columns}
            rowKey={(row) => `${row.code} ${row.version} ${row.origin ?? ''}`}
            empty={t('none')}
            onOpen={(row) => void navigate({ to: '/definitions', search: { code: row.code, version: row.version } })}
          />
          <Targets />
          {list.data?.askedAt && <p className="muted">{t('askedAt', { time: formatInstant(list.data.askedAt) })}</p>}
        </>
      )}
      {shown && <Origin edition={shown} />}
      {shown?.faults && (
        <Alert type="warning" showIcon title={t('faultsTitle')} description={<FaultList faults={shown.faults} />} />
      )}
      {isOne && (list.data?.platformsBelow ?? 0) > 0 && shown?.origin !== undefined && <Receipts code={code} version={version} />}
      {isOne && shown?.valid && shown.kind === 'programme' && <VersionDetail code={code} version={version} />}
      <ImportDialog open={isImporting} onClose={() => setImporting(false)} />
    </Page>
  );
}

function Origin({ edition }: { readonly edition: EditionView }) {
  const { t } = useTranslation('versions');
  const say = useBilingual();
  const { origin, originName, publishedAt, receivedAt, state } = edition;
  const platform = originName ? say(originName) : (origin ?? '');
  return (
    <p className="version-origin">
      <State state={state} /> {useValidity()(edition.valid)}{' '}
      <span className="muted">
        {origin === undefined
          ? t('builtIn')
          : `${t('published', { platform, time: formatInstant(publishedAt ?? '') })} · ${t('received', { time: formatInstant(receivedAt ?? '') })}`}
      </span>
    </p>
  );
}

function State({ state }: Pick<EditionView, 'state'>) {
  const { t } = useTranslation('versions');
  return <span className={`version-state version-${state}`}>{t(state)}</span>;
}

function useColumns(all: number): readonly ListColumn<EditionView>[] {
  const { t } = useTranslation('versions');
  const say = useBilingual();
  const validity = useValidity();
  const reached = ({ origin, below }: EditionView): string => {
    if (origin === undefined || all === 0) return '';
    const count = Object.values(below).reduce((sum, one) => sum + one, 0);
    const refused = below.refused ?? 0;
    return t(refused > 0 ? 'belowRefused' : 'belowOf', { count, all, refused });
  };
  return [
    { key: 'title', title: t('programme'), text: ({ title }) => say(title), width: 240 },
    { key: 'version', title: t('version'), text: ({ version }) => version, width: 90 },
    { key: 'valid', title: t('valid'), text: ({ valid }) => validity(valid), width: 230 },
    { key: 'state', title: t('state'), text: ({ state }) => t(state), cell: (row) => <State state={row.state} />, width: 130 },
    {
      key: 'origin',
      title: t('origin'),
      text: ({ origin, originName }) => (origin === undefined ? t('builtIn') : originName ? say(originName) : origin),
    },
    ...(all > 0 ? [{ key: 'below', title: t('below'), text: reached, width: 220 }] : []),
  ];
}
