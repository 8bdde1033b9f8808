import { useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentData } from '../../../src/databases/population/resident-data/contract.ts';
import type { ContactFormView } from '../../../src/programmes/contract.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useUrlState } from '../app/url-state.ts';
import { ContactForm } from './ContactForm.tsx';
import { formSearch, type ItemKey } from './item.ts';
import { nextOf } from './queue.ts';
import { useQueued } from './queued.ts';
import { SavedNotice } from './SavedNotice.tsx';
import type { SavedContact } from './saved.ts';
import './pages.css';

const asked = { programme: '', activity: '', step: '', contact: '', by: '', queue: '', many: '', queued: '' };

/** The form of an activity for one resident; of a list that is worked off, the next one opens by itself. */
export function ContactPage() {
  const { t } = useTranslation('programmes');
  const { id = '' } = useParams({ strict: false });
  const [{ by, queue, many, queued, ...task }] = useUrlState(asked);
  const navigate = useNavigate();
  const { programme, activity, step, contact } = task;
  const programmes = useProgrammes();
  const base = `/api/residents/${encodeURIComponent(id)}`;
  const form = useAnswer<ContactFormView>(address(`${base}/contact-form`, task), { enabled: activity !== '' });
  const whose = useAnswer<ResidentData>(`${base}/data`);
  const before = useRouterState({ select: ({ location }) => location.state.saved });
  const [saved, setSaved] = useState<SavedContact>();
  const mine = useQueued(queued);
  const work = useQueue(queue, { by, resident: id, programme, activity, step });
  const done = async (next: SavedContact) => {
    await mine.settle();
    if (many !== '') await navigate({ to: '/due/many', search: { programme, activity }, state: { saved: next } });
    else if (queue === '') setSaved(next);
    else await work.goOn(next);
  };
  const error = form.error ?? whose.error;
  const isWaiting = !error && (mine.isPending || form.isPending || whose.isPending || programmes.isPending);
  const title = form.data
    ? t(contact ? 'correcting' : 'filling', {
        programme: programmes.titleOf(programme),
        activity: programmes.activityOf(programme, activity, step),
      })
    : t('form');
  return (
    <Page title={title} purpose={t('formPurpose')} {...(form.data ? { standard: form.data.source } : {})}>
      {queue !== '' && <QueueBar work={work} />}
      {before && !saved && <SavedNotice saved={before} />}
      {saved && <SavedNotice saved={saved} />}
      {activity === '' && <Alert type="warning" showIcon title={t('noTask')} />}
      {isWaiting && activity !== '' && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {error && <ProblemNotice error={error} onRetry={() => void form.refetch()} />}
      {!saved && form.data && whose.data && !programmes.isPending && !mine.isPending && (
        <ContactForm
          key={`${id} ${Object.values(task).join(' ')}`}
          id={id}
          view={form.data}
          step={step}
          contact={contact}
          whose={whose.data}
          activity={programmes.findActivity(programme, activity)}
          mine={mine.values}
          onSaved={done}
        />
      )}
    </Page>
  );
}

/** The list that is being worked off: on to its next item, or back to it. */
function useQueue(queue: string, item: ItemKey) {
  const navigate = useNavigate();
  const [isGoing, setGoing] = useState(false);
  const [error, setError] = useState<unknown>();
  const toList = (saved?: SavedContact) =>
    navigate({ to: '/due', search: Object.fromEntries(new URLSearchParams(queue)), state: saved ? { saved } : {} });
  const goOn = async (saved?: SavedContact) => {
    setGoing(true);
    setError(undefined);
    try {
      const next = await nextOf(queue, item);
      if (!next) return await toList(saved);
      const search = formSearch(next, queue);
      await navigate({ to: '/residents/$id/contact', params: { id: next.resident }, search, state: saved ? { saved } : {} });
      window.scrollTo(0, 0);
    } catch (failure) {
      setError(failure);
    } finally {
      setGoing(false);
    }
  };
  return { goOn, toList, isGoing, error };
}

function QueueBar({ work }: { readonly work: ReturnType<typeof useQueue> }) {
  const { t } = useTranslation('programmes');
  return (
    <nav className="toolbar" aria-label={t('worklist')}>
      <Button onClick={() => void work.toList()}>{t('toList')}</Button>
      <Button onClick={() => void work.goOn()} loading={work.isGoing}>
        {t('skip')}
      </Button>
      <span className="muted">{t('nextOpens')}</span>
      {work.error !== undefined && <ProblemNotice error={work.error} />}
    </nav>
  );
}
