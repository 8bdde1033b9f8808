import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registration, ResidentLinks } from '../../../../src/databases/population/linking/contract.ts';
import { useBilingual } from '../../../ui/language.ts';

/** A change that is asked about: what is sent, and whom it concerns. */
export interface AskedAct {
  readonly kind: 'merge' | 'unlink' | 'apart' | 'together' | 'split';
  /** Whose links the change is sent to. */
  readonly id: string;
  readonly other?: string;
  readonly patients?: readonly string[];
  readonly whom: readonly (Pick<Registration, 'name' | 'sex' | 'birthDate' | 'identityNumberMasked'> & {
    readonly patient: string;
  })[];
}

export interface Shown {
  readonly found: ResidentLinks;
  /** Undefined where the role may not act. */
  readonly ask: ((act: AskedAct) => void) | undefined;
}

/** Registrations by number, name and last four digits: `1 林晓明（0122）`. */
export function useLabels({ registrations }: ResidentLinks) {
  const { t } = useTranslation('registrations');
  const numberOf = (patient: string) => registrations.findIndex((one) => one.patient === patient) + 1;
  const label = (patient: string): string => {
    const found = registrations.find((one) => one.patient === patient);
    if (!found) return t('gone');
    return t('labelOf', { n: numberOf(patient), name: found.name, last: found.identityNumberMasked?.slice(-4) ?? '—' });
  };
  const pair = ({ a, b }: { readonly a: string; readonly b: string }) => t('pairOf', { one: label(a), two: label(b) });
  const whom = (...patients: readonly string[]) => registrations.filter(({ patient }) => patients.includes(patient));
  return { numberOf, pair, whom };
}

type Named = Pick<ResidentLinks['links'][number], 'by' | 'byName'>;

export function useDoer(): (one: Named) => string {
  const { t } = useTranslation('registrations');
  const name = useBilingual();
  return ({ by, byName }) => (byName ? name(byName) : by === 'matching' ? t('matching') : by);
}

export function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      <div className="panel-body registrations-body">{children}</div>
    </section>
  );
}
