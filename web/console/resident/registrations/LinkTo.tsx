import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentLinks } from '../../../../src/databases/population/linking/contract.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { call } from '../../app/api.ts';
import { PersonPicker } from '../../app/form/PersonPicker.tsx';
import { type AskedAct, Panel, useLabels } from './shown.tsx';

interface LinkToProps {
  readonly found: ResidentLinks;
  readonly ask: (act: AskedAct) => void;
}

/** Joins the resident with another one, found by name, pinyin or number. */
export function LinkTo({ found, ask }: LinkToProps) {
  const { t } = useTranslation('registrations');
  const id = useId();
  const labels = useLabels(found);
  const [other, setOther] = useState<{ readonly id: string; readonly name: string }>();
  const main = found.registrations[0]?.patient ?? '';
  // who it is, is read before it is asked: a name alone is not enough
  const asking = useMutation({
    mutationFn: (chosen: string) => call<ResidentLinks>(`/api/residents/${encodeURIComponent(chosen)}/links`),
    onSuccess: ({ registrations }, chosen) =>
      ask({ kind: 'merge', id: main, other: chosen, whom: [...labels.whom(main), ...registrations.slice(0, 1)] }),
  });
  const isOther = other !== undefined && !found.registrations.some(({ patient }) => patient === other.id);
  return (
    <Panel title={t('linkTo')}>
      {asking.error && <ProblemNotice error={asking.error} />}
      <div className="registrations-link">
        <label htmlFor={id}>{t('linkToLabel')}</label>
        <PersonPicker id={id} value={other} onChange={setOther} />
        <Button danger disabled={!isOther} loading={asking.isPending} onClick={() => other && asking.mutate(other.id)}>
          {t('linkButton')}
        </Button>
      </div>
    </Panel>
  );
}
