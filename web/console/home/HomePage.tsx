import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/platform/directory/contract.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { StackedBars } from '../../ui/StackedBars.tsx';
import { useAnswer } from '../app/api.ts';
import { useSession } from '../app/session.tsx';
import { Figures, FiguresSkeleton } from './Figures.tsx';
import { QuickActions } from './QuickActions.tsx';
import './home.css';

/** What stands in this division today, and where to go next. */
export function HomePage() {
  const { t } = useTranslation('home');
  const name = useBilingual();
  const { account } = useSession();
  const home = useAnswer<Home>('/api/home', { refetchInterval: 10_000 });
  return (
    <Page
      title={t('welcome', { name: name(account.name) })}
      purpose={t('scope', { division: name(account.divisionName) })}
      standard={t('standard')}
      actions={home.data && <AsOf instant={home.data.asOf} />}
    >
      {home.isPending && <FiguresSkeleton />}
      {home.isError && <ProblemNotice error={home.error} onRetry={() => void home.refetch()} staleSince={home.data?.asOf} />}
      {home.data && <Figures home={home.data} />}
      <div className="home-lower">
        {home.data && <PerDay perDay={home.data.perDay} />}
        <QuickActions />
      </div>
    </Page>
  );
}

/** Three tones that differ in lightness too, so that they part without colour. */
const colors = { population: '#b9862c', healthRecords: '#0b7a75', medicalRecords: '#274b7a' };

function PerDay({ perDay }: { readonly perDay: Home['perDay'] }) {
  const { t } = useTranslation('home');
  const databases = ['population', 'healthRecords', 'medicalRecords'] as const;
  return (
    <StackedBars
      title={t('perDay')}
      labelHeading={t('day')}
      totalHeading={t('total')}
      series={databases.map((key) => ({ key, label: t(key), color: colors[key] }))}
      bars={perDay.map((day) => ({ label: day.day, short: day.day.slice(5), values: databases.map((key) => day[key]) }))}
    />
  );
}
