import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Lot, Recipient } from '../../../src/applications/public-health/vaccine-stock/contract.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';

/** Who got a dose of a lot. */
export function Recipients({ lot, onClose }: { readonly lot: Lot; readonly onClose: () => void }) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const { number, vaccine } = lot;
  const list = useAnswer<readonly Recipient[]>(address('/api/vaccination/recipients', { number, vaccine }));
  const columns: ListColumn<Recipient>[] = [
    {
      key: 'name',
      title: t('name'),
      text: ({ name }) => name,
      cell: ({ resident, name }) => (
        <Link to="/residents/$id" params={{ id: resident }}>
          {name}
        </Link>
      ),
    },
    { key: 'birthDate', title: t('birthDate'), text: ({ birthDate }) => birthDate },
    { key: 'on', title: t('on'), text: ({ on }) => on },
  ];
  return (
    <Drawer open size="large" title={t('recipientsOf', { vaccine: say(lot.vaccineName), number })} onClose={onClose}>
      {list.error ? (
        <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ListTable
          caption={t('recipients')}
          rows={list.data}
          columns={columns}
          rowKey={({ immunization }) => immunization}
          empty={t('noRecipients')}
        />
      )}
    </Drawer>
  );
}
