import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Household, HouseholdMember } from '../../../src/databases/population/contract.ts';
import type { ResidentRecord } from '../../fhir/record.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import { toEntry } from '../../fhir/words/entry.ts';
import { nameOf } from '../../fhir/words/reading.ts';
import { FactList } from '../../ui/FactList.tsx';
import { useLanguage } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useMay } from '../app/session.tsx';
import { FamilyTree } from './FamilyTree.tsx';
import { HouseholdActions } from './HouseholdActions.tsx';
import { useHousehold } from './household.ts';
import { PlainTable } from './PlainTable.tsx';

interface FamilyTabProps {
  readonly record: ResidentRecord;
  readonly localId: string | undefined;
}

/** The household, the relatives on record, and what runs in the family. */
export function FamilyTab({ record, localId }: FamilyTabProps) {
  const { t } = useTranslation('resident');
  const may = useMay();
  return (
    <div className="stack">
      {localId && may('programme.read') && (
        <Link to="/residents/$id/household" params={{ id: localId }}>
          {t('householdRecord')}
        </Link>
      )}
      {localId && (
        <Part title={t('tree')}>
          <FamilyTree id={localId} />
        </Part>
      )}
      <FamilyRecords record={record} localId={localId} />
    </div>
  );
}

function FamilyRecords({ record, localId }: FamilyTabProps) {
  const { t } = useTranslation('resident');
  return (
    <div className="summary">
      <Part title={t('members')}>{localId ? <Members id={localId} /> : <None text={t('noMembers')} />}</Part>
      <Part title={t('familyHistory')}>
        <Described record={record} type="FamilyMemberHistory" none={t('noFamilyHistory')} />
      </Part>
      <Part title={t('relatives')}>
        <Described record={record} type="RelatedPerson" none={t('noRelatives')} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      <div className="panel-body stack">{children}</div>
    </section>
  );
}

function None({ text }: { readonly text: string }) {
  return <p className="muted">{text}</p>;
}

function Members({ id }: { readonly id: string }) {
  const { t } = useTranslation('resident');
  const may = useMay();
  const household = useHousehold(id);
  if (household.isPending) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  if (household.error) return <ProblemNotice error={household.error} onRetry={() => void household.refetch()} />;
  const actions = may('resident.write') && <HouseholdActions id={id} household={household.data} />;
  if (household.data.members.length === 0) {
    return (
      <>
        <None text={t('noMembers')} />
        {actions}
      </>
    );
  }
  return (
    <>
      {household.data.address && (
        <p className="muted">
          {t('householdAddress')} {household.data.address}
        </p>
      )}
      <MemberTable id={id} household={household.data} />
      {actions}
    </>
  );
}

function MemberTable({ id, household }: { readonly id: string; readonly household: Household }) {
  const { t } = useTranslation('resident');
  const members = [...household.members, ...(household.former ?? [])];
  return (
    <PlainTable caption={t('members')} columns={[t('name'), t('sex'), t('age'), t('relation'), t('memberSince')]}>
      {members.map((member) => (
        <Member key={`${member.id}${member.until ?? ''}`} member={member} self={member.id === id} />
      ))}
    </PlainTable>
  );
}

function Member({ member, self }: { readonly member: HouseholdMember; readonly self: boolean }) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  return (
    <tr>
      <th scope="row">
        {self ? (
          <>
            {member.name} <span className="muted">{t('self')}</span>
          </>
        ) : (
          <Link to="/residents/$id" params={{ id: member.id }}>
            {member.name}
          </Link>
        )}
      </th>
      <td>{t(member.sex)}</td>
      <td className="numeric">{ageInWords(member.birthDate, localDay(new Date()), language)}</td>
      <td>{language === 'zh' ? member.relationZh : member.relationEn}</td>
      <td className="numeric">{[member.since, member.until && t('until', { date: member.until })].filter(Boolean).join(', ')}</td>
    </tr>
  );
}

interface DescribedProps {
  readonly record: ResidentRecord;
  readonly type: string;
  readonly none: string;
}

function Described({ record, type, none }: DescribedProps) {
  const language = useLanguage();
  const found = record.resources.filter(({ resourceType }) => resourceType === type);
  if (found.length === 0) return <None text={none} />;
  return found.map((resource) => {
    const label = type === 'RelatedPerson' ? nameOf({ resource, language, resolve: record.resolve }) : undefined;
    const { title, facts } = toEntry(resource, language, record.resolve);
    return (
      <div key={`${resource.meta?.source}${resource.id}`}>
        <h3 className="family-name">{label ?? title}</h3>
        <FactList label={label ?? title} facts={facts} />
      </div>
    );
  });
}
