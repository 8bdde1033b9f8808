import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../ui/language.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { useConnection } from './offline/connection.ts';
import { eraseHere } from './offline/offline-work.ts';
import { useQueueCounts } from './offline/queue.ts';
import { useSession } from './session.tsx';
import { signOut } from './signing-in.ts';

/** Who is signed in and in which role; the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const name = useBilingual();
  const { account } = useSession();
  const [keysOpen, setKeysOpen] = useState(false);
  const leave = useLeaving();
  const { isLocal } = useConnection();
  const items = [
    { key: 'keys', icon: <QuestionCircleOutlined aria-hidden />, label: t('keys'), onClick: () => setKeysOpen(true) },
    { key: 'sign-out', icon: <LogoutOutlined aria-hidden />, label: t(isLocal ? 'eraseHere' : 'signOut'), onClick: leave },
  ];
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{ items }}
        popupRender={(menu) => <AccountCard>{menu}</AccountCard>}
      >
        <Button
          className="account-button"
          icon={<UserOutlined aria-hidden />}
          aria-label={t('accountOf', { name: name(account.name) })}
        >
          <span className="account-name">{name(account.name)}</span>
        </Button>
      </Dropdown>
      <KeysDialog open={keysOpen} onChange={setKeysOpen} />
    </>
  );
}

/** Signing out erases what was taken along; without network that is all that can be done. Asks where something would be lost. */
function useLeaving(): () => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { isLocal } = useConnection();
  const { waiting, undecided } = useQueueCounts();
  const unsent = waiting + undecided;
  const leave = async () => {
    await eraseHere();
    if (isLocal) window.location.assign('/');
    else await signOut();
  };
  return () => {
    if (unsent === 0) return void leave();
    modal.confirm({
      title: t('leaveUnsent', { count: unsent }),
      content: t('leaveUnsentWhy'),
      okText: t('leaveErasing'),
      okButtonProps: { danger: true },
      cancelText: t('cancel', { ns: 'ui' }),
      autoFocusButton: 'cancel',
      onOk: leave,
    });
  };
}

function AccountCard({ children }: { readonly children: React.ReactNode }) {
  const name = useBilingual();
  const { account } = useSession();
  return (
    <div className="panel account-popup">
      <div className="account-card">
        <strong>{name(account.name)}</strong>
        <div className="muted">{name(account.roleName)}</div>
        <div className="muted">{name(account.institution ?? account.divisionName)}</div>
      </div>
      {children}
    </div>
  );
}
