import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { masking } from '../../fhir/mask.ts';
import type { ResidentRecord } from '../../fhir/record.ts';
import { toEntry } from '../../fhir/words/entry.ts';
import { moment } from '../../fhir/words/values.ts';
import { FactList } from '../../ui/FactList.tsx';
import { useLanguage } from '../../ui/language.ts';
import { RawText } from '../../ui/RawText.tsx';
import { databaseKey } from './databases.ts';
import type { TimelineEntry } from './entries.ts';

interface EntryDrawerProps {
  readonly entry: TimelineEntry | undefined;
  readonly record: ResidentRecord;
  readonly onClose: () => void;
}

/** One record in full: every element in words, and as it was received. */
export function EntryDrawer({ entry, record, onClose }: EntryDrawerProps) {
  const { t } = useTranslation('resident');
  return (
    <Drawer
      open={entry !== undefined}
      onClose={onClose}
      size="min(640px, 100vw)"
      title={entry?.title ?? t('entry')}
      destroyOnHidden
    >
      {entry && <EntryDetail entry={entry} record={record} />}
    </Drawer>
  );
}

function EntryDetail({ entry, record }: { readonly entry: TimelineEntry; readonly record: ResidentRecord }) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const { facts } = toEntry(entry.resource, language, record.resolve);
  const database = databaseKey(entry.database);
  const source = database ? t('sourceOf', { place: entry.placeName, database: t(database) }) : entry.placeName;
  const about: (readonly [string, string])[] = [
    [t('kind'), entry.kind],
    [t('when'), moment(entry.date) ?? t('undated')],
    [t('institution'), entry.institution ?? ''],
    [t('source'), source],
  ];
  return (
    <div className="stack">
      {(entry.flag || entry.summary) && (
        <p className="entry-lead">
          {entry.flag && <span className="entry-flag">{entry.flag}</span>} {entry.summary}
        </p>
      )}
      <FactList label={t('source')} facts={about.filter(([, value]) => value)} />
      <FactList label={t('facts')} facts={facts} />
      <RawText title={t('rawJson')} text={JSON.stringify(masking(entry.resource), null, 2)} />
    </div>
  );
}
