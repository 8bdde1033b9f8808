import { useTranslation } from 'react-i18next';
import type { EventDetail } from '../../../src/databases/population/events/contract.ts';
import { PrintOnce } from '../app/PrintOnce.tsx';
import { Certificate } from './Certificate.tsx';

/** Prints the certificate of an event. */
export function PrintButton({ id }: { readonly id: string }) {
  const { t } = useTranslation('events');
  return (
    <PrintOnce<EventDetail>
      path={`/api/events/${encodeURIComponent(id)}/certificate`}
      label={t('print')}
      paper={(event) => <Certificate event={event} />}
    />
  );
}
