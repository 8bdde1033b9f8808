import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Drawer, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetail, EventRecorded } from '../../../src/databases/population/events/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';

/** Undoes an event, for a reason; repeats whose it is, so that nobody undoes the wrong one. */
export function CorrectButton({ event }: { readonly event: EventDetail }) {
  const { t } = useTranslation('events');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('correct')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} size="min(520px, 100vw)" title={t('correct')} destroyOnHidden>
        <CorrectForm event={event} onClose={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function CorrectForm({ event, onClose }: { readonly event: EventDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('events');
  const id = useId();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [anew, setAnew] = useState(true);
  const undoing = useMutation({
    mutationFn: () => post<EventRecorded>(`/api/events/${encodeURIComponent(event.id)}/correct`, { reason }),
    onSuccess: async ({ id: correction }) => {
      void message.success(t('correctedNow'));
      await queries.invalidateQueries();
      onClose();
      const search = { again: event.id, ...(event.kind === 'birth' ? {} : { resident: event.resident }) };
      if (anew) await navigate({ to: '/events/new/$kind', params: { kind: event.kind }, search });
      else await navigate({ to: '/events/$id', params: { id: correction } });
    },
  });
  const submit = (given: FormEvent) => {
    given.preventDefault();
    undoing.mutate();
  };
  const who = t('who', {
    name: event.residentName,
    sex: t(event.sex),
    birthDate: event.birthDate ?? '—',
    last: event.certificateMasked?.slice(-4) ?? '—',
  });
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t('correctWhy', { who })}</p>
      {undoing.error && <ProblemNotice error={undoing.error} />}
      <label htmlFor={id}>{t('reason')}</label>
      <Input id={id} value={reason} maxLength={300} required minLength={2} onChange={(given) => setReason(given.target.value)} />
      <label>
        <input type="checkbox" checked={anew} onChange={(given) => setAnew(given.target.checked)} /> {t('again')}
      </label>
      <div className="toolbar">
        <Button danger type="primary" htmlType="submit" loading={undoing.isPending} disabled={reason.trim().length < 2}>
          {t('doCorrect')}
        </Button>
        <Button onClick={onClose}>{t('cancel', { ns: 'ui' })}</Button>
      </div>
    </form>
  );
}
