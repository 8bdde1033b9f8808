import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { NetworkNode } from '../../../src/platform/directory/contract.ts';

const icons = { up: CheckCircleFilled, down: CloseCircleFilled, unknown: QuestionCircleFilled };
const reasons = ['refused', 'timeout', 'upper-unreachable', 'stopped'] as const;

/** The state by sign, word and colour; why, where it is not up. */
export function NodeState({ node }: { readonly node: NetworkNode }) {
  const { t } = useTranslation('network');
  const Icon = icons[node.state];
  const why = useReason()(node);
  return (
    <span className={`node-state node-state-${node.state}`}>
      <Icon aria-hidden /> {t(node.state)}
      {why && <span className="node-reason">{why}</span>}
    </span>
  );
}

/** The same in plain words. */
export function useStateWords(): (node: NetworkNode) => string {
  const { t } = useTranslation('network');
  const reason = useReason();
  return (node) => {
    const why = reason(node);
    return why ? t('stateWhy', { state: t(node.state), why }) : t(node.state);
  };
}

function useReason(): (node: NetworkNode) => string | undefined {
  const { t } = useTranslation('network');
  return ({ state, reason }) => {
    if (state === 'up' || !reason) return undefined;
    const known = reasons.find((each) => each === reason);
    return known ? t(known) : reason;
  };
}
