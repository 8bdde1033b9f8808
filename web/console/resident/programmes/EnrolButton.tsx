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
import { useProgrammesChanged } from '../../app/programmes/programmes-changed.ts';

interface EnrolButtonProps {
  /** Patient id. */
  readonly id: string;
  readonly who: string;
  readonly programme: Programme;
}

/** Takes the resident into a programme from a day on. */
export function EnrolButton({ id, who, programme }: EnrolButtonProps) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const [open, setOpen] = useState(false);
  const what = t('enrolWhat', { what: say(programme.title) });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{what}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} size="min(480px, 100vw)" title={what} destroyOnHidden>
        <EnrolForm id={id} who={who} programme={programme} onDone={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function EnrolForm({ id, who, programme, onDone }: EnrolButtonProps & { readonly onDone: () => void }) {
  const { t } = useTranslation('programmes');
  const field = useId();
  const { message } = App.useApp();
  const changed = useProgrammesChanged();
  const untilField = useId();
  const [on, setOn] = useState(localDay(new Date()));
  const [until, setUntil] = useState('');
  const enrolling = useMutation({
    mutationFn: () =>
      post(`/api/residents/${encodeURIComponent(id)}/enrolments`, {
        ...{ programme: programme.code, on },
        ...(until ? { until } : {}),
      }),
    onSuccess: () => {
      void message.success(t('enrolledNow'));
      changed();
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enrolling.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{who}</p>
      {enrolling.error && <ProblemNotice error={enrolling.error} />}
      <label htmlFor={field}>{t('enrolOn')}</label>
      <DateInput id={field} kind="day" value={on} onChange={setOn} />
      <label htmlFor={untilField}>{t('enrolUntil')}</label>
      <DateInput id={untilField} kind="day" value={until} onChange={setUntil} />
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={enrolling.isPending}>
          {t('enrol')}
        </Button>
        <Button onClick={onDone}>{t('cancel', { ns: 'ui' })}</Button>
      </div>
    </form>
  );
}
