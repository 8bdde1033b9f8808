import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaccinationWords } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { FieldView, FormValue } from '../../../src/forms/contract.ts';
import { post, useAnswer } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';

const group = { zh: '补录既往接种', en: 'An earlier dose' };
const EVIDENCES = ['foreign-certificate', 'former-certificate', 'other-point', 'medical-record'] as const;
const evidenceNames = [
  { zh: '境外接种证', en: 'Certificate of another country' },
  { zh: '原接种证', en: 'Former certificate' },
  { zh: '其他接种单位的记录', en: 'Records of another vaccination point' },
  { zh: '病历', en: 'Medical record' },
];

const fieldsOf = ({ vaccines }: VaccinationWords): readonly FieldView[] => [
  { key: 'vaccine', type: 'code', required: true, group, name: { zh: '疫苗', en: 'Vaccine' }, options: vaccines },
  { key: 'on', type: 'date', required: true, group, name: { zh: '接种日期', en: 'Day' } },
  { key: 'abroad', type: 'flag', required: false, group, name: { zh: '境外接种', en: 'Given in another country' } },
  { key: 'lotNumber', type: 'text', required: false, maxLength: 30, group, name: { zh: '批号', en: 'Lot number' } },
  { key: 'manufacturer', type: 'text', required: false, maxLength: 100, group, name: { zh: '生产企业', en: 'Manufacturer' } },
  {
    ...{ key: 'evidence', type: 'code', required: true, group, name: { zh: '凭证种类', en: 'Evidence' } },
    options: evidenceNames.map((name, index) => ({ code: String(index + 1), name })),
  },
  {
    key: 'evidenceText',
    type: 'text',
    required: true,
    maxLength: 500,
    group,
    name: { zh: '凭证号码与核验人', en: 'Number, and who looked at it' },
  },
];

/** A dose given elsewhere, or that stood in a lost certificate, entered with its evidence. */
export function PastDoseForm({ resident, onEntered }: { readonly resident: string; readonly onEntered: () => void }) {
  const { t } = useTranslation('vaccination');
  const words = useAnswer<VaccinationWords>('/api/vaccination/words');
  const [entered, setEntered] = useState(0);
  if (!words.data) return null;
  const submit = async ({ abroad, evidence, lotNumber, manufacturer, ...sent }: Readonly<Record<string, FormValue | null>>) => {
    await post(`/api/residents/${encodeURIComponent(resident)}/past-doses`, {
      ...sent,
      abroad: abroad === true,
      evidence: EVIDENCES[Number(evidence) - 1],
      ...(lotNumber ? { lotNumber } : {}),
      ...(manufacturer ? { manufacturer } : {}),
    });
    setEntered(entered + 1);
    onEntered();
  };
  return (
    <details className="panel past-dose">
      <summary>{t('pastDose')}</summary>
      <p className="muted">{t('pastDoseHint')}</p>
      <DataForm
        key={entered}
        name={`past-dose ${resident}`}
        fields={fieldsOf(words.data)}
        initial={{}}
        submitLabel={t('save')}
        onSubmit={submit}
      />
    </details>
  );
}
