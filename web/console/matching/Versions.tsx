import { useTranslation } from 'react-i18next';
import type { MatchingModel } from '../../../src/databases/population/linking/contract.ts';
import { formatInstant, formatNumber } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';

type Version = MatchingModel['versions'][number];

/** The models that there were, the latest first. */
export function Versions({ versions }: Pick<MatchingModel, 'versions'>) {
  const { t } = useTranslation('model');
  const language = useLanguage();
  const instant = (at: string | undefined) => at && formatInstant(at);
  const columns: readonly ListColumn<Version>[] = [
    { key: 'version', title: t('version'), text: ({ version }) => String(version), width: 90 },
    { key: 'records', title: t('records'), text: ({ records }) => formatNumber(records, language), align: 'end' },
    { key: 'from', title: t('from'), text: ({ inForce }) => instant(inForce) },
    { key: 'until', title: t('until'), text: ({ until }) => instant(until) },
    { key: 'by', title: t('by'), text: ({ by }) => by },
    { key: 'at', title: t('at'), text: ({ at }) => instant(at) },
  ];
  return (
    <ListTable<Version>
      caption={t('versionsCaption')}
      rows={versions}
      columns={columns}
      rowKey={({ version }) => String(version)}
      empty={t('noVersions')}
    />
  );
}
