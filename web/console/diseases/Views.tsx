import { useTranslation } from 'react-i18next';
import { PageViews } from '../app/PageViews.tsx';
import './diseases.css';

/** The lists of notifiable diseases that the account may see. */
export function Views() {
  const { t } = useTranslation('diseases');
  const views = [
    { to: '/diseases', label: t('cases'), right: 'disease.read' },
    { to: '/diseases/prompts', label: t('prompts'), right: 'disease.report' },
    { to: '/diseases/notices', label: t('caseNotices'), right: 'disease.read' },
    { to: '/surveillance', label: t('surveillance'), right: 'surveillance.read' },
    { to: '/surveillance/signals', label: t('signals'), right: 'surveillance.read' },
    { to: '/surveillance/outbreaks', label: t('emergencies'), right: 'surveillance.read' },
    { to: '/outbreaks', label: t('outbreaks'), right: 'disease.read' },
  ] as const;
  return <PageViews label={t('views')} views={views} />;
}
