import { useTranslation } from 'react-i18next';
import type { SignInPage } from '../../../src/security/identity/contract.ts';
import { useBilingual } from '../../ui/language.ts';

interface SampleAccountsProps {
  readonly accounts: SignInPage['sampleAccounts'];
  readonly onChoose: (account: { username: string; password: string }) => void;
}

/** One click fills in an account of the sample network. */
export function SampleAccounts({ accounts, onChoose }: SampleAccountsProps) {
  const { t } = useTranslation('signIn');
  const name = useBilingual();
  return (
    <section className="sign-in-samples" aria-labelledby="samples">
      <h2 id="samples">{t('samples')}</h2>
      <p className="muted">{t('samplesHint')}</p>
      <ul>
        {accounts.map(({ username, password, role }) => (
          <li key={username}>
            <button type="button" onClick={() => onChoose({ username, password })}>
              <span>{name(role)}</span>
              <code>{username}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
