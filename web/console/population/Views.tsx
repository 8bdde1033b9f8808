import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../app/session.tsx';

const views = [
  { key: 'statistics', to: '/population', right: 'statistics.read' },
  { key: 'quality', to: '/population/quality', right: 'statistics.read' },
  { key: 'list', to: '/population/list', right: 'resident.read' },
] as const;

/** The pages about the population of a division; the division goes along. */
export function Views({ division }: { readonly division: string }) {
  const { t } = useTranslation('population');
  const may = useMay();
  return (
    <nav className="population-views" aria-label={t('views')}>
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
