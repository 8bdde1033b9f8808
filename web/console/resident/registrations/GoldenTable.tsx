import { useTranslation } from 'react-i18next';
import type { ResidentLinks } from '../../../../src/databases/population/linking/contract.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { Panel, useLabels } from './shown.tsx';
import type { zh } from './zh.ts';

type Source = ResidentLinks['golden'][number];

/** From which registrations each element of the golden record was taken, and by which rule. */
export function GoldenTable({ found }: { readonly found: ResidentLinks }) {
  const { t, i18n } = useTranslation('registrations');
  const labels = useLabels(found);
  const elementOf = ({ element }: Source): string => {
    const key = `element_${element.split(':').at(-1)}`;
    return i18n.exists(key, { ns: 'registrations' }) ? t(key as keyof typeof zh as 'element') : element;
  };
  const columns: readonly ListColumn<Source>[] = [
    { key: 'element', title: t('element'), text: elementOf },
    { key: 'rule', title: t('rule'), text: ({ rule }) => t(`rule_${rule}`) },
    { key: 'from', title: t('from'), text: ({ from }) => from.map(labels.numberOf).filter(Boolean).join(', ') },
  ];
  return (
    <Panel title={t('golden')}>
      {found.golden.length === 0 ? (
        <p className="muted">{t('goldenNone')}</p>
      ) : (
        <ListTable<Source>
          caption={t('goldenCaption')}
          rows={found.golden}
          columns={columns}
          rowKey={({ element }) => element}
          empty=""
        />
      )}
    </Panel>
  );
}
