import { Modal } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageKeys } from './page-keys.ts';
import { isTyping } from './typing.ts';

const keys = [
  { key: '/', text: 'keySearch' },
  { key: '?', text: 'keyHelp' },
  { key: 'Tab', text: 'keyTab' },
  { key: '↑ ↓', text: 'keyMove' },
  { key: 'Home End', text: 'keyEnds' },
  { key: 'Enter', text: 'keyOpen' },
  { key: 'Esc', text: 'keyClose' },
] as const;

interface KeysDialogProps {
  readonly open: boolean;
  readonly onChange: (open: boolean) => void;
}

/** The list of keys; `?` opens it from anywhere. */
export function KeysDialog({ open, onChange }: KeysDialogProps) {
  const { t } = useTranslation();
  const ofPage = usePageKeys();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === '?' && !isTyping(event)) onChange(true);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [onChange]);
  return (
    <Modal title={t('keys')} open={open} onCancel={() => onChange(false)} footer={null} width={420}>
      <table className="plain-table">
        <caption className="sr-only">{t('keys')}</caption>
        <tbody>
          {[...ofPage, ...keys.map(({ key, text }) => ({ key, text: t(text) }))].map(({ key, text }) => (
            <tr key={key}>
              <th scope="row" className="nowrap">
                <kbd>{key}</kbd>
              </th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
