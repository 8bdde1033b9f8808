import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { titleOf } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';
import { mainRegion } from '../../ui/popup.ts';
import { post } from './api.ts';

interface PrintOnceProps<Answer> {
  /** Where what is printed is asked for, with its numbers in full: each asking is logged. */
  readonly path: string;
  readonly label: string;
  readonly paper: (answer: Answer) => ReactNode;
}

/** Asks for a paper with its numbers in full and prints it; afterwards they are gone from the page. */
export function PrintOnce<Answer>({ path, label, paper }: PrintOnceProps<Answer>) {
  const language = useLanguage();
  const { message } = App.useApp();
  const asking = useMutation({
    mutationFn: () => post<Answer>(path),
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
  const { data, reset } = asking;
  useEffect(() => {
    if (!data) return;
    window.addEventListener('afterprint', reset, { once: true });
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', reset);
    };
  }, [data, reset]);
  return (
    <>
      <Button loading={asking.isPending} onClick={() => asking.mutate()}>
        {label}
      </Button>
      {data && createPortal(paper(data), mainRegion())}
    </>
  );
}
