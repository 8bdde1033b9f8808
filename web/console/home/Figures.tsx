import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/platform/directory/contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { useMay, useSession } from '../app/session.tsx';

/** Key figures; each leads to its list where the role may open it. */
export function Figures({ home }: { readonly home: Home }) {
  const { t } = useTranslation('home');
  const { platform } = useSession();
  const { records } = home;
  return (
    <section aria-label={t('figures')} className="figures">
      <Figure
        label={t('residents')}
        value={home.residents}
        note={t('residentsNote')}
        to="/residents"
        right="resident.read"
        main
      />
      <Figure label={t('healthRecords')} value={records.healthRecords} note={t('currentNote')} main />
      <Figure label={t('medicalRecords')} value={records.medicalRecords} note={t('currentNote')} main />
      <Figure
        label={t('institutions')}
        value={home.institutions}
        note={t('institutionsNote')}
        to="/institutions"
        right="directory.read"
        main
      />
      <Figure label={t('writtenToday')} value={home.writtenToday} note={t('writtenTodayNote')} />
      <Figure
        label={t('accessedToday')}
        value={home.accessedToday}
        note={t('accessedTodayNote')}
        to="/accesses"
        right="audit.read"
      />
      {platform.level === 'county' ? (
        <Figure label={t('population')} value={records.population} note={t('currentNote')} />
      ) : (
        <Figure label={t('indexed')} value={home.indexed} note={t('indexedNote')} to="/network" right="network.read" />
      )}
      <Figure label={t('reference')} value={records.reference} note={t('currentNote')} />
    </section>
  );
}

/** The figures to come, in their places. */
export function FiguresSkeleton() {
  const { t } = useTranslation('ui');
  return (
    <div className="figures" role="status" aria-label={t('loading')}>
      {Array.from({ length: 8 }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div className="figure" key={at}>
          <Skeleton active title={false} paragraph={{ rows: 3 }} />
        </div>
      ))}
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number;
  readonly note: string;
  readonly to?: '/residents' | '/institutions' | '/accesses' | '/network';
  readonly right?: string;
  readonly main?: boolean;
}

function Figure({ label, value, note, to, right, main = false }: FigureProps) {
  const language = useLanguage();
  const may = useMay();
  const look = main ? 'figure figure-main' : 'figure';
  const content = (
    <>
      <span className="figure-label">{label}</span>
      <span className="figure-value numeric">{formatNumber(value, language)}</span>
      <span className="figure-note">{note}</span>
    </>
  );
  if (!to || (right && !may(right))) return <div className={look}>{content}</div>;
  return (
    <Link to={to} className={`${look} figure-link`}>
      {content}
    </Link>
  );
}
