import { useTranslation } from 'react-i18next';
import type { Movement, Stock } from '../../../src/applications/public-health/vaccine-stock/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';

/** Receipts, use, waste and counts, the latest first. */
export function Movements({ stock }: { readonly stock: Stock }) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const lots = new Map(stock.lots.map((lot) => [lot.id, lot]));
  const lotOf = ({ lot }: Movement) => {
    const found = lots.get(lot);
    return found ? `${say(found.vaccineName)} ${found.number}` : '—';
  };
  const columns: ListColumn<Movement>[] = [
    { key: 'at', title: t('at'), text: ({ at }) => formatInstant(at) },
    { key: 'lot', title: t('lot'), text: lotOf },
    { key: 'kind', title: t('kind'), text: ({ kind }) => t(`move_${kind}`) },
    { key: 'doses', title: t('doses'), text: ({ doses }) => (doses > 0 ? `+${doses}` : String(doses)), align: 'end' },
    { key: 'remain', title: t('remain'), text: ({ remain }) => String(remain), align: 'end' },
    { key: 'by', title: t('by'), text: ({ by }) => by },
    { key: 'reason', title: t('reason'), text: ({ reason }) => reason },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('movements')}</h2>
      </div>
      <ListTable
        caption={t('movements')}
        rows={stock.movements}
        columns={columns}
        rowKey={({ id }) => id}
        empty={t('noMovements')}
      />
    </section>
  );
}
