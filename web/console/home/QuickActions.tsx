import {
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  HeartOutlined,
  RightOutlined,
  SearchOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../app/session.tsx';

const actions = [
  { key: 'workDue', why: 'workDueWhy', to: '/due', right: 'programme.read', icon: HeartOutlined },
  { key: 'findResident', why: 'findResidentWhy', to: '/residents', right: 'resident.read', icon: SearchOutlined },
  {
    key: 'registerResident',
    why: 'registerResidentWhy',
    to: '/residents/register',
    right: 'resident.write',
    icon: UserAddOutlined,
  },
  { key: 'seeNetwork', why: 'seeNetworkWhy', to: '/network', right: 'network.read', icon: ApartmentOutlined },
  { key: 'seeInstitutions', why: 'seeInstitutionsWhy', to: '/institutions', right: 'directory.read', icon: BankOutlined },
  { key: 'seeAccesses', why: 'seeAccessesWhy', to: '/accesses', right: 'audit.read', icon: AuditOutlined },
] as const;

/** What this role does most. */
export function QuickActions() {
  const { t } = useTranslation('home');
  const may = useMay();
  return (
    <section className="panel" aria-labelledby="quick-actions">
      <div className="panel-head">
        <h2 id="quick-actions">{t('actions')}</h2>
      </div>
      <ul className="quick-actions">
        {actions
          .filter(({ right }) => may(right))
          .map(({ key, why, to, icon: Icon }) => (
            <li key={key}>
              <Link to={to}>
                <Icon aria-hidden className="quick-icon" />
                <span>
                  <strong>{t(key)}</strong>
                  <small>{t(why)}</small>
                </span>
                <RightOutlined aria-hidden />
              </Link>
            </li>
          ))}
      </ul>
    </section>
  );
}
