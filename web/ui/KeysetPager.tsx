import { LeftOutlined, RightOutlined, VerticalRightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface KeysetPagerProps {
  readonly onFirst?: (() => void) | undefined;
  readonly onPrevious?: (() => void) | undefined;
  readonly onNext?: (() => void) | undefined;
}

/** Pages of a keyset: there is a next and a previous one, never "page 7 of 60". Draws nothing where there is one page. */
export function KeysetPager({ onFirst, onPrevious, onNext }: KeysetPagerProps) {
  const { t } = useTranslation('ui');
  if (!onFirst && !onPrevious && !onNext) return null;
  return (
    <nav className="toolbar" aria-label={t('pages')}>
      <Button icon={<VerticalRightOutlined aria-hidden />} disabled={!onFirst} onClick={onFirst}>
        {t('firstPage')}
      </Button>
      <Button icon={<LeftOutlined aria-hidden />} disabled={!onPrevious} onClick={onPrevious}>
        {t('previousPage')}
      </Button>
      <Button icon={<RightOutlined aria-hidden />} iconPlacement="end" disabled={!onNext} onClick={onNext}>
        {t('nextPage')}
      </Button>
    </nav>
  );
}
