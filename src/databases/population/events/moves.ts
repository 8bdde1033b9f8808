import { type Field, type FormValues, impossible, ownCodes } from '../../../forms/index.ts';
import type { Fault } from '../../../kernel/index.ts';
import { findDivision } from '../../../standards/index.ts';
import { leave, membersIn } from '../household/changes.ts';
import { ended, type Identified, partsOf } from '../parts.ts';
import { homeOf, withDivision, withHome, withResidence } from '../resident-data/changes.ts';
import { birthDateOf, dayOf, type EventRules, type Facts, hasDied, text } from './facts.ts';
import { certificateField, happening } from './field-parts.ts';

/** Registered, resident and temporary population: the three counts of the whole-population database. */
export const residences = ownCodes('residence', [
  ['registered', '户籍人口', 'Registered here'],
  ['actual', '常住人口', 'Lives here'],
  ['temporary', '流动（暂住）人口', 'Temporary resident (migrant)'],
  ['left', '已迁出或外出', 'Has left'],
]);

const reasons = ownCodes('move-reason', [
  ['work', '务工经商', 'Work or trade'],
  ['study', '学习培训', 'Study'],
  ['marriage', '婚姻嫁娶', 'Marriage'],
  ['family', '投靠亲友、随迁', 'Joining family'],
  ['housing', '拆迁搬家、购房', 'Housing'],
  ['care', '养老、就医', 'Care in old age or illness'],
  ['return', '返乡', 'Return home'],
  ['other', '其他', 'Other'],
]);

const on = (zh: string, en: string, element: string): Field => ({
  key: 'on',
  name: { zh, en },
  type: 'date',
  required: true,
  group: happening,
  element,
});
const reason: Field = {
  key: 'moveReason',
  name: { zh: '迁移原因', en: 'Reason for the move' },
  type: 'code',
  codes: reasons,
  required: true,
  group: happening,
};
const withRegistration: Field = {
  key: 'registrationMoves',
  name: { zh: '户籍同时迁移', en: 'The registered residence moves too' },
  type: 'flag',
  group: happening,
};
const evidenceOfMove = certificateField('迁移证或居住证编号', 'Number of the migration or residence permit', {
  required: false,
  hint: { zh: '可不填', en: 'May be left out' },
});
const living = { ...residences, all: residences.all.filter(({ code }) => code !== 'left') };

/** Told apart by who moved and when, where there is no document. */
const certificateOf: EventRules['certificateOf'] = (values, resident) =>
  text(values['certificate']) ?? `${resident}/${dayOf(values, 'on')}`;

export const moveIn: EventRules = {
  kind: 'move-in',
  name: { zh: '迁入', en: 'Move in' },
  fields: [
    on('迁入日期', 'Date of arrival', 'DE02.01.029.00'),
    {
      key: 'otherDivision',
      name: { zh: '迁出地区划', en: 'Division moved from' },
      type: 'division',
      required: true,
      group: happening,
    },
    {
      key: 'division',
      name: { zh: '迁入地区划', en: 'Division moved to' },
      type: 'division',
      required: true,
      group: happening,
      element: 'DE02.01.038.00',
    },
    {
      key: 'address',
      name: { zh: '迁入地址', en: 'New address' },
      type: 'text',
      required: true,
      maxLength: 200,
      group: happening,
    },
    {
      key: 'residence',
      name: { zh: '居住类型', en: 'Type of residence' },
      type: 'code',
      codes: living,
      required: true,
      group: happening,
    },
    withRegistration,
    reason,
    evidenceOfMove,
  ],
  when: 'on',
  certificateOf,
  check: (values, resident) => [
    ...commonFaults(values, resident),
    ...(findDivision((text(values['division']) ?? '').slice(0, 6))
      ? []
      : [impossible('division', '没有该区划', 'No such division')]),
    ...(values['division'] !== undefined && values['division'] === values['otherDivision']
      ? [impossible('otherDivision', '迁出地与迁入地相同', 'Both places are the same')]
      : []),
  ],
  effect: arrive,
};

function commonFaults(values: FormValues, resident: Identified | undefined): Fault[] {
  if (!resident) return [];
  const born = birthDateOf(resident);
  return [
    ...(hasDied(resident) ? [impossible('resident', '已登记死亡', 'The death is on record')] : []),
    ...(born && dayOf(values, 'on') < born.slice(0, 10) ? [impossible('on', '早于出生日期', 'Before the birth')] : []),
    ...(findDivision((text(values['otherDivision']) ?? '').slice(0, 6))
      ? []
      : [impossible('otherDivision', '没有该区划', 'No such division')]),
  ];
}

/** The new home; the old one stays on record. Who moved away from a household alone has left it by a move out. */
function arrive(values: FormValues, resident: string, { residents }: Facts): readonly Identified[] {
  const patient = residents.get(resident);
  const division = text(values['division']) ?? '';
  if (!patient) return [];
  const home = { text: text(values['address']), division };
  const moved = withResidence(
    withDivision(withHome(patient, 'residence', home, dayOf(values, 'on')), division),
    text(values['residence']) ?? 'actual',
  );
  return [values['registrationMoves'] === true ? withHome(moved, 'registered', home, dayOf(values, 'on')) : moved];
}

export const moveOut: EventRules = {
  kind: 'move-out',
  name: { zh: '迁出', en: 'Move out' },
  fields: [
    on('迁出日期', 'Date of leaving', 'DE02.01.027.00'),
    {
      key: 'otherDivision',
      name: { zh: '迁往地区划', en: 'Division moved to' },
      type: 'division',
      required: true,
      group: happening,
    },
    withRegistration,
    { key: 'leavesHousehold', name: { zh: '离开家庭户', en: 'Leaves the household' }, type: 'flag', group: happening },
    reason,
    evidenceOfMove,
  ],
  when: 'on',
  certificateOf,
  check: commonFaults,
  effect: depart,
};

/** The home has an end; the record stays where it is until the resident arrives elsewhere. */
function depart(values: FormValues, resident: string, { residents, households }: Facts): readonly Identified[] {
  const day = dayOf(values, 'on');
  const patient = residents.get(resident);
  const group = households.get(resident);
  if (!patient) return [];
  const gone = values['registrationMoves'] === true ? ['registered', 'residence'] : ['residence'];
  const texts = gone.map((kind) => homeOf(patient, kind === 'registered' ? 'registered' : 'residence').text);
  const address = partsOf(patient['address']).map((one) =>
    texts.includes(one['text'] as string) && one['use'] !== 'old' ? ended(one, day) : one,
  );
  const left = withResidence(address.length > 0 ? { ...patient, address } : patient, 'left');
  const isMember = group && membersIn(group).some(({ id, isCurrent }) => id === resident && isCurrent);
  return [left, ...(values['leavesHousehold'] === true && group && isMember ? [leave(group, { id: resident, on: day })] : [])];
}
