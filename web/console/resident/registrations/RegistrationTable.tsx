import { Button, Checkbox, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registration } from '../../../../src/databases/population/linking/contract.ts';
import { formatInstant } from '../../../ui/format.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useMatchingWords } from '../../app/matching/matching-words.ts';
import { Panel, type Shown, useLabels } from './shown.tsx';

/** Each registration, with its numbers masked; those that are somebody else's can be chosen and parted. */
export function RegistrationTable({ found, ask }: Shown) {
  const { t } = useTranslation('registrations');
  const m = useTranslation('matching').t;
  const words = useMatchingWords();
  const labels = useLabels(found);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { registrations, weakest } = found;
  const [main] = registrations;
  const canSplit = ask !== undefined && registrations.length > 1;
  const choose = (patient: string) =>
    setChosen(chosen.includes(patient) ? chosen.filter((one) => one !== patient) : [...chosen, patient]);
  const chosenHere = chosen.filter((patient) => registrations.some((one) => one.patient === patient));
  const isSplit = chosenHere.length > 0 && chosenHere.length < registrations.length;
  const columns: readonly ListColumn<Registration>[] = [
    ...(canSplit
      ? [
          {
            key: 'choose',
            title: t('choose'),
            text: () => undefined,
            cell: ({ patient }: Registration) => (
              <Checkbox
                aria-label={t('chooseOne', { n: labels.numberOf(patient) })}
                checked={chosen.includes(patient)}
                onChange={() => choose(patient)}
              />
            ),
            width: 60,
          },
        ]
      : []),
    { key: 'n', title: t('n'), text: ({ patient }) => String(labels.numberOf(patient)), width: 60 },
    {
      key: 'who',
      title: t('who'),
      text: (one) => words.who(one),
      cell: (one) => (
        <>
          {words.who(one)} {one === main && registrations.length > 1 && <Tag>{t('main')}</Tag>}
        </>
      ),
    },
    {
      key: 'numbers',
      title: t('numbers'),
      text: ({ identityNumberMasked, cardNumberMasked, localNumbers }) =>
        [identityNumberMasked, cardNumberMasked, localNumbers > 0 ? m('localCount', { count: localNumbers }) : '']
          .filter(Boolean)
          .join(' · '),
    },
    {
      key: 'contact',
      title: t('contact'),
      text: ({ phoneMasked, address }) => [phoneMasked, address].filter(Boolean).join(' · '),
    },
    {
      key: 'when',
      title: t('when'),
      text: ({ registeredAt, place }) => `${formatInstant(registeredAt)} · ${place}`,
    },
    { key: 'trust', title: t('trust'), text: ({ trust }) => m(`trust_${trust}`) },
  ];
  return (
    <Panel title={t('registrations')}>
      <ListTable<Registration>
        caption={t('registrationsCaption')}
        rows={registrations}
        columns={columns}
        rowKey={({ patient }) => patient}
        empty=""
      />
      {canSplit && (
        <div className="toolbar">
          <Button
            danger
            disabled={!isSplit}
            onClick={() =>
              ask({ kind: 'split', id: main?.patient ?? '', patients: chosenHere, whom: labels.whom(...chosenHere) })
            }
          >
            {t('split')}
          </Button>
          {weakest && <Button onClick={() => setChosen(weakest.leaving)}>{t('chooseWeakest')}</Button>}
          <span className="muted">{weakest ? t('weakestHint', { pair: labels.pair(weakest) }) : t('splitHint')}</span>
        </div>
      )}
    </Panel>
  );
}
