import { useTranslation } from 'react-i18next';
import { moment } from '../../fhir/words/values.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { databaseKey } from './databases.ts';
import type { TimelineEntry } from './entries.ts';

/** A line of the timeline in words, as the export writes it. */
export function useTimelineColumns(): readonly ListColumn<TimelineEntry>[] {
  const { t } = useTranslation('resident');
  const databaseName = (code: string) => {
    const key = databaseKey(code);
    return key ? t(key) : code;
  };
  return [
    { key: 'when', title: t('when'), text: ({ date }) => moment(date) },
    { key: 'kind', title: t('kind'), text: ({ kind }) => kind },
    { key: 'title', title: t('facts'), text: ({ title }) => title },
    { key: 'flag', title: t('flag'), text: ({ flag }) => flag },
    { key: 'summary', title: t('description'), text: ({ summary }) => summary },
    { key: 'institution', title: t('institution'), text: ({ institution }) => institution },
    { key: 'place', title: t('filterPlace'), text: ({ placeName }) => placeName },
    { key: 'database', title: t('filterDatabase'), text: ({ database }) => databaseName(database) },
  ];
}
