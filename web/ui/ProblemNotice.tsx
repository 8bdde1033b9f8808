import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Failure, titleOf } from './failure.ts';
import { formatInstant } from './format.ts';
import { useLanguage } from './language.ts';

interface ProblemNoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Instant of the older answer that still stands below. */
  readonly staleSince?: string | undefined;
}

/** A failed state: what, why, again, and the number to quote to those who can look into the log. */
export function ProblemNotice({ error, onRetry, staleSince }: ProblemNoticeProps) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const failure = error instanceof Failure ? error : undefined;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={titleOf(error, language) ?? t('failed')}
      description={
        <>
          {failure && <Why failure={failure} />}
          {staleSince && <div>{t('staleAsOf', { time: formatInstant(staleSince) })}</div>}
        </>
      }
      action={onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
    />
  );
}

/** Details come from the platform in English only; in Chinese the title says it, and the request leads to the rest. */
function Why({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  return (
    <>
      {failure.detail && language === 'en' && <div>{failure.detail}</div>}
      {failure.requestId && <div className="muted numeric">{t('requestId', { id: failure.requestId })}</div>}
    </>
  );
}
