import { EnvironmentOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { databaseKey } from './databases.ts';
import type { TimelineEntry } from './entries.ts';
import { KindIcon } from './KindIcon.tsx';

interface TimelineItemProps {
  readonly entry: TimelineEntry;
  /** The entry above is of the same day, which then need not be seen again. */
  readonly sameDay: boolean;
  readonly onOpen: (key: string) => void;
}

/** One entry in words, with its day, kind, institution and source; it opens in a drawer. */
export const TimelineItem = memo(
  function TimelineItem({ entry, sameDay, onOpen }: TimelineItemProps) {
    const { t } = useTranslation('resident');
    const database = databaseKey(entry.database);
    return (
      <li className={sameDay ? 'entry entry-same-day' : 'entry'}>
        <time className="entry-day numeric" dateTime={entry.day}>
          {entry.day ? entry.day.slice(5) || entry.day : '—'}
        </time>
        <span className={`entry-kind entry-kind-${database ?? 'none'}`} title={database && t(database)}>
          <KindIcon type={entry.type} /> {entry.kind}
        </span>
        <div className="entry-text">
          <button type="button" data-row onClick={() => onOpen(entry.key)}>
            {entry.title}
          </button>
          {entry.flag && <span className="entry-flag">{entry.flag}</span>}
          {entry.summary && <span className="entry-summary">{entry.summary}</span>}
        </div>
        <span className="entry-source">
          {entry.institution && <span>{entry.institution}</span>}
          {entry.placeName && (
            <span className="place-tag">
              <EnvironmentOutlined aria-hidden /> {entry.placeName}
            </span>
          )}
        </span>
      </li>
    );
  },
  (before, after) => before.entry === after.entry && before.sameDay === after.sameDay,
);
