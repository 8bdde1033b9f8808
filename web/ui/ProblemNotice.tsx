import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Failure, titleOf } from './failure.ts';
import { useLanguage } from './language.ts';

interface ProblemNoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A failed state: what, why, again, and the number to quote to those who can look into the log. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const failure = error instanceof Failure ? error : undefined;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={titleOf(error, language) ?? t('failed')}
      description={failure && <Why failure={failure} />}
      action={onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
    />
  );
}

function Why({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation('ui');
  return (
    <>
      {failure.detail && <div>{failure.detail}</div>}
      {failure.requestId && <div className="muted numeric">{t('requestId', { id: failure.requestId })}</div>}
    </>
  );
}
