import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../ui/Mark.tsx';
import { sections } from './sections.ts';
import { useMay, useSession } from './session.tsx';
import './rail.css';

interface RailProps {
  readonly collapsed: boolean;
  readonly onCollapse?: () => void;
  /** Told when a section was chosen, so that a drawer can close. */
  readonly onChoose?: () => void;
}

/** The sections of the console that exist and that the role may use. */
export function Rail({ collapsed, onCollapse, onChoose }: RailProps) {
  const { t } = useTranslation();
  const { platform } = useSession();
  return (
    <nav className={collapsed ? 'rail rail-collapsed' : 'rail'} aria-label={t('menu')}>
      <Link to="/" className="rail-brand" aria-label={t('productLong')} onClick={onChoose}>
        <Mark />
        {!collapsed && <span>{t('product')}</span>}
      </Link>
      <Sections collapsed={collapsed} onChoose={onChoose} />
      <div className="rail-foot">
        {!collapsed && <span className="rail-version">{t('versionOf', { version: platform.version })}</span>}
        {onCollapse && (
          <button type="button" className="rail-fold" onClick={onCollapse} aria-label={collapsed ? t('expand') : t('collapse')}>
            {collapsed ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
          </button>
        )}
      </div>
    </nav>
  );
}

function Sections({ collapsed, onChoose }: { readonly collapsed: boolean; readonly onChoose: (() => void) | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <div className="rail-sections">
      <ul>
        {sections
          .filter(({ right }) => !right || may(right))
          .map(({ key, to, icon: Icon }) => (
            <li key={key}>
              <Link
                to={to}
                className="rail-link"
                activeProps={{ className: 'rail-link rail-link-here', 'aria-current': 'page' }}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                onClick={onChoose}
                title={collapsed ? t(key) : undefined}
              >
                <Icon aria-hidden />
                <span className={collapsed ? 'sr-only' : undefined}>{t(key)}</span>
              </Link>
            </li>
          ))}
      </ul>
    </div>
  );
}
