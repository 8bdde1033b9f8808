import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Gap } from '../../fhir/record.ts';
import { useBilingual } from '../../ui/language.ts';

interface GapWarningProps {
  readonly gaps: readonly Gap[];
  readonly onRetry: () => void;
  readonly retrying: boolean;
}

const reasons = [
  'platform-unreachable',
  'deadline-passed',
  'right-missing',
  'platform-untrusted',
  'transient',
  'incomplete',
] as const;

/** A partial answer: what is missing and why, and the way to ask again. */
export function GapWarning({ gaps, onRetry, retrying }: GapWarningProps) {
  const { t } = useTranslation('resident');
  const words = useGapWords();
  const lines = [...new Set(gaps.map(words))];
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className="gap-warning"
      title={t('partial')}
      description={
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      }
      action={
        <Button onClick={onRetry} loading={retrying}>
          {t('retry', { ns: 'ui' })}
        </Button>
      }
    />
  );
}

function useGapWords(): (gap: Gap) => string {
  const { t } = useTranslation('resident');
  const name = useBilingual();
  return ({ code, placeName, recordsOf }) => {
    if (code === 'identity-disagrees') return t('identity-disagrees');
    const why = t(reasons.find((each) => each === code) ?? 'transient');
    const place = name(placeName);
    return recordsOf ? t('missingBehind', { place, why, of: name(recordsOf) }) : t('missingAt', { place, why });
  };
}
