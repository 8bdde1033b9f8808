import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import type { QueuedContact } from '../app/offline/queue-state.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';

/** Columns of what is queued. */
export function useQueueColumns(): readonly ListColumn<QueuedContact>[] {
  const { t } = useTranslation('offline');
  const { titleOf, activityOf } = useProgrammes();
  return [
    {
      key: 'state',
      title: t('state'),
      text: ({ state }) => t(state.is),
      cell: ({ state }) => <span className={`queued-state queued-${state.is}`}>{t(state.is)}</span>,
      width: 130,
    },
    {
      key: 'who',
      title: t('who'),
      text: ({ who }) => t('whoIs', { name: who.name, sex: t(who.sex), birthDate: who.birthDate || '—', last: who.last }),
    },
    {
      key: 'what',
      title: t('what'),
      text: ({ programme, activity, step }) => `${titleOf(programme)} · ${activityOf(programme, activity, step || undefined)}`,
    },
    { key: 'on', title: t('on'), text: ({ on }) => on, width: 110 },
    { key: 'made', title: t('made'), text: ({ madeAtMs }) => formatInstant(new Date(madeAtMs).toISOString()), width: 170 },
  ];
}
