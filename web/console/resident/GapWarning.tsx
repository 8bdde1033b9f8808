import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Gap } from '../../fhir/record.ts';
import { useLanguage } from '../../ui/language.ts';

interface GapWarningProps {
  readonly gaps: readonly Gap[];
  readonly onRetry: () => void;
  readonly retrying: boolean;
}

const reasons = ['platform-unreachable', 'deadline-passed', 'transient', 'incomplete'] as const;

/** A partial answer: which places did not answer, and the way to ask again. */
export function GapWarning({ gaps, onRetry, retrying }: GapWarningProps) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const names = [...new Set(gaps.map(({ placeName }) => placeName).filter(Boolean))];
  const places = language === 'zh' ? names.join('、') : new Intl.ListFormat('en').format(names);
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className="gap-warning"
      title={t('partial')}
      description={
        <>
          <div>{t('partialAt', { places })}</div>
          <ul>
            {gaps.map((gap) => (
              <li key={`${gap.place}${gap.code}${gap.detail}`}>
                {t('partialAtOnly', { place: gap.placeName, why: t(reasons.find((each) => each === gap.code) ?? 'transient') })}
              </li>
            ))}
          </ul>
        </>
      }
      action={
        <Button onClick={onRetry} loading={retrying}>
          {t('retry', { ns: 'ui' })}
        </Button>
      }
    />
  );
}
