import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Notice } from './Notice.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return <Notice status="info" title={t('notFound')} why={t('notFoundWhy')} action={<Link to="/">{t('toHome')}</Link>} />;
}
