import { useTranslation } from 'react-i18next';
import type { NetworkNode, NetworkStatus } from '../../../src/platform/directory/contract.ts';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { ExportButton } from '../app/ExportButton.tsx';
import { useNodeColumns } from './columns.tsx';

/** The platforms as a list, to choose from and to export. */
export function NetworkTable({ status }: { readonly status: NetworkStatus }) {
  const { t } = useTranslation('network');
  const columns = useNodeColumns(status);
  const { shown, chosen, choose } = useChosenColumns('network', columns);
  return (
    <>
      <div className="toolbar toolbar-end">
        <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
        <ExportButton what={t('title')} columns={shown} pages={() => [status.nodes]} />
      </div>
      <ListTable<NetworkNode>
        caption={t('caption')}
        rows={status.nodes}
        columns={shown}
        rowKey={({ division }) => division}
        empty={t('none')}
      />
    </>
  );
}
