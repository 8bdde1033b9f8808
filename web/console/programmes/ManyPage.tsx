import { useRouterState } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../../src/programmes/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { ImportBoard } from '../app/imports/ImportBoard.tsx';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useUrlState } from '../app/url-state.ts';
import { SavedNotice } from './SavedNotice.tsx';
import { ScanField } from './ScanField.tsx';
import './pages.css';

/** One activity for many residents: from a workbook, or one card after the other. */
export function ManyPage() {
  const { t } = useTranslation('programmes');
  const programmes = useProgrammes();
  const [{ programme, activity }, setUrl] = useUrlState({ programme: '', activity: '' });
  const saved = useRouterState({ select: ({ location }) => location.state.saved });
  const activities = (programmes.find(programme)?.activities ?? []).filter(hasForm);
  const about = useMemo(() => (programme === '' || activity === '' ? undefined : { programme, activity }), [programme, activity]);
  return (
    <ImportBoard
      title={t('many')}
      purpose={t('manyPurpose')}
      standard={t('manyStandard')}
      base="/api/imports/contacts"
      about={about}
    >
      <div className="toolbar">
        <ChoiceFilter
          label={t('programme')}
          value={programme}
          options={programmes.list.map(({ code }) => ({ value: code, label: programmes.titleOf(code) }))}
          onChange={(next) => setUrl({ programme: next, activity: firstOf(programmes.find(next)?.activities) })}
        />
        {programme !== '' && (
          <ChoiceFilter
            label={t('activity')}
            value={activity}
            options={activities.map(({ code }) => ({ value: code, label: programmes.activityOf(programme, code) }))}
            onChange={(next) => setUrl({ activity: next })}
          />
        )}
      </div>
      {saved && <SavedNotice saved={saved} />}
      {about && <ScanField programme={programme} activity={activity} />}
      {about && <h2 className="many-heading">{t('fromWorkbook')}</h2>}
    </ImportBoard>
  );
}

const hasForm = ({ form }: Activity): boolean => form !== undefined;
const firstOf = (activities: readonly Activity[] | undefined): string => activities?.find(hasForm)?.code ?? '';
