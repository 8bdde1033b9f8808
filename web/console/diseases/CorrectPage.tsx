import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { App, Input, Skeleton } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardForm, CaseActed, CaseDetail } from '../../../src/applications/public-health/diseases/contract.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { newKey } from './new-key.ts';
import { WhoIs } from './WhoIs.tsx';
import './diseases.css';

/** The card of a case, to be corrected. Serves /diseases/cases/:id/correct. */
export function CorrectPage() {
  const { t } = useTranslation('diseases');
  const { id = '' } = useParams({ strict: false });
  const detail = useAnswer<CaseDetail>(`/api/notifiable-cases/${encodeURIComponent(id)}`);
  const resident = detail.data?.resident ?? '';
  const form = useAnswer<CardForm>(`/api/residents/${encodeURIComponent(resident)}/notifiable-card`, {
    enabled: resident !== '',
  });
  const error = detail.error ?? form.error;
  return (
    <Page title={t('correcting')} purpose={t('correctWhy')} standard={t('standard')}>
      {error && <ProblemNotice error={error} />}
      {!error && !form.data && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {detail.data && form.data && <Ready key={detail.data.version} of={detail.data} form={form.data} />}
    </Page>
  );
}

function Ready({ of, form }: { readonly of: CaseDetail; readonly form: CardForm }) {
  const { t } = useTranslation('diseases');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const id = useId();
  const [reason, setReason] = useState('');
  const key = useRef(newKey());
  const submit = async (values: object, confirmed: readonly string[]) => {
    const body = { key: key.current, version: of.version, values, confirmed, ...(reason.trim().length > 1 ? { reason } : {}) };
    await post<CaseActed>(`/api/notifiable-cases/${encodeURIComponent(of.id)}/correct`, body);
    void message.success(t('done'));
    await queries.invalidateQueries();
    await navigate({ to: '/diseases/cases/$id', params: { id: of.id } });
  };
  return (
    <>
      <WhoIs id={of.resident} />
      <DataForm
        name={`correct ${of.id} ${of.version}`}
        fields={form.fields}
        initial={of.values}
        submitLabel={t('doCorrect')}
        onSubmit={submit}
        closing={() => (
          <p className="disease-whose">
            <label htmlFor={id}>{t('reason')}</label>
            <Input id={id} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
          </p>
        )}
      />
    </>
  );
}
