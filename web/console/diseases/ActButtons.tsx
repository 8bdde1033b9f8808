import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Drawer, Input, Radio } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseActed, CaseDetail, StatementKind } from '../../../src/applications/public-health/diseases/contract.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';
import { useSexWords } from './columns.tsx';
import { newKey } from './new-key.ts';

const drawn = ['accept', 'return', 'refute', 'close'] as const satisfies readonly StatementKind[];
type Drawn = (typeof drawn)[number];

/** What the account may say of the case in its state. Each repeats whose case it is before it is done. */
export function ActButtons({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('diseases');
  const navigate = useNavigate();
  const [open, setOpen] = useState<Drawn>();
  return (
    <>
      {of.acts.includes('correct') && (
        <Button onClick={() => void navigate({ to: '/diseases/cases/$id/correct', params: { id: of.id } })}>
          {t('correct')}
        </Button>
      )}
      {drawn
        .filter((act) => of.acts.includes(act))
        .map((act) => (
          <Button
            key={act}
            type={act === 'accept' ? 'primary' : 'default'}
            danger={act === 'refute'}
            onClick={() => setOpen(act)}
          >
            {t(act)}
          </Button>
        ))}
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        size="min(520px, 100vw)"
        title={open ? t(open) : ''}
        destroyOnHidden
      >
        {open && <ActForm act={open} of={of} onClose={() => setOpen(undefined)} />}
      </Drawer>
    </>
  );
}

interface ActFormProps {
  readonly act: Drawn;
  readonly of: CaseDetail;
  readonly onClose: () => void;
}

function ActForm({ act, of, onClose }: ActFormProps) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const sex = useSexWords();
  const id = useId();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const key = useRef(newKey());
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState<string>(of.outcome ?? 'recovered');
  const [on, setOn] = useState(of.diedOn ?? '');
  const acting = useMutation({
    mutationFn: () => {
      const path = `/api/notifiable-cases/${encodeURIComponent(of.id)}/${act === 'close' ? 'close' : 'review'}`;
      const said = act === 'close' ? { outcome, on } : { decision: act, ...(reason.trim() ? { reason } : {}) };
      return post<CaseActed>(path, { key: key.current, version: of.version, ...said });
    },
    onSuccess: async () => {
      void message.success(t('done'));
      await queries.invalidateQueries();
      onClose();
    },
  });
  const needsReason = act === 'return' || act === 'refute';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    acting.mutate();
  };
  const who = {
    name: of.residentName,
    sex: sex(of.sex),
    birthDate: of.birthDate ?? '—',
    last: of.numberMasked?.slice(-4) ?? '—',
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t('actFor', { ...who, disease: say(of.diseaseName) })}</p>
      {acting.error && <ProblemNotice error={acting.error} />}
      {act !== 'close' && (
        <>
          <label htmlFor={id}>{t(act === 'return' ? 'reasonOfReturn' : 'reason')}</label>
          <Input
            id={id}
            value={reason}
            maxLength={300}
            required={needsReason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      )}
      {act === 'close' && (
        <>
          <Radio.Group
            aria-label={t('outcome')}
            value={outcome}
            onChange={(event) => setOutcome(String(event.target.value))}
            options={(['recovered', 'died'] as const).map((value) => ({ value, label: t(value) }))}
          />
          <label htmlFor={id}>{t('endedOn')}</label>
          <DateInput id={id} kind="day" value={on} onChange={setOn} />
        </>
      )}
      <div className="toolbar">
        <Button
          type="primary"
          danger={act === 'refute'}
          htmlType="submit"
          loading={acting.isPending}
          disabled={(needsReason && reason.trim().length < 2) || (act === 'close' && on.length < 10)}
        >
          {t(act)}
        </Button>
        <Button onClick={onClose}>{t('cancel', { ns: 'ui' })}</Button>
      </div>
    </form>
  );
}
