import { useTranslation } from 'react-i18next';
import type { NetworkNode } from '../../../src/platform/directory/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { useSession } from '../app/session.tsx';
import { NodeActions } from './NodeActions.tsx';
import { NodeState } from './NodeState.tsx';
import { useNodeWords } from './node-words.ts';

interface NodeCardProps {
  readonly node: NetworkNode;
  /** When the state was asked. */
  readonly asOf: string;
  readonly operable: boolean;
}

export function NodeCard({ node, asOf, operable }: NodeCardProps) {
  const { t } = useTranslation('network');
  const name = useBilingual();
  const { platform } = useSession();
  const words = useNodeWords(asOf)(node);
  const here = node.division === platform.division;
  return (
    <article className={`node node-${node.state}${here ? ' node-here' : ''}`} aria-label={name(node.name)}>
      <header>
        <strong>{name(node.name)}</strong>
        <NodeState node={node} />
      </header>
      <div className="node-kind">
        <span className="muted numeric">
          {words.level} {node.division} {here && <b>{t('here')}</b>}
        </span>
        <NodeActions node={node} operable={operable} />
      </div>
      <dl>
        <Pair label={t('residents')} value={words.residents} />
        <Pair label={t('indexed')} value={words.indexed} />
        <Pair label={t('records')} value={words.records} />
        <Pair label={t('version')} value={node.version ?? '—'} />
        {node.upper && <Pair label={t('uplink')} value={t('uplinkState', words)} late={words.late} title={words.batch} whole />}
      </dl>
    </article>
  );
}

interface PairProps {
  readonly label: string;
  readonly value: string;
  readonly late?: boolean;
  readonly title?: string | undefined;
  /** Takes the whole width. */
  readonly whole?: boolean;
}

function Pair({ label, value, late = false, title, whole = false }: PairProps) {
  return (
    <div className={whole ? 'node-whole' : undefined}>
      <dt>{label}</dt>
      <dd className={late ? 'numeric node-late' : 'numeric'} title={title}>
        {value}
      </dd>
    </div>
  );
}
