import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentPage, ResidentRow } from '../../../../src/databases/population/contract.ts';
import { address, call } from '../api.ts';

interface Person {
  readonly id: string;
  readonly name: string;
}

interface PersonPickerProps {
  readonly id: string;
  readonly value: Person | undefined;
  readonly onChange: (person: Person | undefined) => void;
  readonly invalid?: boolean;
  readonly describedBy?: string;
}

const SHOWN = 8;
const PAUSE_MS = 250;

/** Somebody of this platform, found by name, pinyin or number. */
export function PersonPicker({ id, value, onChange, invalid = false, describedBy }: PersonPickerProps) {
  const { t } = useTranslation('form');
  const [typed, setTyped] = useState('');
  const found = useFound(usePaused(typed));
  const rows = found.data?.items ?? [];
  const options = rows.map((row) => ({ value: row.id, label: lineOf(row, t(row.sex)), name: row.name }));
  const shown =
    value && !rows.some((row) => row.id === value.id) ? [{ value: value.id, label: value.name, name: value.name }] : [];
  return (
    <Select
      id={id}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      status={invalid ? 'error' : ''}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value?.id ?? null}
      placeholder={t('personHint')}
      options={[...shown, ...options]}
      loading={found.isFetching}
      notFoundContent={typed === '' ? t('personHint') : t('personNone')}
      onChange={(chosen) => {
        const name = [...shown, ...options].find((option) => option.value === chosen)?.name ?? '';
        onChange(chosen ? { id: chosen, name } : undefined);
      }}
    />
  );
}

/** Name, sex, birth date and the last digits: enough not to take one for another. */
const lineOf = ({ name, birthDate, identityNumberMasked }: ResidentRow, sex: string): string =>
  [name, sex, birthDate, identityNumberMasked].filter(Boolean).join(' · ');

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

const useFound = (q: string) =>
  useQuery({
    queryKey: ['person', q],
    queryFn: ({ signal }) => call<ResidentPage>(address('/api/residents', { q, count: SHOWN }), { signal }),
    enabled: q !== '',
  });
