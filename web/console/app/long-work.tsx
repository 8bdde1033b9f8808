import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { titleOf } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';

interface LongWork {
  /** @param stop ends the work when somebody cancels */
  progress(title: string, description: string, stop: AbortController): void;
  done(title: string, description: string): void;
  failed(title: string, error: unknown): void;
}

/** Tells how far some work of the console is, above whatever page is open, and lets it be cancelled. */
export function useLongWork(key: string): LongWork {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const { notification } = App.useApp();
  return {
    progress: (title, description, stop) => {
      const cancel = () => {
        stop.abort();
        notification.destroy(key);
      };
      const actions = <Button onClick={cancel}>{t('cancel')}</Button>;
      notification.info({ key, duration: 0, title, description, actions, onClose: cancel });
    },
    done: (title, description) => notification.success({ key, duration: 5, title, description }),
    failed: (title, error) => notification.error({ key, duration: 0, title, description: titleOf(error, language) }),
  };
}
