import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../app/session.tsx';

const views = [
  { key: 'indicators', to: '/indicators', right: 'statistics.read' },
  { key: 'reporting', to: '/indicators/reporting', right: 'statistics.read' },
  { key: 'quality', to: '/indicators/quality', right: 'programme.read' },
  { key: 'supervision', to: '/indicators/supervision', right: 'programme.read' },
] as const;

/** The pages about indicators and the quality of records; the division goes along. */
export function Views({ division }: { readonly division: string }) {
  const { t } = useTranslation('indicators');
  const may = useMay();
  return (
    <nav className="page-views" aria-label={t('views')}>
      {views
        .filter(({ right }) => may(right))
        .map(({ key, to }) => (
          <Link
            key={key}
            to={to}
            search={division ? { division } : {}}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {t(key)}
          </Link>
        ))}
    </nav>
  );
}
