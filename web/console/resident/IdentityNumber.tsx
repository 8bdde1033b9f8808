import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Revealed } from '../../../src/databases/population/contract.ts';
import type { Person } from '../../fhir/person.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import { titleOf } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';
import { post } from '../app/api.ts';

/** A number left in view on an unattended screen masks itself again. */
const SHOWN_MS = 30_000;

/** The identity number, masked until asked for; asking is logged, and only possible where the resident is known. */
export function IdentityNumber({ person }: { readonly person: Person }) {
  const { t } = useTranslation('resident');
  const { data, reset, mutate, isPending } = useReveal(person.localId ?? '');
  if (!person.identityNumberMasked) return '—';
  if (data) {
    return (
      <>
        <strong title={t('revealed')}>{data.value}</strong>{' '}
        <Button
          size="small"
          type="text"
          icon={<EyeInvisibleOutlined aria-hidden />}
          aria-label={t('hide', { ns: 'ui' })}
          onClick={reset}
        />
      </>
    );
  }
  return (
    <>
      {person.identityNumberMasked}{' '}
      {person.localId && (
        <Popconfirm title={<Question person={person} />} onConfirm={() => mutate()} okText={t('reveal', { ns: 'ui' })}>
          <Button
            size="small"
            type="text"
            icon={<EyeOutlined aria-hidden />}
            loading={isPending}
            aria-label={t('reveal', { ns: 'ui' })}
          />
        </Popconfirm>
      )}
    </>
  );
}

/** Repeats name, sex, age and the last four digits, so that nobody asks for the wrong person's number. */
function Question({ person }: { readonly person: Person }) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const age = ageInWords(person.birthDate, person.deceasedOn || localDay(new Date()), language) ?? '';
  const last = person.identityNumberMasked?.slice(-4) ?? '';
  return (
    <div className="resident-question">
      {t('revealAsk', { who: t('who', { name: person.name, sex: t(person.sex), age, last }) })}
    </div>
  );
}

function useReveal(id: string) {
  const language = useLanguage();
  const { message } = App.useApp();
  const reveal = useMutation({
    mutationFn: () => post<Revealed>(`/api/residents/${encodeURIComponent(id)}/reveal`, { field: 'identity-number' }),
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
  const { isSuccess, reset } = reveal;
  useEffect(() => {
    if (!isSuccess) return;
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isSuccess, reset]);
  return reveal;
}
