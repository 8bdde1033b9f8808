import type { KnownResident, SmallCells } from '../../databases/population/index.ts';
import type { Bilingual } from '../../kernel/index.ts';
import { healthCard, healthRecord, identityNumber } from '../../standards/index.ts';
import type { Holding } from '../document-registry/index.ts';
import { gone, type IndexEntry } from '../resident-index/index.ts';

/** In which form a kind of fact leaves a platform for the one above. */
export interface ReleaseRule {
  readonly fact: Bilingual;
  readonly form: 'full' | 'index' | 'count' | 'aggregate' | 'line' | 'notice' | 'nothing';
  readonly why: Bilingual;
  /** Of sums: which counts are not shown at the levels above. */
  readonly smallCells?: SmallCells;
}

/** Counts from 1 to 4 tell of persons: shown where their records are, and nowhere above. */
export const smallCells: SmallCells = { below: 5, version: 1 };

/** The table of release, for everybody to read. What is not in it does not leave. */
export const releaseRules: readonly ReleaseRule[] = [
  {
    fact: { zh: '居民身份证号、居民健康卡号、健康档案编号', en: 'Identity number, health card number, health record number' },
    form: 'index',
    why: { zh: '凭卡或证号在全国找到居民', en: 'So that the resident is found nationwide by card or number' },
  },
  {
    fact: { zh: '姓名、性别、出生日期、所属区划', en: 'Name, sex, birth date, division' },
    form: 'index',
    why: { zh: '核对是否同一人，防止错配', en: 'So that two persons are not taken for one' },
  },
  {
    fact: { zh: '各类记录的数量和最近日期', en: 'Number of records of each kind, and the latest day' },
    form: 'count',
    why: { zh: '知道记录在何处，不含内容', en: 'So that it is known where records are, without their contents' },
  },
  {
    fact: {
      zh: '人口数，按性别、出生年月、死亡年月和居住类型，至县级',
      en: 'Numbers of residents by sex, months of birth and death, and type of residence, to the county',
    },
    form: 'aggregate',
    why: {
      zh: '上级掌握人口规模和结构，不涉及个人',
      en: 'So that every level knows size and age of its population, without persons',
    },
    smallCells,
  },
  {
    fact: {
      zh: '公共卫生指标的分子、分母，按性别、年龄组、机构和得知日期，至县级',
      en: 'Numerators and denominators of public-health indicators by sex, age group, institution and day of becoming known, to the county',
    },
    form: 'aggregate',
    why: {
      zh: '上级考核和改进服务，不涉及个人；机构在县以上不再区分',
      en: 'So that every level sees how services are doing, without persons; institutions are not told apart above the county',
    },
    smallCells,
  },
  {
    fact: {
      zh: '法定传染病逐例（去标识）：病种、分类、县级现住地、发病、诊断、报告和死亡日期、性别、月龄、人群分类、审核状态',
      en: 'Cases of notifiable diseases one by one without the person: disease, classification, county of residence, days of onset, diagnosis, report and death, sex, age in months, occupation group, state of review',
    },
    form: 'line',
    why: {
      zh: '《传染病防治法》要求各级疾控即时掌握疫情；不含姓名、证件号、县以下住址和单位，行号与居民无关',
      en: 'By the law on infectious diseases every level of disease control sees cases at once; no name, number, address below the county or workplace, and the id of a line leads to nobody',
    },
  },
  {
    fact: {
      zh: '暴发疫情：病种、县级地区、起止时间、病例数、死亡数、接触者数；自初次报告起，名称和初次、进程、结案报告全文',
      en: 'Outbreaks: disease, county, beginning and end, numbers of cases, deaths and contacts; from the initial report on the name, and the initial, progress and final reports as they were made',
    },
    form: 'line',
    why: {
      zh: '《突发公共卫生事件应急条例》要求逐级报告；不含病例和接触者个人、现场记录',
      en: 'By the regulation on emergencies they are reported level by level; no case, no contact and no entry of the field log goes along',
    },
  },
  {
    fact: {
      zh: '跨平台迁入、迁出：身份证号、姓名、性别、出生日期、日期、双方区划',
      en: 'Moves in and out across platforms: identity number, name, sex, birth date, day, both divisions',
    },
    form: 'notice',
    why: {
      zh: '迁出地与迁入地互相知晓，双方登记一致',
      en: 'So that both places know of the move, and their registers agree',
    },
  },
  {
    fact: {
      zh: '异地病例：在本地报告、现住他处的法定传染病病例，密封告知现住地平台：身份证号、姓名、性别、出生日期、电话、住址、单位，病种、分类、状态、转归、日期、填报机构',
      en: 'Cases reported here of residents of another platform, sealed for that platform: identity number, name, sex, birth date, telephone, address, school or employer, disease, classification, state, outcome, days, institution',
    },
    form: 'notice',
    why: {
      zh: '现住地须开展流行病学调查和接触者管理；途经的上级平台只转交，不能读取',
      en: 'The place of residence has to look into it and to follow contacts; the levels above carry it and cannot read it',
    },
  },
  {
    fact: { zh: '其他证件号、电话、住址', en: 'Other numbers, telephone, address' },
    form: 'nothing',
    why: { zh: '上级平台无需知晓', en: 'No level above needs them' },
  },
  {
    fact: { zh: '健康档案、电子病历的内容', en: 'Contents of health and medical records' },
    form: 'nothing',
    why: { zh: '留在原处，凭授权逐次调阅', en: 'They stay where they are and are fetched one by one, by right' },
  },
];

const RELEASED_NUMBERS: ReadonlySet<string> = new Set([identityNumber, healthCard, healthRecord]);

/** The released form of one resident of this platform; of one who is gone, that it is gone. */
export function releaseResident(
  home: string,
  id: string,
  resident: KnownResident | undefined,
  holdings: readonly Holding[],
): IndexEntry {
  if (!resident) return gone(home, id);
  return {
    home,
    patient: id,
    name: resident.name,
    sex: resident.sex,
    ...(resident.birthDate ? { birthDate: resident.birthDate } : {}),
    place: resident.place,
    identifiers: resident.identifiers
      .filter(({ system }) => RELEASED_NUMBERS.has(system))
      .map(({ system, value }) => ({ system, value })),
    holdings: holdings.map((holding) => ({ ...holding })),
  };
}
