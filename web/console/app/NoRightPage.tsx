import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../ui/language.ts';
import { Notice } from './Notice.tsx';
import { useSession } from './session.tsx';

export function NoRightPage() {
  const { t } = useTranslation();
  const name = useBilingual();
  const { account } = useSession();
  const why = t('noRightWhy', { role: name(account.roleName) });
  return <Notice status="warning" title={t('noRight')} why={why} action={<Link to="/">{t('toHome')}</Link>} />;
}
