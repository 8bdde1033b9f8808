import { useEffect, useMemo } from 'react';
import type { Workplace } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { InstitutionPage } from '../../../src/platform/directory/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { address, useAnswer } from '../app/api.ts';
import { useUrlState } from '../app/url-state.ts';

const REMEMBERED = 'minkang.vaccination-point';
const MOST_INSTITUTIONS = 200;

/** The vaccination point at which somebody works: in the address, and remembered on the device. */
export function usePoint() {
  const [{ point: chosen }, setUrl] = useUrlState({ point: '' });
  const say = useBilingual();
  const own = useAnswer<readonly Workplace[]>('/api/vaccination/points');
  const isBound = (own.data?.length ?? 0) > 0;
  const list = useAnswer<InstitutionPage>(address('/api/institutions', { count: MOST_INSTITUTIONS }), {
    enabled: own.data !== undefined && !isBound,
  });
  const options = useMemo(
    () =>
      isBound
        ? (own.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
        : (list.data?.items ?? []).map(({ id, name }) => ({ value: id, label: say(name) })),
    [isBound, own.data, list.data, say],
  );
  const remembered = localStorage.getItem(REMEMBERED) ?? '';
  const known = options.some(({ value }) => value === remembered)
    ? remembered
    : options.length === 1
      ? (options[0]?.value ?? '')
      : '';
  const point = chosen || known;
  useEffect(() => {
    if (point) localStorage.setItem(REMEMBERED, point);
  }, [point]);
  const choose = (next: string) => {
    localStorage.setItem(REMEMBERED, next);
    setUrl({ point: next });
  };
  const isPending = own.isPending || (!isBound && list.isPending);
  // who is bound to no institution may look, and records nothing
  return { point, choose, options, error: own.error ?? list.error, isPending, isBound: isBound || isPending };
}
