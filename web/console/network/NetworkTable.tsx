import { useTranslation } from 'react-i18next';
import type { NetworkNode, NetworkStatus } from '../../../src/platform/directory/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { NodeActions } from './NodeActions.tsx';
import { NodeState } from './NodeState.tsx';
import { useNodeWords } from './node-words.ts';

/** The same figures as the tree, a row per platform. */
export function NetworkTable({ status }: { readonly status: NetworkStatus }) {
  const { t } = useTranslation('network');
  const headings = [
    'platform',
    'level',
    'state',
    'residents',
    'indexed',
    'records',
    'lag',
    'lastExchange',
    'version',
    'operate',
  ] as const;
  const numbers = new Set<string>(['residents', 'indexed', 'records']);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="panel network-table" aria-label={t('caption')} tabIndex={0}>
      <table className="plain-table">
        <caption className="sr-only">{t('caption')}</caption>
        <thead>
          <tr>
            {headings.map((key) => (
              <th scope="col" key={key} className={numbers.has(key) ? 'end' : undefined}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {status.nodes.map((node) => (
            <NodeRow key={node.division} node={node} status={status} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function NodeRow({ node, status }: { readonly node: NetworkNode; readonly status: NetworkStatus }) {
  const name = useBilingual();
  const words = useNodeWords(node, status.asOf);
  return (
    <tr>
      <th scope="row">
        {name(node.name)} <span className="muted numeric">{node.division}</span>
      </th>
      <td>{words.level}</td>
      <td>
        <NodeState node={node} />
      </td>
      <td className="end">{words.residents}</td>
      <td className="end">{words.indexed}</td>
      <td className="end">{words.records}</td>
      <td className={words.late ? 'node-late' : undefined}>{words.lag}</td>
      <td title={words.batch}>{words.lastExchange}</td>
      <td>{node.version}</td>
      <td>
        <NodeActions node={node} operable={status.operable} />
      </td>
    </tr>
  );
}
