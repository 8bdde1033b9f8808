import { isObject, type Resource } from '../../../fhir/index.ts';
import { type Bilingual, Problem } from '../../../kernel/index.ts';
import { parseResidentNumber } from '../../../standards/index.ts';

/** A resident as the rules look at it. Dates YYYY-MM-DD. */
export interface Examined {
  readonly name: string;
  readonly sex: string;
  readonly birthDate: string | undefined;
  readonly deceasedOn: string | undefined;
  readonly isDead: boolean;
  readonly place: string;
  readonly address: string | undefined;
  /** Identity numbers as filed. */
  readonly numbers: readonly string[];
  /** Some number of any kind that tells persons apart. */
  readonly hasDocument: boolean;
  /** Another resident has one of the identity numbers. */
  readonly isShared: boolean;
  readonly patient: Resource | undefined;
  readonly today: string;
}

export interface QualityRule {
  readonly code: string;
  readonly name: Bilingual;
  readonly severity: 'error' | 'warning' | 'information';
  readonly isBroken: (resident: Examined) => boolean;
}

/** Goes up whenever the table below changes what it finds: all residents are then counted anew. */
export const QUALITY_VERSION = 1;

export const SHARED = 'number-shared';
export const OLD = 'age-over-120';
export const FUTURE = 'birth-in-future';

const MOST_YEARS = 120;

/** What is looked at in the data of every resident. A rule is a line; pages, counts and lists follow from it. */
export const qualityRules: readonly QualityRule[] = [
  {
    code: 'number-wrong',
    name: { zh: '身份证号校验不通过', en: 'Identity number that cannot be right' },
    severity: 'error',
    isBroken: ({ numbers }) => numbers.some((number) => parseResidentNumber(number) instanceof Problem),
  },
  {
    code: 'number-birth-date',
    name: { zh: '身份证号与出生日期不符', en: 'Identity number with another birth date' },
    severity: 'error',
    isBroken: ({ numbers, birthDate }) =>
      birthDate !== undefined && read(numbers).some((parsed) => parsed.birthDate !== birthDate),
  },
  {
    code: 'number-sex',
    name: { zh: '身份证号与性别不符', en: 'Identity number with another sex' },
    severity: 'error',
    isBroken: ({ numbers, sex }) => isSex(sex) && read(numbers).some((parsed) => parsed.sex !== sex),
  },
  {
    code: SHARED,
    name: { zh: '身份证号与他人相同（疑似重复）', en: 'Identity number of another resident too (suspected duplicate)' },
    severity: 'error',
    isBroken: ({ isShared }) => isShared,
  },
  {
    code: 'number-missing',
    name: { zh: '缺少证件号码', en: 'No number of an identity document' },
    severity: 'warning',
    isBroken: ({ hasDocument, isDead }) => !hasDocument && !isDead,
  },
  {
    code: 'name-missing',
    name: { zh: '缺少姓名', en: 'No name' },
    severity: 'error',
    isBroken: ({ name }) => name === '',
  },
  {
    code: 'sex-unknown',
    name: { zh: '性别未知', en: 'Sex not known' },
    severity: 'warning',
    isBroken: ({ sex }) => !isSex(sex),
  },
  {
    code: 'birth-missing',
    name: { zh: '缺少完整的出生日期', en: 'No birth date to the day' },
    severity: 'warning',
    isBroken: ({ birthDate }) => birthDate === undefined,
  },
  {
    code: FUTURE,
    name: { zh: '出生日期在将来', en: 'Birth date in the future' },
    severity: 'error',
    isBroken: ({ birthDate, today }) => birthDate !== undefined && birthDate > today,
  },
  {
    code: OLD,
    name: { zh: '在世且年龄超过 120 岁', en: 'Living and over 120 years old' },
    severity: 'error',
    isBroken: ({ birthDate, isDead, today }) => birthDate !== undefined && !isDead && birthDate < yearsBefore(today, MOST_YEARS),
  },
  {
    code: 'death-before-birth',
    name: { zh: '死亡日期早于出生日期', en: 'Died before birth' },
    severity: 'error',
    isBroken: ({ birthDate, deceasedOn }) => birthDate !== undefined && deceasedOn !== undefined && deceasedOn < birthDate,
  },
  {
    code: 'death-in-future',
    name: { zh: '死亡日期在将来', en: 'Date of death in the future' },
    severity: 'error',
    isBroken: ({ deceasedOn, today }) => deceasedOn !== undefined && deceasedOn > today,
  },
  {
    code: 'division-missing',
    name: { zh: '住址缺少乡镇（街道）区划代码', en: 'Address without the division code of a township' },
    severity: 'warning',
    isBroken: ({ place }) => place.length < 9,
  },
  {
    code: 'address-missing',
    name: { zh: '缺少住址', en: 'No address' },
    severity: 'information',
    isBroken: ({ address, isDead }) => address === undefined && !isDead,
  },
  {
    code: 'phone-missing',
    name: { zh: '缺少联系电话', en: 'No telephone' },
    severity: 'information',
    isBroken: ({ patient, isDead }) => !isDead && !hasPhone(patient),
  },
];

/** Codes of the rules that the data of a resident break, in the order of the table. */
export const faultsOf = (resident: Examined): string[] =>
  qualityRules.filter(({ isBroken }) => isBroken(resident)).map(({ code }) => code);

const isSex = (sex: string): boolean => sex === 'male' || sex === 'female';

const read = (numbers: readonly string[]) =>
  numbers.map(parseResidentNumber).flatMap((parsed) => (parsed instanceof Problem ? [] : [parsed]));

const yearsBefore = (day: string, years: number): string =>
  `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;

function hasPhone(patient: Resource | undefined): boolean {
  const telecom: unknown = patient?.['telecom'];
  return Array.isArray(telecom) && telecom.some((one) => isObject(one) && one['system'] === 'phone' && Boolean(one['value']));
}
