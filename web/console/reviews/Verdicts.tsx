import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewItem } from '../../../src/databases/population/linking/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';
import { ActDialog } from '../app/matching/ActDialog.tsx';
import { useKeys } from '../app/page-keys.ts';

type Verdict = 'link' | 'not-same' | 'later' | 'open';
/** Those that are asked about first. */
type Asked = Exclude<Verdict, 'later'>;

const questions = {
  link: { title: 'linkAsk', why: 'linkWhy', act: 'link' },
  'not-same': { title: 'notSameAsk', why: 'notSameWhy', act: 'notSame' },
  open: { title: 'backAsk', why: 'backWhy', act: 'takeBack' },
} as const;

/** Of a pair that is linked already, and contradicts itself since. */
const questionsOfLinked = {
  link: { title: 'keepAsk', why: 'keepWhy', act: 'keep' },
  'not-same': { title: 'partAsk', why: 'partWhy', act: 'part' },
  open: questions.open,
} as const;

interface VerdictsProps {
  readonly item: ReviewItem;
  readonly disabled: boolean;
  readonly onDecided: (item: ReviewItem) => void;
  /** The platform refused: what is shown is no longer how it is. */
  readonly onRefused: () => void;
}

/** What can be said of a pair in its state, by button or key. */
export function Verdicts({ item, disabled, onDecided, onRefused }: VerdictsProps) {
  const { t } = useTranslation('reviews');
  const { message } = App.useApp();
  const [asked, setAsked] = useState<Asked>();
  const deciding = useMutation({
    mutationFn: ({ verdict, reason }: { readonly verdict: Verdict; readonly reason?: string }) =>
      post<ReviewItem>('/api/reviews/decide', { a: item.a.patient, b: item.b.patient, verdict, ...(reason ? { reason } : {}) }),
    onSuccess: (decided, { verdict }) => {
      setAsked(undefined);
      void message.success(t(`done_${verdict}`));
      onDecided(decided);
    },
    onError: onRefused,
  });
  const isQueued = item.state === 'open' || item.state === 'later';
  const may = (...states: readonly ReviewItem['state'][]) => !disabled && !deciding.isPending && states.includes(item.state);
  const ask = (verdict: Asked) => () => {
    deciding.reset();
    setAsked(verdict);
  };
  const later = () => deciding.mutate({ verdict: 'later' });
  useKeys([
    { key: '1 L', text: t('keyLink'), act: () => may('open', 'later') && ask('link')() },
    { key: '2 N', text: t('keyNotSame'), act: () => may('open', 'later') && ask('not-same')() },
    { key: '3 S', text: t('keyLater'), act: () => may('open') && later() },
  ]);
  const isLinked = item.reason === 'contradicts' && isQueued;
  const question = asked && (isLinked ? questionsOfLinked : questions)[asked];
  return (
    <>
      <div className="review-verdicts">
        {isQueued && (
          <>
            <Button type="primary" disabled={!may('open', 'later')} onClick={ask('link')} aria-keyshortcuts="L">
              {t(isLinked ? 'keep' : 'link')} <kbd>1</kbd>
            </Button>
            <Button danger disabled={!may('open', 'later')} onClick={ask('not-same')} aria-keyshortcuts="N">
              {t(isLinked ? 'part' : 'notSame')} <kbd>2</kbd>
            </Button>
          </>
        )}
        {item.state === 'open' && (
          <Button disabled={!may('open')} onClick={later} aria-keyshortcuts="S">
            {t('setLater')} <kbd>3</kbd>
          </Button>
        )}
        {item.state === 'later' && (
          <Button disabled={!may('later')} onClick={() => deciding.mutate({ verdict: 'open' })}>
            {t('reopen')}
          </Button>
        )}
        {item.state === 'not-same' && (
          <Button danger disabled={!may('not-same')} onClick={ask('open')}>
            {t('takeBack')}
          </Button>
        )}
      </div>
      {deciding.error && !asked && <ProblemNotice error={deciding.error} />}
      <ActDialog
        open={question !== undefined}
        title={question ? t(question.title) : ''}
        why={question ? t(question.why) : ''}
        act={question ? t(question.act) : ''}
        whom={[item.a, item.b]}
        pending={deciding.isPending}
        error={deciding.error}
        onAct={(reason) => asked && deciding.mutate({ verdict: asked, reason })}
        onCancel={() => setAsked(undefined)}
      />
    </>
  );
}
