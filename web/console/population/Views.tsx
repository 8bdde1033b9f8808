import { useTranslation } from 'react-i18next';
import { PageViews } from '../app/PageViews.tsx';

/** The pages about the population of a division; the division goes along. */
export function Views({ division }: { readonly division: string }) {
  const { t } = useTranslation('population');
  const views = [
    { to: '/population', label: t('statistics'), right: 'statistics.read' },
    { to: '/population/quality', label: t('quality'), right: 'statistics.read' },
    { to: '/population/list', label: t('list'), right: 'resident.read' },
  ] as const;
  return <PageViews label={t('views')} views={views} search={division ? { division } : {}} />;
}
