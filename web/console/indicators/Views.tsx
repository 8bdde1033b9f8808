import { useTranslation } from 'react-i18next';
import { PageViews } from '../app/PageViews.tsx';

/** The pages about indicators and the quality of records; the division goes along. */
export function Views({ division }: { readonly division: string }) {
  const { t } = useTranslation('indicators');
  const views = [
    { to: '/indicators', label: t('indicators'), right: 'statistics.read' },
    { to: '/indicators/reporting', label: t('reporting'), right: 'statistics.read' },
    { to: '/indicators/quality', label: t('quality'), right: 'programme.read' },
    { to: '/indicators/supervision', label: t('supervision'), right: 'programme.read' },
    { to: '/indicators/education', label: t('education'), right: 'programme.read' },
  ] as const;
  return <PageViews label={t('views')} views={views} search={division ? { division } : {}} />;
}
