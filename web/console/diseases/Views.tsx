import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../app/session.tsx';
import './diseases.css';

/** The lists of notifiable diseases that the account may see. */
export function Views() {
  const { t } = useTranslation('diseases');
  const may = useMay();
  return (
    <nav className="disease-views" aria-label={t('views')}>
      {may('disease.read') && (
        <Link to="/diseases" activeOptions={{ exact: true, includeSearch: false }}>
          {t('cases')}
        </Link>
      )}
      {may('disease.report') && <Link to="/diseases/prompts">{t('prompts')}</Link>}
      {may('surveillance.read') && (
        <Link to="/surveillance" activeOptions={{ exact: true, includeSearch: false }}>
          {t('surveillance')}
        </Link>
      )}
      {may('surveillance.read') && <Link to="/surveillance/signals">{t('signals')}</Link>}
      {may('disease.read') && <Link to="/outbreaks">{t('outbreaks')}</Link>}
    </nav>
  );
}
