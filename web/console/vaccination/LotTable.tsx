import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaccinationWords } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { Lot, Stock } from '../../../src/applications/public-health/vaccine-stock/contract.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { useMay } from '../app/session.tsx';
import { type LotAct, LotDialog } from './LotDialog.tsx';
import { Recipients } from './Recipients.tsx';

interface LotTableProps {
  readonly base: string;
  readonly stock: Stock;
  readonly words: VaccinationWords;
  readonly onChanged: () => void;
}

/** Lots of the point, those that expire first on top. */
export function LotTable({ base, stock, words, onChanged }: LotTableProps) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const may = useMay();
  const [act, setAct] = useState<{ readonly kind: LotAct; readonly lot?: Lot }>();
  const [traced, setTraced] = useState<Lot>();
  const mayStock = may('vaccination.stock');
  const columns: ListColumn<Lot>[] = [
    { key: 'vaccine', title: t('vaccine'), text: ({ vaccineName }) => say(vaccineName) },
    { key: 'number', title: t('lotNumber'), text: ({ number }) => number },
    { key: 'manufacturer', title: t('manufacturer'), text: ({ manufacturer }) => manufacturer },
    { key: 'product', title: t('product'), text: ({ product }) => product },
    { key: 'expires', title: t('expires'), text: ({ expires }) => expires },
    { key: 'doses', title: t('doses'), text: ({ doses }) => String(doses), align: 'end' },
    {
      key: 'state',
      title: t('state'),
      text: ({ state }) => t(`lot_${state}`),
      cell: ({ state, recallReason }) => (
        <span className={`lot-state lot-state-${state}`}>
          {t(`lot_${state}`)} {recallReason}
        </span>
      ),
    },
    {
      key: 'acts',
      title: t('acts'),
      text: () => undefined,
      cell: (lot) => (
        <span className="toolbar">
          {mayStock &&
            (['waste', 'count', 'recall'] as const)
              .filter((kind) => kind !== 'recall' || lot.state !== 'recalled')
              .map((kind) => (
                <Button
                  key={kind}
                  type="link"
                  className="inline-button"
                  danger={kind === 'recall'}
                  onClick={() => setAct({ kind, lot })}
                >
                  {t(`act_${kind}`)}
                </Button>
              ))}
          <Button type="link" className="inline-button" onClick={() => setTraced(lot)}>
            {t('recipients')}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('lots')}</h2>
        {mayStock && (
          <Button type="primary" onClick={() => setAct({ kind: 'receipt' })}>
            {t('act_receipt')}
          </Button>
        )}
      </div>
      <ListTable caption={t('lots')} rows={stock.lots} columns={columns} rowKey={({ id }) => id} empty={t('noLots')} />
      {act && (
        <LotDialog
          base={base}
          act={act.kind}
          lot={act.lot}
          words={words}
          onClose={() => setAct(undefined)}
          onChanged={() => {
            setAct(undefined);
            onChanged();
            if (act.kind === 'recall' && act.lot) setTraced(act.lot);
          }}
        />
      )}
      {traced && <Recipients lot={traced} onClose={() => setTraced(undefined)} />}
    </section>
  );
}
