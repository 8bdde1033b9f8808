import { useTranslation } from 'react-i18next';
import type { ReviewItem } from '../../../src/databases/population/linking/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { signedBits, useMatchingWords } from '../app/matching/matching-words.ts';
import { useSession } from '../app/session.tsx';

/** Who has a pair before them now, until when. */
export function useHolder(): (item: ReviewItem) => string | undefined {
  const { t } = useTranslation('reviews');
  const name = useBilingual();
  const { account } = useSession();
  return ({ heldBy, heldByName, heldUntil }) => {
    if (!heldBy || !heldUntil) return undefined;
    const time = formatInstant(heldUntil).slice(-5);
    if (heldBy === account.username) return t('heldByYou', { time });
    return t('heldUntil', { name: heldByName ? name(heldByName) : heldBy, time });
  };
}

/** Columns of the list of doubtful pairs; the export writes the same in words. */
export function useReviewColumns(isDecided: boolean): readonly ListColumn<ReviewItem>[] {
  const { t } = useTranslation('reviews');
  const words = useMatchingWords();
  const name = useBilingual();
  const holder = useHolder();
  const both = (one: string | undefined, two: string | undefined) => t('names', { one: one ?? '—', two: two ?? '—' });
  return [
    { key: 'name', title: t('name'), text: ({ a, b }) => both(a.name, b.name), width: 180 },
    {
      key: 'birthDates',
      title: t('birthDates'),
      text: ({ a, b }) => (a.birthDate === b.birthDate ? a.birthDate : both(a.birthDate, b.birthDate)),
      width: 200,
    },
    { key: 'score', title: t('score'), text: ({ score }) => signedBits(score), align: 'end', width: 84 },
    { key: 'reason', title: t('reason'), text: ({ reason }) => words.reason(reason) },
    {
      key: 'place',
      title: t('place'),
      text: ({ place, placeName }) => (placeName ? `${name(placeName)} ${place}` : place),
      width: 150,
    },
    { key: 'openedAt', title: t('openedAt'), text: ({ openedAt }) => formatInstant(openedAt), width: 140 },
    ...(isDecided
      ? [
          {
            key: 'decidedBy',
            title: t('decidedBy'),
            text: ({ decidedBy, decidedByName }: ReviewItem) => (decidedByName ? name(decidedByName) : decidedBy),
            width: 100,
          },
          {
            key: 'decidedAt',
            title: t('decidedAt'),
            text: ({ decidedAt }: ReviewItem) => decidedAt && formatInstant(decidedAt),
            width: 140,
          },
        ]
      : [{ key: 'holder', title: t('holder'), text: holder, width: 150 }]),
  ];
}
