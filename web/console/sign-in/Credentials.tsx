import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { signInAs } from './interaction.ts';

interface Account {
  readonly username: string;
  readonly password: string;
}

interface CredentialsProps {
  readonly uid: string;
  readonly account: Account;
  readonly onChange: (account: Account) => void;
}

export function Credentials({ uid, account, onChange }: CredentialsProps) {
  const { t } = useTranslation('signIn');
  const [tried, setTried] = useState(false);
  const entering = useMutation({
    mutationFn: () => signInAs(uid, account),
    onSuccess: (redirectTo) => window.location.assign(redirectTo),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (account.username && account.password) entering.mutate();
  };
  const missing = (name: keyof Account) => tried && account[name] === '';
  const leaving = entering.isPending || entering.isSuccess;
  return (
    <form onSubmit={submit} noValidate>
      {entering.error && <ProblemNotice error={entering.error} />}
      <Field
        label={t('username')}
        error={missing('username') ? t('usernameMissing') : undefined}
        value={account.username}
        autoComplete="username"
        onChange={(username) => onChange({ ...account, username })}
      />
      <Field
        label={t('password')}
        error={missing('password') ? t('passwordMissing') : undefined}
        value={account.password}
        autoComplete="current-password"
        secret
        onChange={(password) => onChange({ ...account, password })}
      />
      <Button type="primary" htmlType="submit" size="large" block loading={leaving}>
        {t('submit')}
      </Button>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly autoComplete: string;
  readonly secret?: boolean;
  readonly onChange: (value: string) => void;
}

function Field({ label, error, value, autoComplete, secret = false, onChange }: FieldProps) {
  const id = useId();
  const Control = secret ? Input.Password : Input;
  return (
    <div className="sign-in-field">
      <label htmlFor={id}>{label}</label>
      <Control
        id={id}
        size="large"
        value={value}
        name={autoComplete}
        autoComplete={autoComplete}
        autoFocus={!secret}
        status={error ? 'error' : ''}
        aria-invalid={error !== undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && (
        <div className="sign-in-error" id={`${id}-error`}>
          {error}
        </div>
      )}
    </div>
  );
}
