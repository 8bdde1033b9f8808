import { isObject } from '../../../fhir/index.ts';
import { type Field, ownCodes } from '../../../forms/index.ts';
import type { Bilingual } from '../../../kernel/index.ts';
import {
  bloodGroups,
  type CodeTable,
  disabilities,
  documentTypes,
  educations,
  ethnicities,
  insuranceTypes,
  maritalStatuses,
  occupations,
  paymentSources,
  relations,
  rhesusGroups,
  toCoding,
} from '../../../standards/index.ts';
import { residences } from '../events/moves.ts';
import { codeOf, extensionsOf, type Identified, type Part, partsOf, textOf, withElement, withExtensions } from '../parts.ts';
import { nameOf } from '../resident-row.ts';
import { homeOf, maritalStatusOf, withCode, withDivision, withHome, withMaritalStatus, withName } from './changes.ts';

/** A data element of WS 365-2011 5.2.1 or of the resident index: where it is in the Patient, how it is read and written. */
export interface DataElement extends Field {
  /** FHIRPath in the Patient. */
  readonly path: string;
  readonly secret?: boolean;
  read(patient: Identified): string | undefined;
  /** @param value undefined clears it */
  write(patient: Identified, value: string | undefined, on: string): Identified;
}

const identityGroup: Bilingual = { zh: '身份信息', en: 'Identity' };
const home: Bilingual = { zh: '居住与户籍', en: 'Residence and registration' };
const social: Bilingual = { zh: '社会经济信息', en: 'Social and economic' };
const health: Bilingual = { zh: '基本健康信息', en: 'Basic health' };
const contact: Bilingual = { zh: '联系方式', en: 'Contact' };

const genders = ownCodes('administrative-gender', [
  ['male', '男', 'Male'],
  ['female', '女', 'Female'],
  ['other', '未说明的性别', 'Not stated'],
  ['unknown', '未知的性别', 'Unknown'],
]);

const extensionPath = (name: string): string => `Patient.extension('urn:minkang:extension:${name}').value`;

/** A code of a table that stands in an extension of ours. */
function coded(key: string, name: string, table: CodeTable, named: Bilingual, group: Bilingual, element: string): DataElement {
  return {
    key,
    name: named,
    type: 'code',
    codes: table,
    group,
    element,
    path: extensionPath(name),
    read: (patient) => codeOf(patient, name),
    write: (patient, value) => withCode(patient, name, table, value),
  };
}

function homeElements(kind: 'residence' | 'registered', key: string, zh: string, en: string): readonly DataElement[] {
  const where = kind === 'registered' ? "extension('urn:minkang:extension:address-kind').value = 'registered'" : "use = 'home'";
  const path = `Patient.address.where(${where})`;
  return [
    {
      key: `${key}Division`,
      name: { zh: `${zh}区划`, en: `Division of the ${en}` },
      type: 'division',
      group: home,
      element: 'DE02.01.038.00',
      path: `${path}.extension('urn:minkang:extension:division').value`,
      read: (patient) => homeOf(patient, kind).division,
      write: (patient, value, on) => {
        const moved = withHome(patient, kind, { text: homeOf(patient, kind).text, division: value }, on);
        return kind === 'residence' && value ? withDivision(moved, value) : moved;
      },
    },
    {
      key: `${key}Address`,
      name: { zh: `${zh}地址`, en: `Address of the ${en}` },
      type: 'text',
      maxLength: 200,
      group: home,
      element: 'DE02.01.009.05',
      path: `${path}.text`,
      read: (patient) => homeOf(patient, kind).text,
      write: (patient, value, on) => withHome(patient, kind, { text: value, division: homeOf(patient, kind).division }, on),
    },
  ];
}

const PHONE = /^[0-9+() -]{5,20}$/;
const isPhone = ({ system, use }: Part): boolean => system === 'phone' && use !== 'old';

/** The first contact that is a person: its employer is told elsewhere. */
const contactOf = (patient: Identified): Part => partsOf(patient['contact'])[0] ?? {};
const withContact = (patient: Identified, first: Part): Identified => {
  const rest = partsOf(patient['contact']).slice(1);
  const all = Object.keys(first).length > 0 ? [first, ...rest] : rest;
  return withElement(patient, 'contact', all.length > 0 ? all : undefined);
};

/** The first telephone among contact points, others kept. */
function withPhone(points: unknown, value: string | undefined): Part[] | undefined {
  const known = partsOf(points);
  const at = known.findIndex(isPhone);
  const before = known[at];
  const fresh = value === undefined ? [] : [{ ...(before ?? { system: 'phone', use: 'mobile' }), value }];
  const all = at < 0 ? [...fresh, ...known] : known.toSpliced(at, 1, ...fresh);
  return all.length > 0 ? all : undefined;
}

export const elements: readonly DataElement[] = [
  {
    key: 'name',
    name: { zh: '姓名', en: 'Name' },
    type: 'text',
    required: true,
    maxLength: 50,
    group: identityGroup,
    element: 'DE02.01.039.00',
    path: "Patient.name.where(use = 'official').text",
    read: (patient) => nameOf(patient) || undefined,
    write: (patient, value, on) => (value === undefined ? patient : withName(patient, value, on)),
  },
  {
    key: 'sex',
    name: { zh: '性别', en: 'Sex' },
    type: 'code',
    codes: genders,
    required: true,
    group: identityGroup,
    element: 'DE02.01.040.00',
    path: 'Patient.gender',
    read: (patient) => textOf(patient['gender']),
    write: (patient, value) => withElement(patient, 'gender', value),
  },
  {
    key: 'birthDate',
    name: { zh: '出生日期', en: 'Date of birth' },
    type: 'date',
    required: true,
    group: identityGroup,
    element: 'DE02.01.005.01',
    path: 'Patient.birthDate',
    read: (patient) => textOf(patient['birthDate']),
    write: (patient, value) => withElement(withElement(patient, '_birthDate', undefined), 'birthDate', value),
  },
  coded('ethnicity', 'ethnicity', ethnicities, { zh: '民族', en: 'Ethnic group' }, identityGroup, 'DE02.01.025.00'),
  {
    key: 'phone',
    name: { zh: '本人电话号码', en: 'Telephone' },
    type: 'text',
    maxLength: 20,
    pattern: PHONE,
    secret: true,
    group: contact,
    element: 'DE02.01.010.00',
    path: "Patient.telecom.where(system = 'phone').value",
    read: (patient) => textOf(partsOf(patient['telecom']).find(isPhone)?.['value']),
    write: (patient, value) => withElement(patient, 'telecom', withPhone(patient['telecom'], value)),
  },
  {
    key: 'contactName',
    name: { zh: '联系人姓名', en: 'Contact person' },
    type: 'text',
    maxLength: 50,
    group: contact,
    element: 'DE02.01.039.00',
    path: 'Patient.contact.name.text',
    read: (patient) => {
      const { name } = contactOf(patient);
      return isObject(name) ? textOf(name['text']) : undefined;
    },
    write: (patient, value) => withContact(patient, withElement(contactOf(patient), 'name', value && { text: value })),
  },
  {
    key: 'contactRelation',
    name: { zh: '联系人与本人关系', en: 'Relation of the contact person' },
    type: 'code',
    codes: relations,
    group: contact,
    element: 'DE02.10.024.00',
    path: 'Patient.contact.relationship',
    read: (patient) => {
      const coding = partsOf(contactOf(patient)['relationship']).flatMap((one) => partsOf(one['coding']));
      return textOf(coding.find(({ system }) => system === relations.system)?.['code']);
    },
    write: (patient, value) =>
      withContact(patient, withElement(contactOf(patient), 'relationship', value && [{ coding: [toCoding(relations, value)] }])),
  },
  {
    key: 'contactPhone',
    name: { zh: '联系人电话号码', en: 'Telephone of the contact person' },
    type: 'text',
    maxLength: 20,
    pattern: PHONE,
    secret: true,
    group: contact,
    element: 'DE02.01.010.00',
    path: 'Patient.contact.telecom.value',
    read: (patient) => textOf(partsOf(contactOf(patient)['telecom']).find(isPhone)?.['value']),
    write: (patient, value) =>
      withContact(patient, withElement(contactOf(patient), 'telecom', withPhone(contactOf(patient)['telecom'], value))),
  },
  {
    key: 'residence',
    name: { zh: '居住类型', en: 'Type of residence' },
    type: 'code',
    codes: residences,
    group: home,
    element: 'DE02.01.003.00',
    path: extensionPath('residence'),
    read: (patient) => codeOf(patient, 'residence'),
    write: (patient, value) => withExtensions(patient, 'residence', value === undefined ? [] : [{ valueCode: value }]),
  },
  ...homeElements('residence', 'home', '现住', 'home'),
  ...homeElements('registered', 'registered', '户籍', 'registration'),
  coded('education', 'education', educations, { zh: '学历', en: 'Education' }, social, 'DE02.01.041.00'),
  coded('occupation', 'occupation', occupations, { zh: '职业', en: 'Occupation' }, social, 'DE02.01.052.00'),
  {
    key: 'employer',
    name: { zh: '工作单位', en: 'Employer' },
    type: 'text',
    maxLength: 70,
    group: social,
    element: 'DE08.10.007.00',
    path: extensionPath('employer'),
    read: (patient) => textOf(extensionsOf(patient, 'employer')[0]),
    write: (patient, value) => withExtensions(patient, 'employer', value === undefined ? [] : [{ valueString: value }]),
  },
  {
    key: 'marital',
    name: { zh: '婚姻状况', en: 'Marital status' },
    type: 'code',
    codes: maritalStatuses,
    group: social,
    element: 'DE02.01.018.00',
    path: 'Patient.maritalStatus',
    read: maritalStatusOf,
    write: (patient, value) => (value ? withMaritalStatus(patient, value) : withElement(patient, 'maritalStatus', undefined)),
  },
  coded(
    'payment',
    'payment-source',
    paymentSources,
    { zh: '医疗费用支付方式', en: 'Source of payment' },
    social,
    'DE07.00.007.00',
  ),
  coded('insurance', 'insurance-type', insuranceTypes, { zh: '医疗保险类别', en: 'Medical insurance' }, social, 'DE02.01.044.00'),
  coded('abo', 'abo-group', bloodGroups, { zh: 'ABO 血型', en: 'ABO blood group' }, health, 'DE04.50.001.00'),
  coded('rh', 'rh-group', rhesusGroups, { zh: 'Rh 血型', en: 'Rh blood group' }, health, 'DE04.50.010.00'),
  coded('disability', 'disability', disabilities, { zh: '残疾情况', en: 'Disability' }, health, 'DE05.10.006.00'),
];

/** A document that is added: the number is never shown in full, and never changed in place. */
export const documentFields: readonly Field[] = [
  {
    key: 'documentType',
    name: { zh: '新增证件类别', en: 'Document to add: type' },
    type: 'code',
    codes: documentTypes,
    group: identityGroup,
    element: 'DE02.01.031.00',
  },
  {
    key: 'documentNumber',
    name: { zh: '新增证件号码', en: 'Document to add: number' },
    type: 'number',
    maxLength: 30,
    group: identityGroup,
    element: 'DE02.01.030.00',
  },
  {
    key: 'documentUntil',
    name: { zh: '证件有效期至', en: 'Document to add: valid until' },
    type: 'text',
    pattern: /^\d{4}-\d{2}-\d{2}$/,
    maxLength: 10,
    group: identityGroup,
    hint: { zh: '如 2036-05-01；长期有效可不填', en: 'Such as 2036-05-01; empty where it does not expire' },
  },
];

const record = { zh: '健康档案库', en: 'Health records' };
/** Elements 19 to 42 of the data set: facts of health and of the household, kept by the resources that are about them. */
export const elsewhere: readonly { readonly element: string; readonly name: Bilingual; readonly where: Bilingual }[] = (
  [
    ['DE05.01.022.00', '药物过敏史、过敏源', 'Drug allergies', 'AllergyIntolerance'],
    ['DE03.00.021.00', '环境危险因素暴露', 'Exposure to environmental hazards', 'Observation'],
    ['DE02.10.021.00', '既往患病种类、确诊日期', 'Past illnesses', 'Condition'],
    ['DE02.10.061.00', '手术史', 'Operations', 'Procedure'],
    ['DE02.10.068.00', '外伤史', 'Injuries', 'Condition'],
    ['DE06.00.106.00', '输血史', 'Transfusions', 'Procedure'],
    ['DE02.10.095.00', '家族性疾病、遗传性疾病史', 'Family and hereditary diseases', 'FamilyMemberHistory'],
    ['DE03.00.099.00', '厨房排风、燃料、饮水、厕所、禽畜栏', 'Kitchen, fuel, water, toilet, livestock', 'Group'],
  ] as const
).map(([element, zh, en, type]) => ({
  element,
  name: { zh, en },
  where:
    type === 'Group'
      ? { zh: '家庭户 Group', en: 'Household, Group' }
      : { zh: `${record.zh} ${type}`, en: `${record.en}, ${type}` },
}));
