import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ResidentProgrammes } from '../../../../src/programmes/contract.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useAnswer } from '../../app/api.ts';
import { useProgrammes } from '../../app/programmes/programme-titles.ts';
import { useMay } from '../../app/session.tsx';
import { useUrlState } from '../../app/url-state.ts';
import { Contacts } from './Contacts.tsx';
import { EnrolButton } from './EnrolButton.tsx';
import { StandingPanel } from './StandingPanel.tsx';
import './programmes-tab.css';

interface ProgrammesTabProps {
  /** Patient id. */
  readonly id: string;
  /** Repeated where something is done for the resident. */
  readonly who: string;
}

/** In which programmes a resident is, what is due, and what was done and found. */
export function ProgrammesTab({ id, who }: ProgrammesTabProps) {
  const { t } = useTranslation('programmes');
  const view = useAnswer<ResidentProgrammes>(`/api/residents/${encodeURIComponent(id)}/programmes`);
  const programmes = useProgrammes();
  if (view.error) return <ProblemNotice error={view.error} onRetry={() => void view.refetch()} />;
  if (view.isPending || programmes.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  const { standings, contacts } = view.data;
  const active = standings.filter(({ state }) => state === 'active');
  const suggested = standings.filter(({ state }) => state === 'suggested');
  const known = new Set(standings.map(({ programme }) => programme));
  return (
    <div className="stack">
      {standings.length === 0 && <p className="muted">{t('tabNone')}</p>}
      <div className="standings">
        {[...suggested, ...active].map((standing) => (
          <StandingPanel key={standing.programme} id={id} who={who} standing={standing} />
        ))}
      </div>
      <Others id={id} who={who} known={known} />
      <Done id={id} contacts={contacts} />
    </div>
  );
}

/** Programmes that somebody may enrol the resident in although none proposes it. */
function Others({ id, who, known }: ProgrammesTabProps & { readonly known: ReadonlySet<string> }) {
  const { t } = useTranslation('programmes');
  const may = useMay();
  const { list } = useProgrammes();
  const others = list.filter(({ code, enrolment }) => enrolment.kind === 'case' && !known.has(code));
  if (others.length === 0 || !may('programme.write')) return null;
  return (
    <details>
      <summary>{t('enrolOther')}</summary>
      <div className="toolbar standing-others">
        {others.map((programme) => (
          <EnrolButton key={programme.code} id={id} who={who} programme={programme} />
        ))}
      </div>
    </details>
  );
}

/** Contacts of one programme at a time; which one stands in the address. */
function Done({ id, contacts }: { readonly id: string; readonly contacts: ResidentProgrammes['contacts'] }) {
  const { t } = useTranslation('programmes');
  const { titleOf } = useProgrammes();
  const [{ of }, setUrl] = useUrlState({ of: '' });
  const codes = [...new Set(contacts.map(({ programme }) => programme))];
  const chosen = codes.includes(of) ? of : codes[0];
  return (
    <section className="stack" aria-label={t('contacts')}>
      <h2 className="data-group">{t('contacts')}</h2>
      {chosen === undefined && <p className="muted">{t('contactsNone')}</p>}
      {codes.length > 1 && (
        <nav className="toolbar" aria-label={t('programme')}>
          {codes.map((code) => (
            <button
              key={code}
              type="button"
              className="as-link"
              aria-pressed={code === chosen}
              onClick={() => setUrl({ of: code }, { replace: true })}
            >
              {titleOf(code)}
            </button>
          ))}
        </nav>
      )}
      {chosen !== undefined && (
        <Contacts id={id} programme={chosen} contacts={contacts.filter(({ programme }) => programme === chosen)} />
      )}
      <p>
        <Link to="/programmes" search={chosen === undefined ? {} : { programme: chosen }}>
          {t('definitions')}
        </Link>
      </p>
    </section>
  );
}
