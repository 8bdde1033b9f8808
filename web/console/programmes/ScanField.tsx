import { ScanOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../ui/failure.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { isWholeNumber, useFindByNumber } from '../app/lookup.ts';

/** A card read by a scanner, or its number typed, opens the form of its resident; when it is saved, the next card is read. */
export function ScanField({ programme, activity }: { readonly programme: string; readonly activity: string }) {
  const { t } = useTranslation('programmes');
  const navigate = useNavigate();
  const find = useFindByNumber();
  const [text, setText] = useState('');
  const open = useMutation({
    mutationFn: async (number: string) => {
      const { residentId } = await find(number);
      if (!residentId) throw new Failure({ status: 404, code: 'resident-unknown', titles: bilingual('scanNotHere') });
      await navigate({
        to: '/residents/$id/contact',
        params: { id: residentId },
        search: { programme, activity, many: '1' },
      });
    },
    onSettled: () => setText(''),
  });
  const bilingual = (key: 'scanNotHere') => ({ zh: t(key, { lng: 'zh' }), en: t(key, { lng: 'en' }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWholeNumber(text.trim())) open.mutate(text.trim());
  };
  return (
    <>
      <form onSubmit={submit} className="many-scan">
        <Input
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('scanHint')}
          aria-label={t('scan')}
          prefix={<ScanOutlined aria-hidden />}
          readOnly={open.isPending}
          autoComplete="off"
          spellCheck={false}
          status={text.trim() !== '' && text.trim().length >= 18 && !isWholeNumber(text.trim()) ? 'error' : ''}
        />
      </form>
      {open.error && <ProblemNotice error={open.error} />}
    </>
  );
}
