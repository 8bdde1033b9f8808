import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** The two languages of the console; Chinese comes first. */
export type Language = 'zh' | 'en';

/** The language now chosen. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh';
}

/** The chosen language's half of a text in two languages. */
export function useBilingual(): (text: { readonly zh: string; readonly en: string }) => string {
  const language = useLanguage();
  return useCallback((text) => text[language] || text.zh, [language]);
}
