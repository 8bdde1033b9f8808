import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaccinationWords, VisitDetail } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { FormValue, FormValues } from '../../../src/forms/contract.ts';
import { post } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { checkFields, judgeCheck, toCheck } from './check-fields.ts';

interface CheckFormProps {
  readonly detail: VisitDetail;
  readonly words: VaccinationWords;
  readonly onSaved: (detail: VisitDetail) => void;
}

const initial = { reaction: '1', consents: true, decision: '1', relation: '52' };
const ALL: FormValues = { reaction: '3', decision: '2' };

/** What is asked and measured before a dose; by Enter from field to field. */
export function CheckForm({ detail, words, onSaved }: CheckFormProps) {
  const { t } = useTranslation('vaccination');
  const { visit } = detail;
  const fields = useMemo(() => checkFields(words, ALL), [words]);
  const asked = useCallback((draft: FormValues) => ({ fields: checkFields(words, draft), worked: {} }), [words]);
  const form = useFirstField();
  const submit = async (sent: Readonly<Record<string, FormValue | null>>) => {
    const path = `/api/vaccination/visits/${encodeURIComponent(visit.id)}/check`;
    onSaved(await post<VisitDetail>(path, toCheck(words, sent)));
  };
  return (
    <section ref={form} className="desk-form" aria-label={t('check')}>
      <DataForm
        name={`vaccination-check ${visit.id}`}
        fields={fields}
        initial={initial}
        asked={asked}
        judge={judgeCheck}
        submitLabel={t('saveCheck')}
        onSubmit={submit}
        long
      />
    </section>
  );
}

/** The hands are on the keys: the first field has the focus when a form opens. */
export function useFirstField() {
  const form = useRef<HTMLElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input:checked, input')?.focus({ preventScroll: true }), []);
  return form;
}
