import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../../../src/applications/public-health/diseases/contract.ts';
import type { OutbreakDetail } from '../../../../src/applications/public-health/outbreaks/contract.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useMay } from '../../app/session.tsx';
import { useSexWords } from '../columns.tsx';
import { useAct } from './use-act.ts';

/** Cases of the outbreak, and those of the disease that may be of it. */
export function LinkedCases({ of }: { readonly of: OutbreakDetail }) {
  const { t } = useTranslation('outbreaks');
  const may = useMay();
  const linking = useAct(of.id, 'cases');
  const isOpen = of.state === 'open' && may('disease.review');
  const linked = useColumns(
    isOpen ? { label: t('unlink'), act: (id) => linking.mutate({ cases: [id], linked: false }) } : undefined,
  );
  const proposed = useColumns(isOpen ? { label: t('link'), act: (id) => linking.mutate({ cases: [id] }) } : undefined);
  return (
    <>
      <div className="outbreak-part">
        <h2 className="disease-group">{t('linked')}</h2>
        {linking.error && <ProblemNotice error={linking.error} />}
        <ListTable<CaseRow>
          caption={t('linked')}
          rows={of.linked}
          columns={linked}
          rowKey={({ id }) => id}
          empty={t('noCases')}
        />
      </div>
      {isOpen && of.proposed.length > 0 && (
        <div className="outbreak-part">
          <div className="toolbar">
            <h2 className="disease-group">{t('proposed')}</h2>
            <Button
              size="small"
              loading={linking.isPending}
              onClick={() => linking.mutate({ cases: of.proposed.map(({ id }) => id) })}
            >
              {t('linkAll')}
            </Button>
          </div>
          <ListTable<CaseRow>
            caption={t('proposed')}
            rows={of.proposed}
            columns={proposed}
            rowKey={({ id }) => id}
            empty={t('noCases')}
          />
        </div>
      )}
    </>
  );
}

interface RowAct {
  readonly label: string;
  readonly act: (id: string) => void;
}

function useColumns(rowAct: RowAct | undefined): readonly ListColumn<CaseRow>[] {
  const { t } = useTranslation('outbreaks');
  const { t: ofDiseases } = useTranslation('diseases');
  const sex = useSexWords();
  return [
    {
      key: 'patient',
      title: t('patient'),
      text: (row) => row.residentName,
      cell: (row) => (
        <Link to="/diseases/cases/$id" params={{ id: row.id }}>
          {row.residentName || '—'}
        </Link>
      ),
    },
    { key: 'sex', title: ofDiseases('sex'), text: (row) => sex(row.sex), width: 70 },
    { key: 'birthDate', title: ofDiseases('birthDate'), text: (row) => row.birthDate, width: 112 },
    { key: 'onset', title: t('onset'), text: (row) => row.onsetOn, width: 112 },
    { key: 'classification', title: t('classification'), text: (row) => ofDiseases(`class${row.classification}`), width: 160 },
    { key: 'state', title: t('state'), text: (row) => ofDiseases(row.state), width: 120 },
    { key: 'setting', title: t('setting'), text: (row) => row.setting },
    ...(rowAct
      ? [
          {
            key: 'act',
            title: t('act'),
            text: () => '',
            cell: (row: CaseRow) => (
              <Button type="link" className="inline-button" onClick={() => rowAct.act(row.id)}>
                {rowAct.label}
              </Button>
            ),
            width: 90,
          },
        ]
      : []),
  ];
}
