import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Radio, Skeleton } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardForm, CaseActed, CaseRow } from '../../../src/applications/public-health/diseases/contract.ts';
import type { FormValues } from '../../../src/forms/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { PersonPicker } from '../app/form/PersonPicker.tsx';
import { useUrlState } from '../app/url-state.ts';
import { newKey } from './new-key.ts';
import { WhoIs } from './WhoIs.tsx';
import './diseases.css';

/** The report card of a resident. Serves /diseases/new; whose it is, and what was diagnosed, stand in the address. */
export function ReportPage() {
  const { t } = useTranslation('diseases');
  const [{ resident, disease, diagnosedAt }, setUrl] = useUrlState({ resident: '', disease: '', diagnosedAt: '' });
  const form = useAnswer<CardForm>(`/api/residents/${encodeURIComponent(resident)}/notifiable-card`, {
    enabled: resident !== '',
  });
  const id = useId();
  const told = { ...(disease ? { disease } : {}), ...(diagnosedAt ? { diagnosedAt } : {}) };
  return (
    <Page title={t('reportTitle')} purpose={t('reportWhy')} standard={t('standard')}>
      {resident === '' && (
        <div className="disease-whose">
          <label htmlFor={id}>{t('whose')}</label>
          <PersonPicker id={id} value={undefined} onChange={(person) => setUrl({ resident: person?.id ?? '' })} />
        </div>
      )}
      {resident !== '' && form.isPending && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {resident !== '' && form.error && <ProblemNotice error={form.error} onRetry={() => void form.refetch()} />}
      {form.data && <Ready key={resident} resident={resident} form={form.data} told={told} />}
    </Page>
  );
}

interface ReadyProps {
  readonly resident: string;
  readonly form: CardForm;
  readonly told: FormValues;
}

function Ready({ resident, form, told }: ReadyProps) {
  const { t } = useTranslation('diseases');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState(String(told['disease'] ?? ''));
  const [same, setSame] = useState('');
  // one card, however often the button is pressed and the line breaks
  const key = useRef(newKey());
  const submit = async (values: object, confirmed: readonly string[]) => {
    const about = same === 'another' ? { another: true } : same === '' ? {} : { sameAs: same };
    const { id } = await post<CaseActed>('/api/notifiable-cases', { resident, key: key.current, values, confirmed, ...about });
    void message.success(t('submitted'));
    await queries.invalidateQueries();
    await navigate({ to: '/diseases/cases/$id', params: { id } });
  };
  return (
    <>
      <WhoIs id={resident} />
      <DeadlineNote form={form} disease={chosen} />
      <DataForm
        name={`notifiable ${resident}`}
        fields={form.fields}
        initial={{ ...form.values, ...told }}
        submitLabel={t('submit')}
        onSubmit={submit}
        onDraft={(draft) => setChosen(String(draft['disease'] ?? ''))}
        closing={(draft) => <Same form={form} disease={String(draft['disease'] ?? '')} value={same} onChange={setSame} />}
      />
    </>
  );
}

/** Within which time the chosen disease is to be reported. */
function DeadlineNote({ form, disease }: { readonly form: CardForm; readonly disease: string }) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const found = form.diseases.find(({ code }) => code === disease);
  if (!found) return null;
  const legal = found.class !== found.managedAs ? `${t(found.class)}, ${t('asA')}` : t(found.class);
  return (
    <p role="status" className="muted">
      {t('deadlineNote', { disease: say(found.name), class: legal, hours: found.deadlineHours })}
    </p>
  );
}

interface SameProps {
  readonly form: CardForm;
  readonly disease: string;
  readonly value: string;
  readonly onChange: (same: string) => void;
}

/** Cards of the same disease: whether this one tells of the same illness is asked before it is sent. */
function Same({ form, disease, value, onChange }: SameProps) {
  const { t } = useTranslation('diseases');
  const familyOf = (code: string) => form.diseases.find((one) => one.code === code)?.family;
  const known = form.known.filter((one: CaseRow) => one.state !== 'refuted' && familyOf(one.disease) === familyOf(disease));
  if (disease === '' || known.length === 0) return null;
  return (
    <fieldset className="disease-same">
      <legend className="sr-only">{t('known')}</legend>
      <p>{t('sameQuestion')}</p>
      <Radio.Group value={value} onChange={(event) => onChange(String(event.target.value))} vertical>
        {known.map(({ id, reportedAt }) => (
          <Radio key={id} value={id}>
            {t('sameAs', { date: reportedAt.slice(0, 10) })}
          </Radio>
        ))}
        <Radio value="another">{t('another')}</Radio>
      </Radio.Group>
    </fieldset>
  );
}
