import { useTranslation } from 'react-i18next';
import type { Receipt, ReceiptList } from '../../../../src/definitions/contract.ts';
import { formatInstant } from '../../../ui/format.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../../app/api.ts';

/** Which platform below has this version, and what it makes of it. */
export function Receipts({ code, version }: { readonly code: string; readonly version: string }) {
  const { t } = useTranslation('versions');
  const say = useBilingual();
  const receipts = useAnswer<ReceiptList>(address('/api/definitions/receipts', { code, version }), { refetchInterval: 10_000 });
  const columns: readonly ListColumn<Receipt>[] = [
    { key: 'platform', title: t('platform'), text: ({ platform, name }) => (name ? say(name) : platform), width: 200 },
    { key: 'state', title: t('state'), text: ({ state }) => t(state ?? 'notYet'), width: 160 },
    { key: 'since', title: t('since'), text: ({ since }) => since && formatInstant(since), width: 160 },
    { key: 'problem', title: t('problem'), text: ({ problem }) => problem },
  ];
  return (
    <section className="panel" aria-label={t('receipts')}>
      <div className="panel-head">
        <h2>{t('receipts')}</h2>
      </div>
      <div className="panel-body">
        {receipts.error ? (
          <ProblemNotice error={receipts.error} onRetry={() => void receipts.refetch()} />
        ) : (
          <ListTable<Receipt>
            caption={t('receiptsCaption')}
            rows={receipts.data?.items}
            columns={columns}
            rowKey={({ platform }) => platform}
            empty={t('noneBelow')}
          />
        )}
      </div>
    </section>
  );
}
