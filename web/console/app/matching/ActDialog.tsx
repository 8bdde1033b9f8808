import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useMatchingWords, type Who } from './matching-words.ts';
import './matching.css';

interface ActDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will follow. */
  readonly why: string;
  /** Whom it concerns: each is repeated by name, sex, age and last four digits. */
  readonly whom: readonly (Who & { readonly patient: string })[];
  readonly act: string;
  /** A reason must be given. */
  readonly needsReason?: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onAct: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks before a dangerous act on residents. Enter in the field for the reason acts, Esc does not. */
export function ActDialog(props: ActDialogProps) {
  const { open, title, act, pending, onCancel } = props;
  const id = useId();
  return (
    <Modal
      title={title}
      open={open}
      onCancel={onCancel}
      okText={act}
      okButtonProps={{ danger: true, loading: pending, htmlType: 'submit', form: id }}
      destroyOnHidden
      closable={false}
      width={560}
    >
      <Body {...props} id={id} />
    </Modal>
  );
}

function Body({ why, whom, needsReason = false, error, onAct, id }: ActDialogProps & { readonly id: string }) {
  const { t } = useTranslation('matching');
  const words = useMatchingWords();
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const isMissing = needsReason && isAsked && reason.trim() === '';
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!needsReason || reason.trim() !== '') onAct(reason.trim());
      }}
    >
      <p>{why}</p>
      <p>{t('actWho')}</p>
      <ul className="act-who numeric">
        {whom.map((one) => (
          <li key={one.patient}>{words.who(one)}</li>
        ))}
      </ul>
      <div className="act-field">
        <label htmlFor={`${id}-reason`}>{t('actReason')}</label>
        <Input
          id={`${id}-reason`}
          autoFocus
          maxLength={500}
          value={reason}
          placeholder={t('actReasonHint')}
          aria-invalid={isMissing}
          aria-describedby={`${id}-wrong`}
          autoComplete="off"
          onChange={(event) => setReason(event.target.value)}
        />
        <span id={`${id}-wrong`} className="act-wrong">
          {isMissing && t('actReasonNeeded')}
        </span>
      </div>
      {error !== null && error !== undefined && <ProblemNotice error={error} />}
    </form>
  );
}
