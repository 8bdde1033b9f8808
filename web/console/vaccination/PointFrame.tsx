import { Link } from '@tanstack/react-router';
import { Alert, Select, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { usePoint } from './point.ts';
import './vaccination.css';

interface PointFrameProps {
  readonly title: string;
  readonly purpose: string;
  /** It is not of one point. */
  readonly anywhere?: boolean;
  readonly children: (point: string) => ReactNode;
}

const PAGES = [
  ['/vaccination', 'session'],
  ['/vaccination/stock', 'stock'],
  ['/vaccination/due', 'dueList'],
  ['/vaccination/coverage', 'coverage'],
  ['/vaccination/school', 'school'],
  ['/vaccination/adverse-events', 'adverseEvents'],
  ['/vaccination/certificate', 'certificate'],
] as const;

/** What the pages of a vaccination point share: which point it is, and the way between them. */
export function PointFrame({ title, purpose, anywhere = false, children }: PointFrameProps) {
  const { t } = useTranslation('vaccination');
  const { point, choose, options, error, isPending, isBound } = usePoint();
  return (
    <Page title={title} purpose={purpose} standard={t('standard')}>
      <nav className="toolbar vaccination-nav" aria-label={t('pages')}>
        {PAGES.map(([to, key]) => (
          <Link
            key={key}
            to={to}
            search={point ? { point } : {}}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ className: 'vaccination-here', 'aria-current': 'page' }}
          >
            {t(key)}
          </Link>
        ))}
        {!anywhere && (
          <Select
            className="choice-filter vaccination-point"
            aria-label={t('point')}
            prefix={<span className="muted">{t('point')}</span>}
            showSearch={{ optionFilterProp: 'label' }}
            value={point || null}
            options={options}
            onChange={(next) => choose(next ?? '')}
            popupMatchSelectWidth={false}
            loading={isPending}
          />
        )}
      </nav>
      {error && <ProblemNotice error={error} />}
      {!anywhere && !isBound && !error && <Alert type="warning" showIcon title={t('notBound')} description={t('notBoundWhy')} />}
      {!anywhere && isPending && <Skeleton active title={false} />}
      {!anywhere && !isPending && !point && <Alert type="info" showIcon title={t('choosePoint')} />}
      {(anywhere || point) && children(point)}
    </Page>
  );
}
