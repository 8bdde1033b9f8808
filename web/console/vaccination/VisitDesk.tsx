import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { VaccinationWords, VisitDetail } from '../../../src/applications/public-health/vaccination/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { useMay } from '../app/session.tsx';
import { CheckForm } from './CheckForm.tsx';
import { DoseForm } from './DoseForm.tsx';
import { DosesHere } from './DosesHere.tsx';
import { DueDoses } from './DueDoses.tsx';
import { Leaving } from './Leaving.tsx';

interface VisitDeskProps {
  readonly detail: VisitDetail;
  readonly words: VaccinationWords;
  readonly onChanged: (detail: VisitDetail) => void;
  /** The child leaves the desk. */
  readonly onDone: (detail: VisitDetail) => void;
}

/** The step at which a child is, below what must be known of it. */
export function VisitDesk({ detail, words, onChanged, onDone }: VisitDeskProps) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  const may = useMay();
  const { visit, warnings, due, next, doses, offered } = detail;
  const isOpen = visit.state === 'registered' || visit.state === 'checked' || visit.state === 'vaccinated';
  const isLeft = offered.some(({ dose }) => dose !== undefined);
  return (
    <div className="desk">
      <header className="desk-who">
        <strong className="numeric">{visit.number}</strong>
        <h2>{visit.name}</h2>
        <span>{t(visit.sex)}</span>
        <span className="numeric">{visit.birthDate}</span>
        {visit.birthDate && <span>{ageIn(visit.birthDate, detail.today, t)}</span>}
        <span className="desk-state">{t(`state_${visit.state}`)}</span>
        <Link to="/vaccination/certificate" search={{ resident: visit.resident }}>
          {t('certificate')}
        </Link>
        <Link to="/residents/$id" params={{ id: visit.resident }}>
          {t('openRecord')}
        </Link>
      </header>
      {warnings.length > 0 && (
        <Alert type="error" showIcon title={t('warnings', { list: warnings.map(say).join(t('listComma')) })} />
      )}
      {doses.length > 0 && <DosesHere doses={doses} onChanged={onChanged} visit={visit.id} />}
      {visit.state === 'registered' && <DueDoses title={t('dueToday')} doses={due} />}
      {may('vaccination.write') && visit.state === 'registered' && (
        <CheckForm
          detail={detail}
          words={words}
          onSaved={(saved) => (saved.visit.state === 'checked' ? onChanged : onDone)(saved)}
        />
      )}
      {may('vaccination.write') && isOpen && visit.state !== 'registered' && (
        <DoseForm
          key={doses.length}
          detail={detail}
          words={words}
          onSaved={(saved) => (saved.offered.some(({ dose, lots }) => dose && lots.some(isUsable)) ? onChanged : onDone)(saved)}
        />
      )}
      {visit.state !== 'registered' && isLeft && <DueDoses title={t('stillDue')} doses={due} />}
      {isOpen && may('vaccination.write') && <Leaving visit={visit} onLeft={onDone} />}
      {next && next.on > detail.today && <NextVisit next={next} />}
      {!isOpen && <Button onClick={() => onDone(detail)}>{t('close')}</Button>}
    </div>
  );
}

const isUsable = ({ state }: { readonly state: string }) => state === 'usable';

function NextVisit({ next }: { readonly next: NonNullable<VisitDetail['next']> }) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  return (
    <p className="desk-next">
      <strong>{t('nextOn', { on: next.on })}</strong>{' '}
      {next.doses
        .map(({ vaccineName, number }) =>
          number === undefined ? say(vaccineName) : t('doseOf', { vaccine: say(vaccineName), number }),
        )
        .join(t('listComma'))}
    </p>
  );
}

/** Whole months below three years, whole years from then on. Days are YYYY-MM-DD. */
function ageIn(birth: string, today: string, t: (key: 'months' | 'years', options: { count: number }) => string): string {
  const [years = 0, months = 0, days = 0] = today.split('-').map((part, index) => Number(part) - Number(birth.split('-')[index]));
  const all = years * 12 + months - (days < 0 ? 1 : 0);
  return all < 36 ? t('months', { count: all }) : t('years', { count: Math.floor(all / 12) });
}
