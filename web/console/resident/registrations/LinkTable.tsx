import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ResidentLinks } from '../../../../src/databases/population/linking/contract.ts';
import { formatInstant } from '../../../ui/format.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { signedBits } from '../../app/matching/matching-words.ts';
import { Panel, type Shown, useDoer, useLabels } from './shown.tsx';

type Link = ResidentLinks['links'][number];

/** What joins the registrations, by whom and when; each link can be taken away. */
export function LinkTable({ found, ask }: Shown) {
  const { t } = useTranslation('registrations');
  const labels = useLabels(found);
  const doer = useDoer();
  const columns: readonly ListColumn<Link>[] = [
    { key: 'pair', title: t('pair'), text: labels.pair },
    { key: 'origin', title: t('origin'), text: ({ origin }) => t(`origin_${origin}`), width: 120 },
    { key: 'score', title: t('score'), text: ({ score }) => (score === undefined ? '—' : signedBits(score)), width: 90 },
    { key: 'by', title: t('by'), text: doer, width: 110 },
    { key: 'at', title: t('at'), text: ({ at }) => formatInstant(at), width: 150 },
    ...(ask
      ? [
          {
            key: 'act',
            title: t('act'),
            text: () => undefined,
            cell: (link: Link) => <Acts link={link} pair={labels.pair(link)} onAct={(kind) => askOf(kind, link)} />,
            width: 230,
          },
        ]
      : []),
  ];
  const askOf = (kind: 'unlink' | 'apart', { a, b }: Link) => ask?.({ kind, id: a, other: b, whom: labels.whom(a, b) });
  return (
    <Panel title={t('links')}>
      {found.links.length === 0 ? (
        <p className="muted">{t('noLinks')}</p>
      ) : (
        <ListTable<Link>
          caption={t('linksCaption')}
          rows={found.links}
          columns={columns}
          rowKey={({ a, b }) => `${a} ${b}`}
          empty=""
        />
      )}
    </Panel>
  );
}

interface ActsProps {
  readonly link: Link;
  readonly pair: string;
  readonly onAct: (kind: 'unlink' | 'apart') => void;
}

function Acts({ pair, onAct }: ActsProps) {
  const { t } = useTranslation('registrations');
  return (
    <span className="registrations-acts">
      <Button size="small" danger aria-label={t('unlinkOf', { pair })} onClick={() => onAct('unlink')}>
        {t('unlink')}
      </Button>
      <Button size="small" danger aria-label={t('apartOf', { pair })} onClick={() => onAct('apart')}>
        {t('apart')}
      </Button>
    </span>
  );
}
