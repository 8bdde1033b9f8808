import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../src/applications/public-health/diseases/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import { PrintOnce } from '../app/PrintOnce.tsx';
import { answerText } from './answer-text.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Prints the report card of a case. */
export function PrintCard({ id }: { readonly id: string }) {
  const { t } = useTranslation('diseases');
  return (
    <PrintOnce<CaseDetail>
      path={`/api/notifiable-cases/${encodeURIComponent(id)}/card`}
      label={t('print')}
      paper={(card) => <PaperCard of={card} />}
    />
  );
}

const sexOf = (sex: string): 'male' | 'female' | 'other' | 'unknown' =>
  sex === 'male' || sex === 'female' || sex === 'other' ? sex : 'unknown';

/** The card as a page of A4, both languages on it. */
function PaperCard({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('diseases');
  const sex = sexOf(of.sex);
  const isCorrected = of.statements.some(({ kind }) => kind === 'correct');
  const own: readonly (readonly [string, string, string])[] = [
    [zh.cardNumber, en.cardNumber, of.id],
    [zh.cardKind, en.cardKind, isCorrected ? `${zh.corrected} ${en.corrected}` : `${zh.firstReport} ${en.firstReport}`],
    [zh.patient, en.patient, of.residentName],
    [zh.identityNumber, en.identityNumber, of.number ?? '—'],
    [zh.sex, en.sex, `${zh[sex]} ${en[sex]}`],
    [zh.birthDate, en.birthDate, of.birthDate ?? '—'],
    [zh.legalClass, en.legalClass, `${zh[of.class]} ${en[of.class]}`],
    [zh.reportedAt, en.reportedAt, formatInstant(of.reportedAt)],
  ];
  const both = (text: { zh: string; en: string }) => (text.zh === text.en ? text.zh : `${text.zh} ${text.en}`);
  return (
    <section className="paper-card" aria-label={t('paperTitle')}>
      <h2>
        {zh.paperTitle} <span lang="en">{en.paperTitle}</span>
      </h2>
      <div className="paper-card-table">
        {own.map(([chinese, english, value]) => (
          <Cell key={english} chinese={chinese} english={english} value={value} />
        ))}
        {of.card.map((answer) => (
          <Cell
            key={answer.key}
            chinese={answer.name.zh}
            english={answer.name.en}
            value={answerText(answer, both, `${zh.yes} ${en.yes}`, `${zh.no} ${en.no}`)}
          />
        ))}
      </div>
      <p>{t('verify', { id: of.id, at: formatInstant(of.reportedAt) })}</p>
    </section>
  );
}

function Cell({ chinese, english, value }: { readonly chinese: string; readonly english: string; readonly value: string }) {
  return (
    <div>
      <span>
        {chinese} <span lang="en">{english}</span>
      </span>
      <span>{value}</span>
    </div>
  );
}
