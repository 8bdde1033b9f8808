import { useMutation } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Programme } from '../../../../src/programmes/contract.ts';
import { localDay } from '../../../fhir/words/age.ts';
import { DateInput } from '../../../ui/DateInput.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { post } from '../../app/api.ts';
import { ChoiceInput } from '../../app/form/ChoiceInput.tsx';
import { useProgrammesChanged } from '../../app/programmes/programmes-changed.ts';

interface CloseButtonProps {
  /** Patient id. */
  readonly id: string;
  readonly who: string;
  readonly programme: Programme;
}

/** Lets the resident out of a programme, for one of its reasons. */
export function CloseButton({ id, who, programme }: CloseButtonProps) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const [open, setOpen] = useState(false);
  const what = t('closeWhat', { what: say(programme.title) });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={what}>
        {t('close')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} size="min(480px, 100vw)" title={what} destroyOnHidden>
        <CloseForm id={id} who={who} programme={programme} onDone={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function CloseForm({ id, who, programme, onDone }: CloseButtonProps & { readonly onDone: () => void }) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const field = useId();
  const { message } = App.useApp();
  const changed = useProgrammesChanged();
  const [on, setOn] = useState(localDay(new Date()));
  const [reason, setReason] = useState('');
  const { enrolment } = programme;
  const reasons = enrolment.kind === 'case' ? enrolment.closing : [];
  const closing = useMutation({
    mutationFn: () =>
      post(`/api/residents/${encodeURIComponent(id)}/enrolments/close`, { programme: programme.code, on, reason }),
    onSuccess: () => {
      void message.success(t('closedNow'));
      changed();
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    closing.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{who}</p>
      {closing.error && <ProblemNotice error={closing.error} />}
      <label htmlFor={field}>{t('closeOn')}</label>
      <DateInput id={field} kind="day" value={on} onChange={setOn} />
      <span id={`${field}-why`}>{t('closeReason')}</span>
      <ChoiceInput
        id={`${field}-reason`}
        label={t('closeReason')}
        choices={reasons.map(({ code, title }) => ({ code, label: say(title) }))}
        chosen={reason === '' ? [] : [reason]}
        onChange={([chosen = '']) => setReason(chosen)}
        invalid={false}
        required
        describedBy={`${field}-why`}
      />
      <div className="toolbar">
        <Button danger type="primary" htmlType="submit" disabled={reason === ''} loading={closing.isPending}>
          {t('close')}
        </Button>
        <Button onClick={onDone}>{t('cancel', { ns: 'ui' })}</Button>
      </div>
    </form>
  );
}
