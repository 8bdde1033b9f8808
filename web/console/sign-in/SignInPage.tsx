import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignInPage as Detail } from '../../../src/security/identity/contract.ts';
import { Failure } from '../../ui/failure.ts';
import { useBilingual } from '../../ui/language.ts';
import { Mark } from '../../ui/Mark.tsx';
import { usePageTitle } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { LanguageSwitch } from '../app/LanguageSwitch.tsx';
import { Credentials } from './Credentials.tsx';
import { findDetail } from './interaction.ts';
import { SampleAccounts } from './SampleAccounts.tsx';
import './sign-in.css';

/** Where the provider asks who is there. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  const { uid = '' } = useParams({ strict: false });
  const detail = useQuery({ queryKey: ['sign-in', uid], queryFn: () => findDetail(uid), staleTime: Number.POSITIVE_INFINITY });
  usePageTitle(t('title'));
  const expired = detail.error instanceof Failure && detail.error.status === 404;
  return (
    <div className="sign-in">
      <Aside detail={detail.data} />
      <main className="sign-in-main">
        <div className="sign-in-language">
          <LanguageSwitch />
        </div>
        <div className="sign-in-form">
          {detail.isPending && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
          {detail.data && <Form uid={uid} detail={detail.data} />}
          {expired && <Expired />}
          {detail.error && !expired && <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />}
        </div>
      </main>
    </div>
  );
}

function Form({ uid, detail }: { readonly uid: string; readonly detail: Detail }) {
  const { t } = useTranslation('signIn');
  const name = useBilingual();
  const [account, setAccount] = useState({ username: '', password: '' });
  return (
    <>
      <h1>{t('to', { platform: name(detail.platform.name) })}</h1>
      <Credentials uid={uid} account={account} onChange={setAccount} />
      {detail.sampleAccounts.length > 0 && <SampleAccounts accounts={detail.sampleAccounts} onChoose={setAccount} />}
      <p className="sign-in-privacy">{t('privacy')}</p>
    </>
  );
}

function Aside({ detail }: { readonly detail: Detail | undefined }) {
  const { t } = useTranslation('signIn');
  const name = useBilingual();
  return (
    <aside className="sign-in-aside" aria-label={t('productLong', { ns: 'app' })}>
      <div className="sign-in-brand">
        <Mark size={44} />
        <span>{t('product', { ns: 'app' })}</span>
      </div>
      <p className="sign-in-tagline">{t('tagline')}</p>
      {detail && (
        <div className="sign-in-platform">
          <strong>{name(detail.platform.name)}</strong>
          <span>{t(detail.platform.level, { ns: 'app' })}</span>
          <span className="numeric">{t('division', { code: detail.platform.division })}</span>
        </div>
      )}
    </aside>
  );
}

function Expired() {
  const { t } = useTranslation('signIn');
  return (
    <>
      <h1>{t('expired')}</h1>
      <Alert type="info" showIcon title={t('expiredWhy')} />
      <Button type="primary" href="/" block className="sign-in-again">
        {t('startAgain')}
      </Button>
    </>
  );
}
