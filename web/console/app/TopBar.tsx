import { MenuOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../ui/language.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { SearchBox } from './SearchBox.tsx';
import { StatePill } from './StatePill.tsx';
import { useMay, useSession } from './session.tsx';
import './top-bar.css';

/** Which platform this is, one search, its state, the language and the account. */
export function TopBar({ onMenu }: { readonly onMenu: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { platform } = useSession();
  return (
    <header className="top-bar">
      <Button
        className="top-bar-menu"
        type="text"
        icon={<MenuOutlined aria-hidden />}
        aria-label={t('openMenu')}
        onClick={onMenu}
      />
      <Divisions />
      {platform.sample && (
        <Tooltip title={t('sampleHint')}>
          <span className="chip-amber top-bar-sample">{t('sample')}</span>
        </Tooltip>
      )}
      {may('resident.read') && <SearchBox />}
      <div className="top-bar-end">
        <StatePill />
        <LanguageSwitch />
        <AccountMenu />
      </div>
    </header>
  );
}

function Divisions() {
  const { t } = useTranslation();
  const name = useBilingual();
  const { platform } = useSession();
  return (
    <nav className="divisions" aria-label={t('divisions')}>
      <ol>
        {platform.path.map((step) => (
          <li key={step.division} aria-current={step.division === platform.division ? 'location' : undefined}>
            {name(step.name)}
          </li>
        ))}
      </ol>
    </nav>
  );
}
