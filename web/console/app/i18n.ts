import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../ui/language.ts';
import { en, zh } from './catalogues.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    keySeparator: false;
    resources: typeof zh;
  }
}

const REMEMBERED = 'minkang.language';

/** Chinese until the user has chosen otherwise on this device. */
export function startTexts(): void {
  const lng = remembered();
  void i18next.use(initReactI18next).init({
    resources: { zh, en },
    lng,
    fallbackLng: 'zh',
    defaultNS: 'app',
    keySeparator: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  nameDocumentLanguage(lng);
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(REMEMBERED, language);
  nameDocumentLanguage(language);
  void i18next.changeLanguage(language);
}

function remembered(): Language {
  return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh';
}

function nameDocumentLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
