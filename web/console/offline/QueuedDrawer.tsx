import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Drawer, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import type { Keeper } from '../app/offline/account.ts';
import { useConnection } from '../app/offline/connection.ts';
import { keepInQueue, removeFromQueue } from '../app/offline/queue.ts';
import { asAdditional, type QueuedContact } from '../app/offline/queue-state.ts';
import { sendQueue } from '../app/offline/sending.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { SideBySide } from './SideBySide.tsx';
import { type There, useThere } from './there.ts';

interface QueuedDrawerProps {
  readonly keeper: Keeper;
  readonly queued: QueuedContact;
  readonly onClose: () => void;
}

/** One contact that was recorded here: why it is not sent, what is at the platform, and what a person may do about it. */
export function QueuedDrawer({ keeper, queued, onClose }: QueuedDrawerProps) {
  const { t } = useTranslation('offline');
  const say = useBilingual();
  const { activityOf } = useProgrammes();
  const { isReached, isLocal } = useConnection();
  const { state, who, programme, activity, step } = queued;
  const isOpen = state.is === 'conflict' || state.is === 'refused';
  const there = useThere(queued, isOpen && isReached && !isLocal);
  return (
    <Drawer open onClose={onClose} size={860} title={`${who.name} · ${activityOf(programme, activity, step || undefined)}`}>
      <p>{t('whoIs', { name: who.name, sex: t(who.sex), birthDate: who.birthDate || '—', last: who.last })}</p>
      {(state.is === 'conflict' || state.is === 'refused') && (
        <Alert
          type="error"
          showIcon
          title={say(state.why.titles)}
          description={
            <ul className="offline-why">
              {state.why.faults.map(({ at, text }) => (
                <li key={at}>{say(text)}</li>
              ))}
            </ul>
          }
        />
      )}
      {isOpen && there.isFetching && !there.data && <Skeleton active />}
      {there.error && <ProblemNotice error={there.error} onRetry={() => void there.refetch()} />}
      {there.data && <SideBySide queued={queued} there={there.data} />}
      <Decisions {...{ keeper, queued, onClose }} there={there.data} />
    </Drawer>
  );
}

/** Nothing is decided by the program: one more contact, a correction of theirs, or mine is given up. */
function Decisions({ keeper, queued, there, onClose }: QueuedDrawerProps & { readonly there: There | undefined }) {
  const { t } = useTranslation('offline');
  const { modal } = App.useApp();
  const { id, resident, programme, activity, step, state, who } = queued;
  const task = { programme, activity, ...(step ? { step } : {}), queued: id };
  const add = async (now: There) => {
    await keepInQueue(keeper, [asAdditional(queued, now.basis)]);
    onClose();
    await sendQueue(keeper, true);
  };
  const discard = () =>
    modal.confirm({
      title: t('discardTitle'),
      content: t('discardWhy', { name: who.name, birthDate: who.birthDate || '—', last: who.last, on: queued.on }),
      okText: t('discard'),
      okButtonProps: { danger: true },
      cancelText: t('cancel', { ns: 'ui' }),
      autoFocusButton: 'cancel',
      onOk: async () => {
        await removeFromQueue([id]);
        onClose();
      },
    });
  if (state.is === 'sent')
    return (
      <p>
        <Link to="/residents/$id" params={{ id: resident }} search={{ tab: 'programmes' }}>
          {t('toResident')}
        </Link>
      </p>
    );
  return (
    <div className="toolbar offline-decisions">
      {state.is === 'conflict' && there && (
        <Button type="primary" onClick={() => void add(there)}>
          {t('addAll')}
        </Button>
      )}
      {state.is === 'conflict' && there?.contact && (
        <Link to="/residents/$id/contact" params={{ id: resident }} search={{ ...task, contact: there.contact }}>
          {t('correctTheirs')}
        </Link>
      )}
      {state.is === 'refused' && there && (
        <Link to="/residents/$id/contact" params={{ id: resident }} search={task}>
          {t('openAgain')}
        </Link>
      )}
      <Button danger onClick={() => void discard()}>
        {t('discard')}
      </Button>
    </div>
  );
}
