import { Link, useParams } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type {
  FamilyDoctorContract,
  HouseholdMemberRecord,
  HouseholdRecord,
  MemberDue,
} from '../../../src/applications/public-health/household-record/contract.ts';
import { ageInWords } from '../../fhir/words/age.ts';
import { FactList } from '../../ui/FactList.tsx';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { DueMark, useDueDays } from '../app/programmes/DueDays.tsx';
import { useMay } from '../app/session.tsx';
import './household.css';

/** The health record of a resident's household, for whoever visits it; on paper it begins with its cover. Serves /residents/:id/household. */
export function HouseholdPage() {
  const { t } = useTranslation('household');
  const { id = '' } = useParams({ strict: false });
  const record = useAnswer<HouseholdRecord>(`/api/residents/${encodeURIComponent(id)}/household-record`);
  const one = record.data;
  const actions = (
    <>
      <Link to="/residents/$id" params={{ id }} search={{ tab: 'family' }}>
        {t('toResident')}
      </Link>
      {one && <Button onClick={() => window.print()}>{t('print')}</Button>}
    </>
  );
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')} actions={actions}>
      {record.isPending && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {record.error && <ProblemNotice error={record.error} onRetry={() => void record.refetch()} />}
      {one && <Ready of={one} />}
    </Page>
  );
}

function Ready({ of }: { readonly of: HouseholdRecord }) {
  const { t } = useTranslation('household');
  const say = useBilingual();
  return (
    <div className="stack household">
      <Cover of={of} />
      {of.id === undefined && <p className="muted">{t('alone')}</p>}
      <div className="stack">
        <h2>{t('members')}</h2>
        <Members of={of} />
      </div>
      <div className="stack">
        <h2>{t('due')}</h2>
        <Due of={of} />
      </div>
      <section className="panel" aria-label={t('home')}>
        <div className="panel-head">
          <h2>{t('home')}</h2>
        </div>
        <div className="panel-body">
          {of.home.length === 0 && <p className="muted">{t('homeNone')}</p>}
          <FactList
            label={t('home')}
            facts={of.home.map(({ title, value, on, by }) => [say(title), `${say(value)}（${t('toldBy', { on, by })}）`])}
          />
        </div>
      </section>
      <Risks of={of} />
    </div>
  );
}

/** What stands on the cover: whose household, where, of how many, and who looks after it. */
function Cover({ of }: { readonly of: HouseholdRecord }) {
  const { t } = useTranslation('household');
  const head = of.members.find(({ isHead }) => isHead);
  const teams = [
    ...new Set(of.members.flatMap(({ contract }) => (contract && contract.state !== 'ended' ? (contract.team ?? []) : []))),
  ];
  const signed = of.members.filter(({ contract }) => contract && contract.state !== 'ended' && contract.state !== 'expired');
  const facts: readonly (readonly [string, string])[] = [
    [t('head'), head?.name ?? '—'],
    [t('address'), of.address ?? '—'],
    [t('size'), t('people', { count: of.members.length })],
    [t('records'), t('people', { count: of.members.filter(({ hasRecord }) => hasRecord).length })],
    [t('team'), teams.join('、') || t('noTeam')],
    [t('signed'), t('people', { count: signed.length })],
    [t('asOf'), of.asOf],
  ];
  return (
    <section className="household-cover" aria-label={t('cover')}>
      <h2>{t('title')}</h2>
      <FactList label={t('cover')} facts={facts} />
    </section>
  );
}

function Members({ of }: { readonly of: HouseholdRecord }) {
  const { t } = useTranslation('household');
  const say = useBilingual();
  const language = useLanguage();
  const contract = useContractWords();
  const columns: readonly ListColumn<HouseholdMemberRecord>[] = [
    {
      key: 'name',
      title: t('name'),
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <Link to="/residents/$id" params={{ id }} search={{ tab: 'programmes' }}>
          {name || '—'}
        </Link>
      ),
      width: 120,
    },
    { key: 'relation', title: t('relation'), text: ({ relation }) => relation && say(relation), width: 110 },
    { key: 'sex', title: t('sex'), text: ({ sex }) => t(`sex_${sex}`), width: 60 },
    { key: 'age', title: t('age'), text: ({ birthDate }) => ageInWords(birthDate, of.asOf, language), width: 80 },
    { key: 'record', title: t('record'), text: ({ hasRecord }) => t(hasRecord ? 'opened' : 'notOpened'), width: 90 },
    { key: 'managed', title: t('managed'), text: ({ managed }) => managed.map(say).join('、') },
    { key: 'contract', title: t('contract'), text: (row) => contract(row.contract) },
  ];
  return (
    <ListTable<HouseholdMemberRecord>
      caption={t('members')}
      rows={of.members}
      columns={columns}
      rowKey={({ id }) => id}
      empty=""
    />
  );
}

/** The contract in words: until when, with whom, which packages. */
function useContractWords(): (contract: FamilyDoctorContract | undefined) => string {
  const { t } = useTranslation('household');
  const say = useBilingual();
  return (contract) => {
    if (!contract) return t('contract_none');
    const { state, until, team, packages } = contract;
    return [t(`contract_${state}`), until && t('until', { until }), team, packages.map(say).join('、')]
      .filter(Boolean)
      .join(' · ');
  };
}

type DueOfMember = MemberDue & Pick<HouseholdMemberRecord, 'id' | 'name'>;

/** What is due at a visit, of all members, the most urgent first; each leads to its form. */
function Due({ of }: { readonly of: HouseholdRecord }) {
  const { t } = useTranslation('household');
  const say = useBilingual();
  const days = useDueDays();
  const may = useMay();
  const rows = of.members
    .flatMap(({ id, name, due }): DueOfMember[] => due.map((item) => ({ ...item, id, name })))
    .toSorted((a, b) => (a.by < b.by ? -1 : 1));
  const form = ({ programme, activity, step, by }: DueOfMember) => ({ programme, activity, by, ...(step ? { step } : {}) });
  const columns: readonly ListColumn<DueOfMember>[] = [
    { key: 'state', title: t('state'), text: ({ state }) => state, cell: ({ state }) => <DueMark state={state} />, width: 104 },
    { key: 'days', title: t('days'), text: days, width: 240 },
    { key: 'name', title: t('name'), text: ({ name }) => name, width: 120 },
    {
      key: 'what',
      title: t('what'),
      text: ({ title }) => say(title),
      cell: (row) =>
        may('programme.write') ? (
          <Link to="/residents/$id/contact" params={{ id: row.id }} search={form(row)}>
            {say(row.title)}
          </Link>
        ) : (
          say(row.title)
        ),
    },
    { key: 'reason', title: t('reason'), text: ({ reason }) => reason && say(reason) },
  ];
  return (
    <ListTable<DueOfMember>
      caption={t('due')}
      rows={rows}
      columns={columns}
      rowKey={({ id, programme, activity, step }) => `${id} ${programme} ${activity} ${step ?? ''}`}
      empty={t('dueNone')}
    />
  );
}

/** What runs in the family, and what several of it are managed for. */
function Risks({ of }: { readonly of: HouseholdRecord }) {
  const { t } = useTranslation('household');
  const say = useBilingual();
  const history = of.members.flatMap(({ name, familyHistory }) =>
    familyHistory.map(
      ({ diseases, relation }) => [name, [relation && say(relation), say(diseases)].filter(Boolean).join('：')] as const,
    ),
  );
  const shared = of.shared.map(({ name, members }) => [say(name), members.join('、')] as const);
  return (
    <section className="panel" aria-label={t('risks')}>
      <div className="panel-head">
        <h2>{t('risks')}</h2>
      </div>
      <div className="panel-body stack">
        {history.length + shared.length === 0 && <p className="muted">{t('risksNone')}</p>}
        <FactList label={t('shared')} facts={shared} />
        <FactList label={t('history')} facts={history} />
      </div>
    </section>
  );
}
