import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Alert, App, Skeleton } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetail, EventKindView, EventRecorded } from '../../../src/databases/population/events/contract.ts';
import type { ResidentData } from '../../../src/databases/population/resident-data/contract.ts';
import type { FormValues } from '../../../src/forms/contract.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { PersonPicker } from '../app/form/PersonPicker.tsx';
import { useUrlState } from '../app/url-state.ts';
import { toKind } from './kinds.ts';
import './events.css';

/** What a notice of the other place says of a move. */
const toldByAddress = { on: '', otherDivision: '', division: '' };

/** The form of one kind. Serves /events/new/:kind; whose it is, and which event it replaces, stand in the address. */
export function RecordEventPage() {
  const { t } = useTranslation('events');
  const { kind: given } = useParams({ strict: false });
  const kind = toKind(given);
  const [{ resident, mother, again, ...told }] = useUrlState({ resident: '', mother: '', again: '', ...toldByAddress });
  const kinds = useAnswer<readonly EventKindView[]>('/api/event-kinds');
  const before = useAnswer<EventDetail>(`/api/events/${encodeURIComponent(again)}`, { enabled: again !== '' });
  const view = kinds.data?.find((one) => one.kind === kind);
  const about = useResident(resident || mother);
  const isWaiting = kinds.isPending || (again !== '' && before.isPending) || (about.asked && about.answer.isPending);
  const error = kinds.error ?? (again ? before.error : undefined) ?? (about.asked ? about.answer.error : undefined);
  const named = about.asked && about.answer.data ? String(about.answer.data.values['name'] ?? '') : '';
  const initial: FormValues = {
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== '')),
    ...before.data?.values,
    ...(mother && named ? { mother: { id: mother, name: named } } : {}),
  };
  return (
    <Page title={t('recording', { kind: kind ? t(kind) : '' })} purpose={t('recordingWhy')} standard={t('standard')}>
      {isWaiting && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {error && <ProblemNotice error={error} />}
      {!isWaiting && !error && !view && <Alert type="warning" showIcon title={t('notYours')} />}
      {!isWaiting && !error && view && (
        <Ready
          key={`${view.kind}${resident}`}
          view={view}
          resident={resident}
          data={resident ? about.answer.data : undefined}
          initial={initial}
        />
      )}
    </Page>
  );
}

function useResident(id: string) {
  const answer = useAnswer<ResidentData>(`/api/residents/${encodeURIComponent(id)}/data`, { enabled: id !== '' });
  return { asked: id !== '', answer };
}

interface ReadyProps {
  readonly view: EventKindView;
  readonly resident: string;
  readonly data: ResidentData | undefined;
  readonly initial: FormValues;
}

function Ready({ view, resident, data, initial }: ReadyProps) {
  const { t } = useTranslation('events');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  if (!view.creates && !resident) return <Whose />;
  const submit = async (values: object, confirmed: readonly string[]) => {
    const body = { kind: view.kind, values, confirmed, ...(view.creates ? {} : { resident }) };
    const { id } = await post<EventRecorded>('/api/events', body);
    void message.success(t('recordedNow'));
    await queries.invalidateQueries();
    await navigate({ to: '/events/$id', params: { id } });
  };
  return (
    <>
      {data && <Who data={data} />}
      <DataForm
        name={`event ${view.kind} ${resident}`}
        fields={view.fields}
        initial={initial}
        submitLabel={t('submit')}
        onSubmit={submit}
      />
    </>
  );
}

/** Whose event it is stands above the form. */
function Who({ data }: { readonly data: ResidentData }) {
  const { t } = useTranslation('events');
  const { name, sex, birthDate } = data.values;
  const words = sex === 'male' || sex === 'female' || sex === 'other' ? t(sex) : t('unknown');
  const last = data.documents.find(({ state }) => state === 'valid')?.numberMasked.slice(-4) ?? '—';
  return (
    <p className="event-who">{t('who', { name: String(name ?? '—'), sex: words, birthDate: String(birthDate ?? '—'), last })}</p>
  );
}

function Whose() {
  const { t } = useTranslation('events');
  const id = useId();
  const [, setUrl] = useUrlState({ resident: '' });
  return (
    <div className="event-whose">
      <label htmlFor={id}>{t('whose')}</label>
      <PersonPicker id={id} value={undefined} onChange={(person) => setUrl({ resident: person?.id ?? '' })} />
    </div>
  );
}
