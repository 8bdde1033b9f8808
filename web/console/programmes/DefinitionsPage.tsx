import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Programme, ProgrammeDetail } from '../../../src/programmes/contract.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useUrlState } from '../app/url-state.ts';
import { Definition } from './Definition.tsx';
import './definition.css';

/** The programmes in force, and one of them in words. */
export function DefinitionsPage() {
  const { t } = useTranslation('programmes');
  const [{ programme }, setUrl] = useUrlState({ programme: '' });
  const navigate = useNavigate();
  const programmes = useProgrammes();
  const columns = useColumns();
  const actions = (
    <>
      <Link to="/definitions">{t('title', { ns: 'versions' })}</Link>
      {programme !== '' && <Button onClick={() => setUrl({ programme: '' })}>{t('backToAll')}</Button>}
    </>
  );
  return (
    <Page
      title={programme === '' ? t('definitionsTitle') : programmes.titleOf(programme)}
      purpose={t('definitionsPurpose')}
      standard={t('standard')}
      actions={actions}
    >
      {programmes.error && <ProblemNotice error={programmes.error} />}
      {programme !== '' && <One code={programme} />}
      {programme === '' && !programmes.error && (
        <ListTable<Programme>
          caption={t('listOf')}
          rows={programmes.isPending ? undefined : programmes.list}
          columns={columns}
          rowKey={({ code }) => code}
          empty={t('tabNone')}
          onOpen={({ code }) => void navigate({ to: '/programmes', search: { programme: code } })}
        />
      )}
    </Page>
  );
}

function useColumns(): readonly ListColumn<Programme>[] {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  return [
    { key: 'title', title: t('programme'), text: ({ title }) => say(title), width: 220 },
    { key: 'purpose', title: t('purposeOf'), text: ({ purpose }) => say(purpose) },
    {
      key: 'activities',
      title: t('activities'),
      text: ({ activities }) => activities.map(({ title }) => say(title)).join(t('and', { ns: 'form' })),
      width: 260,
    },
    { key: 'version', title: t('version'), text: ({ version }) => version, width: 90 },
  ];
}

function One({ code }: { readonly code: string }) {
  const detail = useAnswer<ProgrammeDetail>(`/api/programmes/${encodeURIComponent(code)}`);
  if (detail.isPending) return <Skeleton active title={false} paragraph={{ rows: 12 }} />;
  if (detail.error) return <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />;
  return <Definition detail={detail.data} />;
}
