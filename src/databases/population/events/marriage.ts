import { type Field, type FormValues, impossible, improbable } from '../../../forms/index.ts';
import type { Fault } from '../../../kernel/index.ts';
import { maritalStatuses } from '../../../standards/index.ts';
import { endTie, type Relative, toRelatedPerson } from '../kin/relative.ts';
import type { Identified } from '../parts.ts';
import { maritalStatusOf, withMaritalStatus } from '../resident-data/changes.ts';
import { nameOf } from '../resident-row.ts';
import {
  birthDateOf,
  dayOf,
  type EventRules,
  type Facts,
  hasDied,
  kinOf,
  personId,
  spouseTie,
  text,
  yearsBetween,
} from './facts.ts';
import { certificateField, happening, issuer, personFields } from './field-parts.ts';
import { personFaults, relativeIn } from './people.ts';

const MARRIED = ['21', '22', '23'];
const kindsOfMarriage = { ...maritalStatuses, all: maritalStatuses.all.filter(({ code }) => MARRIED.includes(code)) };

const on: Field = {
  key: 'on',
  name: { zh: '登记日期', en: 'Date of registration' },
  type: 'date',
  required: true,
  group: happening,
};

/** Information on marriages comes from civil affairs; the age is that of article 1047 of the civil code. */
export const marriage: EventRules = {
  kind: 'marriage',
  name: { zh: '结婚', en: 'Marriage' },
  fields: [
    on,
    {
      key: 'status',
      name: { zh: '婚姻类别', en: 'Kind of marriage' },
      type: 'code',
      codes: kindsOfMarriage,
      required: true,
      group: happening,
      element: 'DE02.01.018.00',
    },
    ...personFields('spouse', '配偶', 'Spouse'),
    {
      key: 'spouseStatus',
      name: { zh: '配偶婚姻类别', en: 'Kind of marriage, spouse' },
      type: 'code',
      codes: kindsOfMarriage,
      group: { zh: '配偶', en: 'Spouse' },
    },
    certificateField('结婚证字号', 'Marriage certificate number'),
    ...issuer,
  ],
  when: 'on',
  certificateOf: (values) => text(values['certificate']) ?? '',
  check: checkMarriage,
  effect: marry,
};

function checkMarriage(values: FormValues, resident: Identified | undefined, facts: Facts): readonly Fault[] {
  const spouse = facts.residents.get(personId(values['spouse']) ?? '');
  const faults = personFaults(values, 'spouse', { required: true });
  if (spouse && spouse.id === resident?.id) faults.push(impossible('spouse', '不能与本人结婚', 'Nobody marries themselves'));
  for (const [key, patient] of [
    ['resident', resident],
    ['spouse', spouse],
  ] as const) {
    if (!patient) continue;
    const age = yearsBetween(birthDateOf(patient), dayOf(values, 'on'));
    const least = patient['gender'] === 'male' ? 22 : 20;
    if (hasDied(patient)) faults.push(impossible(key, '已登记死亡', 'The death is on record'));
    if (spouseTie(facts, patient.id)) faults.push(impossible(key, '已有配偶登记', 'A spouse is on record'));
    else if (MARRIED.includes(maritalStatusOf(patient) ?? ''))
      faults.push(improbable(key, '婚姻状况已为已婚，请确认', 'Married already by what is on record; please confirm'));
    if (age !== undefined && age < least)
      faults.push(improbable(key, `未满 ${least} 周岁，请确认`, `Younger than ${least}; please confirm`));
  }
  return faults;
}

function marry(values: FormValues, resident: string, facts: Facts): readonly Identified[] {
  const day = dayOf(values, 'on');
  const patient = facts.residents.get(resident);
  const spouse = relativeIn(values, 'spouse', 'SPS', facts, day);
  if (!patient || !spouse) return [];
  const other = spouse.relative ? facts.residents.get(spouse.relative) : undefined;
  const back: Relative = { role: 'SPS', relative: resident, name: nameOf(patient), since: day };
  return [
    withMaritalStatus(patient, text(values['status']) ?? '20'),
    toRelatedPerson(facts.newId(resident), resident, spouse),
    ...(other
      ? [
          withMaritalStatus(other, text(values['spouseStatus']) ?? text(values['status']) ?? '20'),
          toRelatedPerson(facts.newId(other.id), other.id, back),
        ]
      : []),
  ];
}

export const divorce: EventRules = {
  kind: 'divorce',
  name: { zh: '离婚', en: 'Divorce' },
  fields: [on, certificateField('离婚证字号', 'Divorce certificate number'), ...issuer],
  when: 'on',
  certificateOf: (values) => text(values['certificate']) ?? '',
  check: checkDivorce,
  effect: part,
};

function checkDivorce(values: FormValues, resident: Identified | undefined, facts: Facts): readonly Fault[] {
  if (!resident) return [];
  const tie = spouseTie(facts, resident.id);
  const isMarried = tie !== undefined || ['20', ...MARRIED].includes(maritalStatusOf(resident) ?? '');
  if (hasDied(resident)) return [impossible('resident', '已登记死亡', 'The death is on record')];
  if (!isMarried) return [impossible('resident', '没有婚姻登记', 'No marriage is on record')];
  return tie?.since && tie.since > dayOf(values, 'on') ? [impossible('on', '早于结婚日期', 'Before the marriage')] : [];
}

function part(values: FormValues, resident: string, facts: Facts): readonly Identified[] {
  const day = dayOf(values, 'on');
  const patient = facts.residents.get(resident);
  const tie = spouseTie(facts, resident);
  const other = tie?.relative ? facts.residents.get(tie.relative) : undefined;
  const theirs =
    other && kinOf(facts, other.id).find(({ role, relative, isCurrent }) => role === 'SPS' && isCurrent && relative === resident);
  return [
    ...(patient ? [withMaritalStatus(patient, '40')] : []),
    ...(tie ? [endTie(tie.resource, day)] : []),
    ...(other ? [withMaritalStatus(other, '40')] : []),
    ...(theirs ? [endTie(theirs.resource, day)] : []),
  ];
}
