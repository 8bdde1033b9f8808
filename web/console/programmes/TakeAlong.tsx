import { CloudDownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';

interface TakeAlongProps {
  /** Filters of the list. */
  readonly query: Readonly<Record<string, string>>;
  readonly disabled: boolean;
}

/** Downloads what the filters leave, to be worked on where there is no network. */
export function TakeAlong({ query, disabled }: TakeAlongProps) {
  const { t } = useTranslation('programmes');
  const { modal, message } = App.useApp();
  const [count, setCount] = useState(0);
  const stopping = useRef<AbortController>(undefined);
  const taking = useMutation({
    mutationFn: async () => {
      const { takeAlong } = await import('../app/offline/take-along.ts');
      stopping.current = new AbortController();
      return takeAlong({ query, onProgress: setCount, signal: stopping.current.signal });
    },
    onSuccess: ({ taken, isAll }) => void message.success(t(isAll ? 'takenNow' : 'takenSome', { count: taken }), SHOWN_SECONDS),
  });
  const ask = async () => {
    const [{ MOST_TAKEN }, { VALID_MS }] = await Promise.all([
      import('../app/offline/take-along.ts'),
      import('../app/offline/account.ts'),
    ]);
    modal.confirm({
      title: t('takeAlong'),
      content: t('takeAlongWhy', { most: MOST_TAKEN, days: VALID_MS / DAY_MS }),
      okText: t('takeAlongDo'),
      cancelText: t('cancel', { ns: 'ui' }),
      onOk: () => {
        setCount(0);
        taking.mutate();
      },
    });
  };
  if (taking.isPending)
    return (
      <Button onClick={() => stopping.current?.abort()}>
        <span role="status">{t('taking', { count })}</span> · {t('stopTaking')}
      </Button>
    );
  const isStopped = taking.error instanceof DOMException && taking.error.name === 'AbortError';
  return (
    <>
      <Button icon={<CloudDownloadOutlined aria-hidden />} disabled={disabled} onClick={() => void ask()}>
        {t('takeAlong')}
      </Button>
      {taking.error && !isStopped && <ProblemNotice error={taking.error} />}
    </>
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SHOWN_SECONDS = 6;
