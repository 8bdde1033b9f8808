import type { ClosingReason } from '../../programmes/index.ts';

/** Face to face: at the institution or at home, CV06.00.207. */
export const FACE_TO_FACE = ['1', '2'] as const;

/** Why somebody leaves the management of a disease. */
export const CLOSING: readonly ClosingReason[] = [
  { code: 'died', title: { zh: '死亡', en: 'Died' } },
  { code: 'moved', title: { zh: '迁出', en: 'Moved away' } },
  { code: 'lost', title: { zh: '失访', en: 'Lost to follow-up' } },
  { code: 'declined', title: { zh: '拒绝管理', en: 'Declined' } },
  { code: 'misdiagnosed', title: { zh: '排除诊断', en: 'Diagnosis excluded' } },
];

export const SERVICES = '国家基本公共卫生服务规范（第三版）';
