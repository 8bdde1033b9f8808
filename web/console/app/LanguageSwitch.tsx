import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../ui/language.ts';
import { chooseLanguage } from './i18n.ts';
import './language-switch.css';

const names = { zh: '中文', en: 'EN' } as const;

/** Chinese or English; remembered on this device. Each language is named in itself. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <fieldset className="language-switch" aria-label={t('language')}>
      {(['zh', 'en'] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={each === 'zh' ? 'zh-CN' : 'en'}
          aria-pressed={each === language}
          onClick={() => chooseLanguage(each)}
        >
          {names[each]}
        </button>
      ))}
    </fieldset>
  );
}
