import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../ui/language.ts';
import { HeaderItem } from './HeaderItem.tsx';
import { useHousehold } from './household.ts';

/** The others of the household, each a way to their own page. Stays silent where there are none or they did not come. */
export function HouseholdLinks({ id }: { readonly id: string }) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const household = useHousehold(id);
  const others = household.data?.members.filter((member) => member.id !== id) ?? [];
  if (others.length === 0) return null;
  return (
    <HeaderItem label={t('household')}>
      <ul className="places">
        {others.map(({ id: other, name, relationZh, relationEn }) => (
          <li key={other}>
            <Link to="/residents/$id" params={{ id: other }}>
              {name}
            </Link>{' '}
            <span className="muted">{language === 'zh' ? relationZh : relationEn}</span>
          </li>
        ))}
      </ul>
    </HeaderItem>
  );
}
