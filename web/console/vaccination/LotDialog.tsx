import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaccinationWords } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { Lot } from '../../../src/applications/public-health/vaccine-stock/contract.ts';
import type { FieldView, FormValue } from '../../../src/forms/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { post } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';

export type LotAct = 'receipt' | 'waste' | 'count' | 'recall';

interface LotDialogProps {
  readonly base: string;
  readonly act: LotAct;
  readonly lot: Lot | undefined;
  readonly words: VaccinationWords;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

const group = { zh: '批号', en: 'Lot' };
const text = (key: string, zh: string, en: string, maxLength = 100): FieldView => ({
  ...{ key, type: 'text', required: true, maxLength, group },
  name: { zh, en },
});
const number = (zh: string, en: string): FieldView => ({ key: 'doses', type: 'whole', required: true, group, name: { zh, en } });
const why = text('reason', '原因', 'Why', 300);

const fieldsOf = (act: LotAct, { vaccines }: VaccinationWords): readonly FieldView[] =>
  ({
    receipt: [
      { key: 'vaccine', type: 'code', required: true, group, name: { zh: '疫苗', en: 'Vaccine' }, options: vaccines } as const,
      text('product', '产品名称', 'Product'),
      text('manufacturer', '生产企业', 'Manufacturer'),
      text('number', '批号', 'Lot number', 30),
      { key: 'expires', type: 'date', required: true, group, name: { zh: '有效期至', en: 'Usable until' } } as const,
      number('剂数', 'Doses'),
    ],
    waste: [number('损耗剂数', 'Doses wasted'), why],
    count: [number('盘点剂数', 'Doses counted'), why],
    recall: [why],
  })[act];

/** One change of the stock. */
export function LotDialog({ base, act, lot, words, onClose, onChanged }: LotDialogProps) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const [request] = useState(() => crypto.randomUUID());
  const submit = async (sent: Readonly<Record<string, FormValue | null>>) => {
    const { vaccine, manufacturer, number: of } = lot ?? { vaccine: '', manufacturer: '', number: '' };
    if (act === 'receipt') await post(`${base}/receipts`, { request, ...sent });
    else if (act === 'recall') await post('/api/vaccination/recalls', { vaccine, manufacturer, number: of, ...sent });
    else await post(`${base}/lots/${encodeURIComponent(lot?.id ?? '')}/changes`, { request, kind: act, ...sent });
    onChanged();
  };
  const title = lot ? `${t(`act_${act}`)} · ${say(lot.vaccineName)} ${lot.number}` : t(`act_${act}`);
  return (
    <Modal open title={title} footer={null} onCancel={onClose} destroyOnHidden>
      {act === 'recall' && <p>{t('recallHint')}</p>}
      <DataForm
        name={`vaccine-stock ${act} ${lot?.id ?? base}`}
        fields={fieldsOf(act, words)}
        initial={{}}
        submitLabel={t('save')}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  );
}
