import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../ui/language.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { useSession } from './session.tsx';
import { signOut } from './signing-in.ts';

/** Who is signed in and in which role; the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const name = useBilingual();
  const { account } = useSession();
  const [keysOpen, setKeysOpen] = useState(false);
  const items = [
    { key: 'keys', icon: <QuestionCircleOutlined aria-hidden />, label: t('keys'), onClick: () => setKeysOpen(true) },
    { key: 'sign-out', icon: <LogoutOutlined aria-hidden />, label: t('signOut'), onClick: () => void signOut() },
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
