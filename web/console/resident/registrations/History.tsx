import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ResidentLinks } from '../../../../src/databases/population/linking/contract.ts';
import { formatInstant } from '../../../ui/format.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { signedBits } from '../../app/matching/matching-words.ts';
import { Panel, type Shown, useDoer, useLabels } from './shown.tsx';

type LinkEvent = ResidentLinks['events'][number];

/** What was done about the links of these registrations; that two are not the same can be taken back. */
export function History({ found, ask }: Shown) {
  const { t } = useTranslation('registrations');
  const labels = useLabels(found);
  const doer = useDoer();
  const isApart = (event: LinkEvent) =>
    event.kind === 'apart' && found.events.find((one) => isOf(one, event) && /apart|together/.test(one.kind)) === event;
  const here = found.registrations[0]?.patient ?? '';
  const columns: readonly ListColumn<LinkEvent>[] = [
    { key: 'at', title: t('at'), text: ({ at }) => formatInstant(at), width: 150 },
    { key: 'kind', title: t('kind'), text: ({ kind }) => t(`event_${kind}`), width: 150 },
    { key: 'pair', title: t('pair'), text: labels.pair },
    { key: 'score', title: t('score'), text: ({ score }) => (score === undefined ? '—' : signedBits(score)), width: 90 },
    { key: 'by', title: t('by'), text: doer, width: 110 },
    { key: 'reason', title: t('reason'), text: ({ reason }) => reason },
    ...(ask
      ? [
          {
            key: 'act',
            title: t('act'),
            text: () => undefined,
            cell: (event: LinkEvent) =>
              isApart(event) && (
                <Button
                  size="small"
                  danger
                  aria-label={t('togetherOf', { pair: labels.pair(event) })}
                  onClick={() =>
                    ask({ kind: 'together', id: event.a, other: event.b, whom: labels.whom(event.a, event.b, here) })
                  }
                >
                  {t('together')}
                </Button>
              ),
            width: 190,
          },
        ]
      : []),
  ];
  return (
    <Panel title={t('events')}>
      {found.events.length === 0 ? (
        <p className="muted">{t('noEvents')}</p>
      ) : (
        <ListTable<LinkEvent>
          caption={t('eventsCaption')}
          rows={found.events}
          columns={columns}
          rowKey={({ at, kind, a, b }) => `${at} ${kind} ${a} ${b}`}
          empty=""
        />
      )}
    </Panel>
  );
}

const isOf = (one: LinkEvent, other: LinkEvent) => one.a === other.a && one.b === other.b;
