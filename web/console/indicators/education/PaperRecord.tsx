import { useTranslation } from 'react-i18next';
import type { EducationActivity, EducationPage } from '../../../../src/applications/public-health/health-education/contract.ts';
import { FactList } from '../../../ui/FactList.tsx';
import { useBilingual } from '../../../ui/language.ts';

interface PaperRecordProps {
  readonly of: EducationActivity;
  readonly page: EducationPage;
}

/** The record form of an activity (健康教育活动记录表), with room for signatures on paper. */
export function PaperRecord({ of, page }: PaperRecordProps) {
  const { t } = useTranslation('education');
  const say = useBilingual();
  const filed = page.evidence.filter(({ code }) => of.evidence.includes(code)).map(({ name }) => say(name));
  const titles = new Map(page.recordFields.map(({ key, name }) => [key, say(name)]));
  const facts: readonly (readonly [string, string | undefined])[] = [
    [titles.get('heldOn') ?? '', of.heldOn],
    [titles.get('place') ?? '', of.place],
    [t('kind'), say(of.kindName)],
    [t('topic'), of.topic],
    [t('institution'), of.institution],
    [titles.get('organiser') ?? '', of.organiser],
    [titles.get('speaker') ?? '', of.speaker],
    [titles.get('audience') ?? '', of.audience],
    [titles.get('audienceCount') ?? '', of.audienceCount === undefined ? undefined : String(of.audienceCount)],
    [titles.get('materials') ?? '', of.materials],
    [titles.get('copies') ?? '', of.copies === undefined ? undefined : String(of.copies)],
    [titles.get('content') ?? '', of.content],
    [titles.get('evaluation') ?? '', of.evaluation],
    [titles.get('evidence') ?? '', filed.join('、')],
    [t('filledIn'), of.byName],
    [t('responsible'), '________________'],
  ];
  return (
    <section aria-label={t('paperTitle')}>
      <h2>{t('paperTitle')}</h2>
      <FactList label={t('paperTitle')} facts={facts.map(([label, value]) => [label, value || '—'])} />
    </section>
  );
}
