import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { NetworkNode } from '../../../src/platform/directory/contract.ts';

const icons = { up: CheckCircleFilled, down: CloseCircleFilled, unknown: QuestionCircleFilled };
const reasons = ['refused', 'timeout', 'upper-unreachable', 'stopped'] as const;

/** The state by sign, word and colour; why, where it is not up. */
export function NodeState({ node }: { readonly node: NetworkNode }) {
  const { t } = useTranslation('network');
  const Icon = icons[node.state];
  const reason = reasons.find((each) => each === node.reason);
  return (
    <span className={`node-state node-state-${node.state}`}>
      <Icon aria-hidden /> {t(node.state)}
      {node.state !== 'up' && node.reason && <span className="node-reason">{reason ? t(reason) : node.reason}</span>}
    </span>
  );
}
