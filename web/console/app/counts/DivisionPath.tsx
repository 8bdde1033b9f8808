import { Breadcrumb } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Bilingual } from '../../../../src/kernel/contract.ts';
import { useBilingual } from '../../../ui/language.ts';

interface Placed {
  readonly division: string;
  readonly name?: Bilingual;
}

/** What a division is called; without a name of its own, by its code. */
export function useDivisionName(): (one: Placed) => string {
  const { t } = useTranslation('population');
  const bilingual = useBilingual();
  return ({ division, name }) => {
    if (name) return division.length > 6 ? `${bilingual(name)} ${division}` : bilingual(name);
    return division.length > 9 ? t('village', { code: division }) : t('township', { code: division });
  };
}

/** The way down to a division; each step leads back up to it. */
export function DivisionPath({
  path,
  onChoose,
}: {
  readonly path: readonly Placed[];
  readonly onChoose: (division: string) => void;
}) {
  const { t } = useTranslation('population');
  const nameOf = useDivisionName();
  const items = path.map((one, at) => ({
    key: one.division,
    title:
      at === path.length - 1 ? (
        <span aria-current="page">{nameOf(one)}</span>
      ) : (
        <button type="button" className="as-link" onClick={() => onChoose(one.division)}>
          {nameOf(one)}
        </button>
      ),
  }));
  return (
    <nav aria-label={t('divisions')}>
      <Breadcrumb items={items} />
    </nav>
  );
}
