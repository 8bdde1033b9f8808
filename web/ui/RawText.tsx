import { CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './fact-list.css';

/** Text as received, folded away, with a button that copies it. */
export function RawText({ title, text }: { readonly title: string; readonly text: string }) {
  const { t } = useTranslation('ui');
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <details className="raw-text">
      <summary>{title}</summary>
      <Button size="small" className="raw-copy" icon={<CopyOutlined aria-hidden />} onClick={copy}>
        {copied ? t('copied') : t('copy')}
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
