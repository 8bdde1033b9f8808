import { Result } from 'antd';
import type { ReactNode } from 'react';
import { usePageTitle } from '../../ui/Page.tsx';

interface NoticeProps {
  readonly status: 'warning' | 'error' | 'info';
  readonly title: string;
  readonly why: string;
  readonly action: ReactNode;
}

/** A page that only says why there is no other. */
export function Notice({ status, title, why, action }: NoticeProps) {
  usePageTitle(title);
  return <Result status={status} title={<h1 style={{ margin: 0, fontSize: 20 }}>{title}</h1>} subTitle={why} extra={action} />;
}
