import { useNavigate } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './Notice.tsx';
import { completeSignIn, signIn } from './signing-in.ts';

/** Where the provider sends the browser back to: takes the answer, and goes where the user was going. */
export function SignedInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  const started = useRef(false);
  useEffect(() => {
    // The answer can be used once only, and React's strict mode runs effects twice.
    if (started.current) return;
    started.current = true;
    completeSignIn().then(
      (returnTo) => navigate({ href: returnTo, replace: true }),
      () => setFailed(true),
    );
  }, [navigate]);
  if (!failed) return <Spin className="layout-wait" size="large" aria-label={t('signingIn')} />;
  const action = (
    <Button type="primary" onClick={() => void signIn('/')}>
      {t('signInAgain')}
    </Button>
  );
  return (
    <main>
      <Notice status="warning" title={t('signInFailed')} why={t('signInFailedWhy')} action={action} />
    </main>
  );
}
