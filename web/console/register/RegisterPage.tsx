import { useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registered, RegistrationForm } from '../../../src/databases/population/registration/contract.ts';
import type { FormValue, FormValues } from '../../../src/forms/contract.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { Candidates } from './Candidates.tsx';
import { formId, renewForm } from './form-id.ts';
import { factsOfNumber } from './identity-number.ts';
import { Outcome } from './Outcome.tsx';
import './register.css';

/** The registration desk: one form, and beside it who it may be; then what became of it. */
export function RegisterPage() {
  const { t } = useTranslation('register');
  const [done, setDone] = useState<Registered>();
  const form = useAnswer<RegistrationForm>('/api/registration-form');
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')}>
      {form.isPending && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {form.error && <ProblemNotice error={form.error} onRetry={() => void form.refetch()} />}
      {done && <Outcome registered={done} onAnother={() => setDone(undefined)} />}
      {form.data && !done && <Desk form={form.data} onDone={setDone} />}
    </Page>
  );
}

interface DeskProps {
  readonly form: RegistrationForm;
  readonly onDone: (registered: Registered) => void;
}

function Desk({ form, onDone }: DeskProps) {
  const { t } = useTranslation('register');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<FormValues>({});
  const desk = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // the number is what is typed or scanned first; of what document, stands there already
    desk.current?.querySelector<HTMLElement>('input:not([role=combobox])')?.focus();
  }, []);
  const submit = async (values: object, confirmed: readonly string[]) => {
    const registered = await post<Registered>('/api/residents', { form: formId(), values, confirmed });
    renewForm();
    // what was looked at of this resident is no longer all
    void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/api/re') });
    onDone(registered);
  };
  return (
    <div className="register" ref={desk}>
      <DataForm
        name="register"
        fields={form.fields}
        initial={form.initial}
        submitLabel={t('submit')}
        onSubmit={submit}
        follows={follows}
        onDraft={setDraft}
      />
      <Candidates draft={draft} />
    </div>
  );
}

/** An identity number fills in day of birth and sex. */
function follows(key: string, value: FormValue): FormValues {
  const facts = key === 'documentNumber' && typeof value === 'string' ? factsOfNumber(value) : undefined;
  return facts ? { ...facts } : {};
}
