import { type Field, type FormValues, impossible, improbable } from '../../../forms/index.ts';
import type { Fault } from '../../../kernel/index.ts';
import { birthCertificate, deliveryModes, deliveryPlaces, healthRecord, sexes } from '../../../standards/index.ts';
import { join, relationOfChild } from '../household/changes.ts';
import { type Relative, toRelatedPerson } from '../kin/relative.ts';
import { codeOf, type Identified } from '../parts.ts';
import { homeOf, withDivision, withHome, withMaritalStatus, withResidence } from '../resident-data/changes.ts';
import {
  birthDateOf,
  dayOf,
  type EventRules,
  type Facts,
  hasDied,
  personId,
  relationInHousehold,
  text,
  yearsBetween,
} from './facts.ts';
import { certificateField, happening, issuer, personFields } from './field-parts.ts';
import { personFaults, relativeIn } from './people.ts';

const newborn = { zh: '新生儿', en: 'Newborn' };
const sexOf = { ...sexes, all: sexes.all.filter(({ code }) => code !== '0') };

const fields: readonly Field[] = [
  certificateField('出生医学证明编号', 'Medical birth certificate number', {
    pattern: /^[A-Z]\d{9}$/,
    hint: { zh: '1 位字母加 9 位数字', en: 'A letter and 9 digits' },
  }),
  {
    key: 'name',
    name: { zh: '新生儿姓名', en: 'Name of the newborn' },
    type: 'text',
    required: true,
    maxLength: 50,
    group: newborn,
    element: 'DE02.01.039.00',
  },
  {
    key: 'sex',
    name: { zh: '性别', en: 'Sex' },
    type: 'code',
    codes: sexOf,
    required: true,
    group: newborn,
    element: 'DE02.01.040.00',
  },
  {
    key: 'bornAt',
    name: { zh: '出生日期时间', en: 'Date and time of birth' },
    type: 'time',
    required: true,
    group: newborn,
    element: 'DE02.01.005.02',
  },
  {
    key: 'weeks',
    name: { zh: '出生孕周', en: 'Weeks of gestation' },
    type: 'whole',
    required: true,
    possible: [16, 45],
    usual: [28, 42],
    group: newborn,
    element: 'DE04.01.108.00',
  },
  {
    key: 'weight',
    name: { zh: '出生体重', en: 'Birth weight' },
    type: 'whole',
    required: true,
    unit: 'g',
    possible: [200, 8000],
    usual: [1500, 4800],
    group: newborn,
    element: 'DE04.10.019.00',
  },
  {
    key: 'length',
    name: { zh: '出生身长', en: 'Birth length' },
    type: 'decimal',
    required: true,
    unit: 'cm',
    possible: [15, 70],
    usual: [40, 58],
    group: newborn,
    element: 'DE04.10.018.00',
  },
  ...['1', '5', '10'].map(
    (minute): Field => ({
      key: `apgar${minute}`,
      name: { zh: `Apgar 评分（${minute} 分钟）`, en: `Apgar score at ${minute} min` },
      type: 'whole',
      possible: [0, 10],
      ...(minute === '10' ? {} : { usual: [7, 10] as const }),
      group: newborn,
      element: 'DE05.10.001.00',
    }),
  ),
  {
    key: 'order',
    name: { zh: '母亲第几孩', en: 'Child of the mother, by order' },
    type: 'whole',
    possible: [1, 20],
    usual: [1, 4],
    group: newborn,
  },
  {
    key: 'mode',
    name: { zh: '分娩方式', en: 'Mode of delivery' },
    type: 'code',
    codes: deliveryModes,
    group: newborn,
    element: 'DE02.10.011.00',
  },
  {
    key: 'placeType',
    name: { zh: '出生地点类别', en: 'Type of place of birth' },
    type: 'code',
    codes: deliveryPlaces,
    required: true,
    group: newborn,
    element: 'DE02.01.004.00',
  },
  {
    key: 'facility',
    name: { zh: '接生机构', en: 'Facility of delivery' },
    type: 'text',
    maxLength: 70,
    group: newborn,
    element: 'DE08.10.013.00',
  },
  {
    key: 'birthDivision',
    name: { zh: '出生地区划', en: 'Division of birth' },
    type: 'division',
    required: true,
    group: newborn,
    element: 'DE02.01.038.00',
  },
  { key: 'attendant', name: { zh: '接生人员', en: 'Birth attendant' }, type: 'text', maxLength: 50, group: newborn },
  ...personFields('mother', '母亲', 'Mother'),
  ...personFields('father', '父亲', 'Father'),
  {
    key: 'homeDivision',
    name: { zh: '居住地区划', en: 'Division of the home' },
    type: 'division',
    group: happening,
    hint: { zh: '母亲非本平台居民时填写', en: 'Where the mother is not a resident here' },
  },
  { key: 'homeAddress', name: { zh: '居住地址', en: 'Address of the home' }, type: 'text', maxLength: 200, group: happening },
  ...issuer,
];

export const birth: EventRules = {
  kind: 'birth',
  name: { zh: '出生', en: 'Birth' },
  fields,
  when: 'bornAt',
  creates: true,
  certificateOf: (values) => text(values['certificate']) ?? '',
  check,
  effect,
};

function check(values: FormValues, _resident: Identified | undefined, facts: Facts): readonly Fault[] {
  const day = dayOf(values, 'bornAt');
  const faults = [
    ...personFaults(values, 'mother', { required: true }),
    ...personFaults(values, 'father', { required: false }),
    ...parentFaults(values, facts, 'mother', day),
    ...parentFaults(values, facts, 'father', day),
  ];
  const mother = personId(values['mother']);
  if (mother && mother === personId(values['father']))
    faults.push(impossible('father', '父母不能为同一人', 'Mother and father are one person'));
  if (!mother && !values['homeDivision'])
    faults.push(impossible('homeDivision', '请填写居住地区划', 'The division of the home is needed'));
  if (dayOf(values, 'issuedOn') < day) faults.push(impossible('issuedOn', '签发不能早于出生', 'Issued before the birth'));
  return faults;
}

function parentFaults(values: FormValues, { residents }: Facts, key: 'mother' | 'father', day: string): Fault[] {
  const patient = residents.get(personId(values[key]) ?? '');
  if (!patient) return [];
  const age = yearsBetween(birthDateOf(patient), day);
  const sex = key === 'mother' ? 'female' : 'male';
  const faults: Fault[] = [];
  if (patient['gender'] !== sex && (patient['gender'] === 'male' || patient['gender'] === 'female'))
    faults.push(impossible(key, '性别不符', 'The sex does not fit'));
  if (age !== undefined && (age < 8 || (key === 'mother' && age > 75)))
    faults.push(impossible(key, '年龄不可能', 'The age cannot be'));
  else if (age !== undefined && (age < 16 || (key === 'mother' ? age > 52 : age > 75)))
    faults.push(improbable(key, `分娩时 ${age} 岁，请确认`, `${age} years old at the birth; please confirm`));
  const died = typeof patient['deceasedDateTime'] === 'string' ? patient['deceasedDateTime'].slice(0, 10) : undefined;
  if (key === 'mother' && hasDied(patient) && died !== undefined && died < day)
    faults.push(impossible(key, '母亲在此之前已死亡', 'The mother died before'));
  return faults;
}

/** The newborn, the ties to both parents, and its place in the household of the mother, else of the father. */
function effect(values: FormValues, resident: string, facts: Facts): readonly Identified[] {
  const day = dayOf(values, 'bornAt');
  const name = text(values['name']) ?? '';
  const child: Relative = { role: 'CHILD', relative: resident, name, since: day };
  const parents = [relativeIn(values, 'mother', 'MTH', facts, day), relativeIn(values, 'father', 'FTH', facts, day)];
  const ties = parents.flatMap((parent) => {
    if (!parent) return [];
    const own = toRelatedPerson(facts.newId(resident), resident, parent);
    return parent.relative ? [own, toRelatedPerson(facts.newId(parent.relative), parent.relative, child)] : [own];
  });
  return [newbornPatient(values, resident, facts), ...ties, ...householdWith(values, resident, facts, day)];
}

function newbornPatient(values: FormValues, id: string, facts: Facts): Identified {
  const day = dayOf(values, 'bornAt');
  const mother = facts.residents.get(personId(values['mother']) ?? '');
  const home = mother && homeOf(mother, 'residence');
  const division = home?.division ?? text(values['homeDivision']) ?? '';
  const patient: Identified = {
    resourceType: 'Patient',
    id,
    identifier: [
      { use: 'official', system: birthCertificate, value: text(values['certificate']), period: { start: day } },
      ...(facts.recordNumber ? [{ use: 'secondary', system: healthRecord, value: facts.recordNumber }] : []),
    ],
    active: true,
    name: [{ use: 'official', text: text(values['name']) }],
    gender: values['sex'] === '1' ? 'male' : values['sex'] === '2' ? 'female' : 'other',
    birthDate: day,
    _birthDate: {
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: text(values['bornAt']) }],
    },
  };
  const address = home?.text ?? text(values['homeAddress']);
  return withMaritalStatus(
    withResidence(withHome(withDivision(patient, division), 'residence', { text: address, division }, day), 'actual'),
    '10',
  );
}

function householdWith(values: FormValues, resident: string, facts: Facts, on: string): readonly Identified[] {
  const parent = ['mother', 'father']
    .map((key) => personId(values[key]))
    .find((id) => id !== undefined && facts.households.has(id));
  const group = parent ? facts.households.get(parent) : undefined;
  if (!parent || !group) return [];
  const sex = values['sex'] === '1' ? 'male' : 'female';
  return [join(group, { id: resident, relation: relationOfChild(relationInHousehold(facts, parent), sex), on })];
}

/** Where the newborn will be at home. */
export const homeDivisionOf = (values: FormValues, facts: Pick<Facts, 'residents'>): string => {
  const mother = facts.residents.get(personId(values['mother']) ?? '');
  return (mother && (homeOf(mother, 'residence').division ?? codeOf(mother, 'division'))) ?? text(values['homeDivision']) ?? '';
};
