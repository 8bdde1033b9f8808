import type { Bilingual, Purpose, Right } from '../../kernel/index.ts';
import type { DatabaseName } from '../../store/index.ts';

/** What a role may do and see. A line of the matrix: data, read by one function. */
export interface Role {
  readonly name: Bilingual;
  readonly rights: readonly Right[];
  /** Databases that it sees. */
  readonly databases: readonly DatabaseName[];
  /** Those of them that it may change, as far as its interactions go. */
  readonly changes: readonly DatabaseName[];
  /** Types that it may change wherever they are. */
  readonly changesTypes?: readonly string[];
  /** It may change what a platform indexes by and holds resources to. */
  readonly defines?: boolean;
  /** It also sees what belongs to other accounts: the Subscriptions of every system. */
  readonly seesOwned?: boolean;
  /** SMART letters it has on resources of those databases: c r u d s. */
  readonly interactions: string;
  /** Why it looks at residents' data, unless a request says otherwise. */
  readonly purpose: Purpose;
}

const records: readonly DatabaseName[] = ['population', 'health_records', 'medical_records'];
const clinical: readonly DatabaseName[] = [...records, 'reference'];
const lists: readonly Right[] = ['directory.read', 'network.read', 'definition.read'];
/** What is due for whom, and doing it. */
const programmes: readonly Right[] = ['programme.read', 'programme.write'];
/** Reporting notifiable diseases, which whoever treats or works for public health must. */
const reporting: readonly Right[] = ['disease.read', 'disease.report'];

/** The work of a vaccination point. */
const vaccination: readonly Right[] = ['vaccination.read', 'vaccination.write', 'vaccination.stock', 'cold-chain.write'];

/** What changes the platform for everybody who uses it: written by roles that define, whichever database they change. */
export const definingTypes: readonly string[] = ['SearchParameter', 'StructureDefinition'];

/** Deny by default: what is not here is not allowed. System, security and audit administration stay apart (GB/T 22239-2019). */
export const roles: Readonly<Record<string, Role>> = {
  doctor: {
    name: { zh: '医生', en: 'Doctor' },
    rights: [
      'resident.read',
      'resident.reveal',
      'event.write',
      'record.read',
      'record.write',
      'record.fetch',
      ...reporting,
      ...programmes,
      ...vaccination,
      'programme.restricted',
      ...lists,
    ],
    databases: clinical,
    changes: records,
    interactions: 'crus',
    purpose: 'TREAT',
  },
  'village-doctor': {
    name: { zh: '乡村医生', en: 'Village doctor' },
    rights: [
      'resident.read',
      'resident.reveal',
      'resident.write',
      'jobs.read',
      'event.write',
      'record.read',
      'record.write',
      'record.fetch',
      ...reporting,
      ...programmes,
      ...vaccination,
      ...lists,
    ],
    databases: clinical,
    changes: records,
    interactions: 'crus',
    purpose: 'TREAT',
  },
  'public-health-worker': {
    name: { zh: '公共卫生人员', en: 'Public-health worker' },
    rights: [
      'resident.read',
      'resident.reveal',
      'resident.write',
      'jobs.read',
      'matching.review',
      'event.write',
      'record.read',
      'record.write',
      ...reporting,
      'surveillance.read',
      'statistics.read',
      ...programmes,
      ...vaccination,
      'adverse-event.review',
      'programme.restricted',
      ...lists,
    ],
    databases: ['population', 'health_records', 'reference'],
    changes: ['population', 'health_records'],
    interactions: 'crus',
    purpose: 'PUBHLTH',
  },
  epidemiologist: {
    name: { zh: '疾控人员', en: 'Epidemiologist' },
    rights: [
      'resident.read',
      'resident.reveal',
      'record.read',
      'record.write',
      ...reporting,
      'disease.review',
      'surveillance.read',
      'statistics.read',
      ...lists,
    ],
    databases: ['population', 'health_records', 'reference'],
    changes: ['health_records'],
    interactions: 'crus',
    purpose: 'PUBHLTH',
  },
  registrar: {
    name: { zh: '登记员', en: 'Registrar' },
    rights: [
      'resident.read',
      'resident.reveal',
      'resident.write',
      'jobs.read',
      'matching.review',
      'event.write',
      'record.read',
      'record.write',
      'statistics.read',
      'directory.read',
    ],
    databases: ['population', 'reference'],
    changes: ['population'],
    interactions: 'crus',
    purpose: 'HOPERAT',
  },
  'health-authority': {
    name: { zh: '卫生健康管理人员', en: 'Health authority' },
    rights: ['statistics.read', 'surveillance.read', ...lists],
    databases: ['reference'],
    changes: [],
    interactions: 'rs',
    purpose: 'HOPERAT',
  },
  'system-administrator': {
    name: { zh: '系统管理员', en: 'System administrator' },
    rights: [...lists, 'network.operate', 'directory.write', 'definition.write', 'jobs.read', 'jobs.operate'],
    databases: ['reference'],
    changes: [],
    changesTypes: ['Subscription'],
    defines: true,
    seesOwned: true,
    interactions: 'ruds',
    purpose: 'HSYSADMIN',
  },
  'audit-administrator': {
    name: { zh: '审计管理员', en: 'Audit administrator' },
    rights: ['audit.read', ...lists],
    databases: ['reference'],
    changes: [],
    interactions: 'rs',
    purpose: 'HOPERAT',
  },
  statistician: {
    name: { zh: '统计人员', en: 'Statistician' },
    rights: ['statistics.read', 'surveillance.read', 'view.materialize', 'record.export', 'jobs.read', ...lists],
    databases: clinical,
    changes: [],
    changesTypes: ['ViewDefinition'],
    interactions: 'cruds',
    purpose: 'PUBHLTH',
  },
  'institution-system': {
    name: { zh: '机构信息系统', en: 'Institution system' },
    rights: [
      'resident.read',
      'resident.write',
      'event.write',
      'record.read',
      'record.write',
      'record.fetch',
      'record.export',
      'cold-chain.write',
      'directory.read',
    ],
    databases: clinical,
    changes: clinical,
    interactions: 'cruds',
    purpose: 'TREAT',
  },
};
