import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FactValue } from '../../../src/life-course/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { useValueWords } from '../app/form/value-words.ts';
import type { QueuedContact } from '../app/offline/queue-state.ts';
import { type Compared, sideBySide } from './side-by-side.ts';
import type { There } from './there.ts';

interface SideBySideProps {
  readonly queued: QueuedContact;
  readonly there: There;
}

/** What was known, what was filled in here, and what is at the platform now. */
export function SideBySide({ queued, there }: SideBySideProps) {
  const { t } = useTranslation('offline');
  const say = useBilingual();
  const inWords = useValueWords();
  const words = (field: Compared['field'], value: FactValue | undefined) => (value === undefined ? '—' : inWords(field, value));
  const rows = sideBySide(queued, there);
  return (
    <Table<Compared>
      size="small"
      pagination={false}
      caption={<span className="sr-only">{t('sideBySide')}</span>}
      dataSource={[...rows]}
      rowKey={({ field }) => field.key}
      scroll={{ x: true }}
      columns={[
        { key: 'field', title: t('field'), render: (_, { field }) => say(field.name) },
        {
          key: 'before',
          title: t('before'),
          render: (_, { field, before }) => (before ? `${words(field, before.value)}（${before.on}）` : '—'),
        },
        { key: 'mine', title: t('mine', { on: queued.on }), render: (_, { field, mine }) => words(field, mine) },
        {
          key: 'theirs',
          title: there.on ? t('theirs', { on: there.on }) : t('theirsNone'),
          render: (_, { field, theirs, differs }) => (
            <>
              {words(field, theirs)} {differs && <span className="chip-amber">{t('differs')}</span>}
            </>
          ),
        },
      ]}
    />
  );
}
