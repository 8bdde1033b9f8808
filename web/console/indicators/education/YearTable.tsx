import { useTranslation } from 'react-i18next';
import type { EducationFigure, EducationYear } from '../../../../src/applications/public-health/health-education/contract.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useAnswer } from '../../app/api.ts';

interface Row extends EducationFigure {
  readonly institution: string;
  readonly level: 'township' | 'village';
}

/** What each institution did in the year, beside what is required of it. */
export function YearTable({ year }: { readonly year: string }) {
  const { t } = useTranslation('education');
  const say = useBilingual();
  const answer = useAnswer<EducationYear>(`/api/health-education/years/${year}`);
  const rows = answer.data?.institutions.flatMap(({ institution, level, figures }) =>
    figures.map((figure): Row => ({ ...figure, institution, level })),
  );
  const standing = ({ done, required, requiredByNow }: Row) => {
    if (required === undefined) return t('noRequirement');
    if (done >= required) return t('reached');
    return done >= (requiredByNow ?? 0) ? t('onTheWay') : t('behind');
  };
  const columns: readonly ListColumn<Row>[] = [
    { key: 'institution', title: t('institution'), text: ({ institution, level }) => `${institution}（${t(level)}）` },
    { key: 'kind', title: t('kind'), text: ({ name }) => say(name), width: 170 },
    {
      key: 'done',
      title: t('done'),
      text: ({ done, required, counted }) => `${done}${required === undefined ? '' : ` / ${required}`} ${say(counted)}`,
      align: 'end',
      width: 130,
    },
    { key: 'standing', title: t('standing'), text: standing, width: 130 },
    { key: 'planned', title: t('stillPlanned'), text: ({ planned }) => String(planned), align: 'end', width: 100 },
    { key: 'audience', title: t('audienceCount'), text: ({ audience }) => String(audience), align: 'end', width: 100 },
    { key: 'copies', title: t('copies'), text: ({ copies }) => String(copies), align: 'end', width: 100 },
  ];
  if (answer.error) return <ProblemNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <ListTable<Row>
      caption={t('yearCaption', { year })}
      rows={rows}
      columns={columns}
      rowKey={({ institution, level, kind }) => `${level} ${institution} ${kind}`}
      empty={t('noYear')}
    />
  );
}
