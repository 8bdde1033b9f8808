import {
  AlertOutlined,
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  FileDoneOutlined,
  FundOutlined,
  HeartOutlined,
  HomeOutlined,
  LineChartOutlined,
  MedicineBoxOutlined,
  NodeIndexOutlined,
  ProfileOutlined,
  ScheduleOutlined,
  TeamOutlined,
} from '@ant-design/icons';

/** The rail, in the policy's order; a section without a right is everyone's. */
export const sections = [
  { key: 'home', to: '/', icon: HomeOutlined, right: undefined },
  { key: 'residents', to: '/residents', icon: TeamOutlined, right: 'resident.read' },
  { key: 'due', to: '/due', icon: HeartOutlined, right: 'programme.read' },
  { key: 'vaccination', to: '/vaccination', icon: MedicineBoxOutlined, right: 'vaccination.read' },
  { key: 'diseases', to: '/diseases', icon: AlertOutlined, right: 'disease.read' },
  { key: 'surveillance', to: '/surveillance', icon: LineChartOutlined, right: 'surveillance.read' },
  { key: 'events', to: '/events', icon: FileDoneOutlined, right: 'resident.read' },
  { key: 'indicators', to: '/indicators', icon: FundOutlined, right: 'statistics.read' },
  { key: 'population', to: '/population', icon: BarChartOutlined, right: 'statistics.read' },
  { key: 'reviews', to: '/reviews', icon: NodeIndexOutlined, right: 'matching.review' },
  { key: 'institutions', to: '/institutions', icon: BankOutlined, right: 'directory.read' },
  { key: 'definitions', to: '/definitions', icon: ProfileOutlined, right: 'definition.write' },
  { key: 'network', to: '/network', icon: ApartmentOutlined, right: 'network.read' },
  { key: 'jobs', to: '/jobs', icon: ScheduleOutlined, right: 'jobs.read' },
  { key: 'accesses', to: '/accesses', icon: AuditOutlined, right: 'audit.read' },
] as const;

/** The right an address needs; one resident's record needs its own. */
export function rightFor(path: string): string | undefined {
  if (path.startsWith('/residents/import')) return 'resident.write';
  if (path === '/residents/register') return 'resident.write';
  if (path === '/matching') return 'matching.review';
  if (/^\/residents\/[^/]+\/household$/.test(path)) return 'programme.read';
  if (/^\/residents\/[^/]+\/contact$/.test(path)) return 'programme.write';
  if (path === '/offline') return 'programme.write';
  if (path === '/due/many') return 'programme.write';
  if (path === '/definitions') return 'definition.read';
  if (path === '/programmes') return 'programme.read';
  if (/^\/(?:records|residents)\/./.test(path)) return 'record.read';
  if (path.startsWith('/outbreaks')) return 'disease.read';
  if (path === '/diseases/new' || path === '/diseases/prompts' || path.endsWith('/correct')) return 'disease.report';
  if (path.startsWith('/events/new/')) return 'event.write';
  if (/^\/indicators\/(?:residents|quality|supervision|education)$/.test(path)) return 'programme.read';
  if (path.startsWith('/population/list')) return 'resident.read';
  return sections.find(({ to }) => to !== '/' && path.startsWith(to))?.right;
}
