import { Alert } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaccinationWords, VisitDetail } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { FormValue, FormValues } from '../../../src/forms/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { post } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { useFirstField } from './CheckForm.tsx';
import { doseFields, givable, toDose, usualFor } from './dose-fields.ts';

interface DoseFormProps {
  readonly detail: VisitDetail;
  readonly words: VaccinationWords;
  readonly onSaved: (detail: VisitDetail) => void;
}

/** Who checks does not change from one child to the next. */
const remembered = { checkedBy: '' };

/** A dose out of the stock of the point; site, route and amount stand there as usual for the vaccine. */
export function DoseForm({ detail, words, onSaved }: DoseFormProps) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const { visit, offered, doses } = detail;
  // a form that is sent again, as after a lost answer, is the same request
  const [request] = useState(() => crypto.randomUUID());
  const form = useFirstField();
  const first = useMemo((): FormValues => ({ vaccine: '1', ...usualFor(offered, words, '1'), ...remembered }), [offered, words]);
  const fields = useMemo(() => doseFields(offered, words, first), [offered, words, first]);
  const asked = useCallback((draft: FormValues) => ({ fields: doseFields(offered, words, draft), worked: {} }), [offered, words]);
  const follows = (key: string, value: FormValue) => (key === 'vaccine' ? usualFor(offered, words, value) : {});
  const submit = async (sent: Readonly<Record<string, FormValue | null>>) => {
    const path = `/api/vaccination/visits/${encodeURIComponent(visit.id)}/doses`;
    const dose = toDose(offered, words, sent);
    const saved = await post<VisitDetail>(path, { request, ...dose });
    remembered.checkedBy = dose.checkedBy;
    onSaved(saved);
  };
  const lacking = offered.filter((one) => one.dose && !givable([one]).length);
  return (
    <section ref={form} className="desk-form" aria-label={t('vaccinate')}>
      {lacking.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('lacking', { list: lacking.map((one) => say(one.vaccineName)).join(t('listComma')) })}
        />
      )}
      {givable(offered).length === 0 ? (
        <p className="muted">{t('nothingToGive')}</p>
      ) : (
        <DataForm
          name={`vaccination-dose ${visit.id} ${doses.length}`}
          fields={fields}
          initial={first}
          asked={asked}
          follows={follows}
          submitLabel={t('give')}
          onSubmit={submit}
          long
        />
      )}
    </section>
  );
}
