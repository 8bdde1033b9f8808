import { useTranslation } from 'react-i18next';
import type { NetworkNode, NetworkStatus } from '../../../src/platform/directory/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { NodeActions } from './NodeActions.tsx';
import { NodeState, useStateWords } from './NodeState.tsx';
import { useNodeWords } from './node-words.ts';

/** The same figures as the tree, a row per platform. */
export function useNodeColumns({ asOf, operable }: NetworkStatus): readonly ListColumn<NetworkNode>[] {
  const { t } = useTranslation('network');
  const name = useBilingual();
  const words = useNodeWords(asOf);
  const stateWords = useStateWords();
  return [
    { key: 'platform', title: t('platform'), text: (node) => name(node.name) },
    { key: 'division', title: t('division'), text: ({ division }) => division, width: 90 },
    { key: 'level', title: t('level'), text: (node) => words(node).level, width: 90 },
    { key: 'state', title: t('state'), text: stateWords, cell: (node) => <NodeState node={node} />, width: 130 },
    { key: 'residents', title: t('residents'), text: (node) => words(node).residents, align: 'end', width: 90 },
    { key: 'indexed', title: t('indexed'), text: (node) => words(node).indexed, align: 'end', width: 90 },
    { key: 'records', title: t('records'), text: (node) => words(node).records, align: 'end', width: 96 },
    { key: 'lag', title: t('lag'), text: (node) => words(node).lag, cell: (node) => <Lag node={node} asOf={asOf} />, width: 150 },
    {
      key: 'lastExchange',
      title: t('lastExchange'),
      text: ({ lastExchange }) => lastExchange && formatInstant(lastExchange),
      cell: (node) => <span title={words(node).batch}>{words(node).lastExchange}</span>,
      width: 120,
    },
    { key: 'batch', title: t('lastBatch'), text: (node) => words(node).batch, width: 110, optional: true },
    { key: 'version', title: t('version'), text: ({ version }) => version, width: 80 },
    {
      key: 'address',
      title: t('operate'),
      text: ({ url }) => url,
      cell: (node) => <NodeActions node={node} operable={operable} />,
      width: 170,
    },
  ];
}

function Lag({ node, asOf }: { readonly node: NetworkNode; readonly asOf: string }) {
  const words = useNodeWords(asOf)(node);
  return <span className={words.late ? 'node-late' : undefined}>{words.lag}</span>;
}
