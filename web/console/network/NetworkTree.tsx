import { useTranslation } from 'react-i18next';
import type { NetworkNode, NetworkStatus } from '../../../src/platform/directory/contract.ts';
import { NodeCard } from './NodeCard.tsx';

/** The tree as nested lists, so that it reads in order; the style sheet draws the lines. */
export function NetworkTree({ status }: { readonly status: NetworkStatus }) {
  const { t } = useTranslation('network');
  const known = new Set(status.nodes.map(({ division }) => division));
  const roots = status.nodes.filter(({ upper }) => !upper || !known.has(upper));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="network-tree" aria-label={t('treeLabel')} tabIndex={0}>
      <Branches nodes={roots} status={status} />
    </section>
  );
}

function Branches({ nodes, status }: { readonly nodes: readonly NetworkNode[]; readonly status: NetworkStatus }) {
  return (
    <ul>
      {nodes.map((node) => {
        const lower = status.nodes.filter(({ upper }) => upper === node.division);
        return (
          <li key={node.division}>
            <NodeCard node={node} asOf={status.asOf} operable={status.operable} />
            {lower.length > 0 && <Branches nodes={lower} status={status} />}
          </li>
        );
      })}
    </ul>
  );
}
