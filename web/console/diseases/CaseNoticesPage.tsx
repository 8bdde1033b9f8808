import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseNoticePage, CaseNoticeRow } from '../../../src/platform/notices/contract.ts';
import { FactList } from '../../ui/FactList.tsx';
import { formatInstant } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, post, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useSexWords } from './columns.tsx';
import { Views } from './Views.tsx';
import './diseases.css';

const PAGE = 50;
const LIVE_MS = 10_000;
const PATH = '/api/case-notices';

/** Cases that other places reported of residents of this one, and those told from here. Serves /diseases/notices. */
export function CaseNoticesPage() {
  const { t } = useTranslation('diseases');
  const [{ direction: given, cursor }, setUrl] = useUrlState({ direction: '', cursor: '' });
  const direction = given === 'outgoing' ? 'outgoing' : 'incoming';
  const [chosen, setChosen] = useState<CaseNoticeRow>();
  const list = useAnswer<CaseNoticePage>(address(PATH, { direction, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useColumns();
  const all = (signal: AbortSignal) => everyPage<CaseNoticeRow>(PATH, { direction }, signal);
  return (
    <Page
      title={t('caseNotices')}
      purpose={t('caseNoticesPurpose')}
      actions={<ExportButton what={t('caseNotices')} columns={columns} pages={all} disabled={!list.data?.items.length} />}
    >
      <Views />
      <search className="toolbar disease-filters">
        <Segmented
          aria-label={t('direction')}
          value={direction}
          options={(['incoming', 'outgoing'] as const).map((one) => ({ value: one, label: t(`told_${one}`) }))}
          onChange={(next) => setUrl({ direction: next === 'incoming' ? '' : next, cursor: '' }, { replace: true })}
        />
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<CaseNoticeRow>
            caption={t('caseNotices')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ id }) => id}
            empty={t('caseNoticesNone')}
            stale={list.isPlaceholderData}
            onOpen={setChosen}
          />
          <KeysetPager {...pages} />
        </>
      )}
      <Drawer
        open={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        size="min(520px, 100vw)"
        title={chosen?.name ?? ''}
        destroyOnHidden
      >
        {chosen && <Notice of={chosen} onDone={() => setChosen(undefined)} />}
      </Drawer>
    </Page>
  );
}

function useColumns(): readonly ListColumn<CaseNoticeRow>[] {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const said = useSaid();
  return [
    { key: 'madeAt', title: t('toldAt'), text: (row) => formatInstant(row.madeAt), width: 145 },
    { key: 'name', title: t('patient'), text: (row) => row.name, width: 110 },
    { key: 'disease', title: t('disease'), text: (row) => say(row.diseaseName), width: 150 },
    { key: 'case', title: t('state'), text: (row) => t(row.caseState as 'reported'), width: 110 },
    { key: 'onset', title: t('onset'), text: (row) => row.onsetOn, width: 112 },
    { key: 'here', title: t('placeHere'), text: (row) => `${say(row.placeName)} ${row.place}` },
    { key: 'there', title: t('placeThere'), text: (row) => `${say(row.otherPlaceName)} ${row.otherPlace}` },
    { key: 'state', title: t('receipt'), text: said, width: 190 },
  ];
}

/** How far it came, with when and by whom. */
function useSaid(): (row: CaseNoticeRow) => string {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  return ({ state, arrivedAt, acknowledgedAt, acknowledgedByName }) => {
    const at = state === 'acknowledged' ? acknowledgedAt : state === 'arrived' ? arrivedAt : undefined;
    return [t(`notice_${state}`), at && formatInstant(at), acknowledgedByName && say(acknowledgedByName)]
      .filter(Boolean)
      .join(' · ');
  };
}

function Notice({ of, onDone }: { readonly of: CaseNoticeRow; readonly onDone: () => void }) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const sex = useSexWords();
  const said = useSaid();
  const may = useMay();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const acknowledging = useMutation({
    mutationFn: () => post<void>(`${PATH}/acknowledge`, { id: of.id }),
    onSuccess: async () => {
      void message.success(t('done'));
      onDone();
      await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith(PATH) });
    },
  });
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('disease'), say(of.diseaseName)],
    [t('classification'), t(`class${of.classification}` as 'class1')],
    [t('state'), t(of.caseState as 'reported')],
    [t('outcome'), of.outcome && t(of.outcome as 'died')],
    [t('sex'), sex(of.sex)],
    [t('birthDate'), of.birthDate],
    [t('identityNumber'), of.identityNumberMasked],
    [t('phone'), of.phone],
    [t('address'), of.address],
    [t('setting'), of.setting],
    [t('onset'), of.onsetOn],
    [t('diagnosed'), of.diagnosedOn],
    [t('institution'), of.institution],
    [t('placeHere'), `${say(of.placeName)} ${of.place}`],
    [t('placeThere'), `${say(of.otherPlaceName)} ${of.otherPlace}`],
    [t('receipt'), said(of)],
  ];
  return (
    <div className="stack">
      {acknowledging.error && <ProblemNotice error={acknowledging.error} />}
      <FactList label={of.name} facts={facts.flatMap(([label, value]) => (value ? [[label, value] as const] : []))} />
      <div className="toolbar">
        {of.direction === 'incoming' && of.state === 'arrived' && may('disease.report') && (
          <Button type="primary" loading={acknowledging.isPending} onClick={() => acknowledging.mutate()}>
            {t('acknowledgeCase')}
          </Button>
        )}
        {of.resident && (
          <Link to="/residents/$id" params={{ id: of.resident }}>
            {t('toResident')}
          </Link>
        )}
      </div>
    </div>
  );
}
