import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoseHere, VisitDetail } from '../../../src/applications/public-health/vaccination/contract.ts';
import { formatClock } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { call, post } from '../app/api.ts';
import { useMay } from '../app/session.tsx';

interface DosesHereProps {
  readonly visit: string;
  readonly doses: readonly DoseHere[];
  readonly onChanged: (detail: VisitDetail) => void;
}

/** Doses given at this visit; one that was entered in error is taken back here. */
export function DosesHere({ visit, doses, onChanged }: DosesHereProps) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const may = useMay();
  const [wrong, setWrong] = useState<DoseHere>();
  return (
    <section className="doses-here" aria-label={t('given')}>
      <h3>{t('given')}</h3>
      <ul>
        {doses.map((dose) => (
          <li key={dose.id}>
            <strong>
              {dose.number === undefined
                ? say(dose.vaccineName)
                : t('doseOf', { vaccine: say(dose.vaccineName), number: dose.number })}
            </strong>{' '}
            <span className="numeric">
              {formatClock(dose.givenAt)} · {dose.lotNumber} · {dose.site} · {dose.route} · {dose.by}
            </span>{' '}
            {may('vaccination.write') && (
              <Button type="link" danger className="inline-button" onClick={() => setWrong(dose)}>
                {t('takeBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {wrong && <TakeBack dose={wrong} visit={visit} onClose={() => setWrong(undefined)} onChanged={onChanged} />}
    </section>
  );
}

interface TakeBackProps {
  readonly dose: DoseHere;
  readonly visit: string;
  readonly onClose: () => void;
  readonly onChanged: (detail: VisitDetail) => void;
}

function TakeBack({ dose, visit, onClose, onChanged }: TakeBackProps) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const [reason, setReason] = useState('');
  const [unopened, setUnopened] = useState(false);
  const taking = useMutation({
    mutationFn: async () => {
      await post(`/api/vaccination/doses/${encodeURIComponent(dose.id)}/void`, { reason, unopened });
      return call<VisitDetail>(`/api/vaccination/visits/${encodeURIComponent(visit)}`);
    },
    onSuccess: (detail) => {
      onChanged(detail);
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('takeBackOf', { vaccine: say(dose.vaccineName) })}
      okText={t('takeBack')}
      okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: taking.isPending }}
      onOk={() => taking.mutate()}
      onCancel={onClose}
    >
      <label htmlFor="take-back-reason">{t('reason')}</label>
      <Input id="take-back-reason" value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      <Checkbox checked={unopened} onChange={(event) => setUnopened(event.target.checked)}>
        {t('unopened')}
      </Checkbox>
      {taking.error && <ProblemNotice error={taking.error} />}
    </Modal>
  );
}
