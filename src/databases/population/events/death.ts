import { type Field, type FormValues, impossible, improbable, ownCodes } from '../../../forms/index.ts';
import type { Fault } from '../../../kernel/index.ts';
import { deathDiagnosisBases, deathPlaces } from '../../../standards/index.ts';
import { leave, membersIn } from '../household/changes.ts';
import { endTie } from '../kin/relative.ts';
import { type Identified, textOf } from '../parts.ts';
import { withCardsClosed, withMaritalStatus } from '../resident-data/changes.ts';
import { birthDateOf, dayOf, type EventRules, type Facts, hasDied, kinOf, spouseTie, text } from './facts.ts';
import { certificateField, happening, issuer } from './field-parts.ts';
import { identityNumberOf } from './people.ts';

/** The national form of 2026: one form for all, numbered by the identity number. 国卫规划发〔2026〕5号 */
const causes = { zh: '死亡原因', en: 'Causes of death' };
const LINES = ['a', 'b', 'c', 'd'] as const;

const causeFields: readonly Field[] = LINES.flatMap((line): Field[] => [
  {
    key: `cause${line}`,
    name: { zh: `第 I 部分 (${line})`, en: `Part I (${line})` },
    type: 'text',
    maxLength: 100,
    group: causes,
    ...(line === 'a'
      ? { required: true, hint: { zh: '直接导致死亡的疾病或情况', en: 'Condition directly leading to death' } }
      : {}),
  },
  {
    key: `cause${line}Code`,
    name: { zh: `(${line}) ICD-10 编码`, en: `(${line}) ICD-10 code` },
    type: 'icd10',
    group: causes,
    element: 'DE05.01.061.00',
    ...(line === 'a' ? { required: true } : {}),
  },
  {
    key: `cause${line}Interval`,
    name: { zh: `(${line}) 发病到死亡的时间间隔`, en: `(${line}) Interval from onset to death` },
    type: 'text',
    maxLength: 20,
    group: causes,
    element: 'DE06.00.023.00',
  },
]);

const pregnancyStates = ownCodes('death-pregnancy', [
  ['0', '不适用', 'Not applicable'],
  ['1', '妊娠期内', 'During pregnancy'],
  ['2', '妊娠终止后 42 天内', 'Within 42 days of its end'],
  ['3', '妊娠终止后 43 天至 1 年', '43 days to 1 year after its end'],
  ['9', '不详', 'Unknown'],
]);

const fields: readonly Field[] = [
  {
    key: 'diedAt',
    name: { zh: '死亡日期时间', en: 'Date and time of death' },
    type: 'time',
    required: true,
    group: happening,
    element: 'DE02.01.036.00',
  },
  {
    key: 'placeType',
    name: { zh: '死亡地点类别', en: 'Type of place of death' },
    type: 'code',
    codes: deathPlaces,
    required: true,
    group: happening,
    element: 'DE02.01.034.00',
  },
  {
    key: 'deathDivision',
    name: { zh: '死亡地区划', en: 'Division of death' },
    type: 'division',
    group: happening,
    element: 'DE02.01.038.00',
  },
  {
    key: 'pregnancy',
    name: { zh: '死亡时妊娠情况', en: 'Pregnancy at death' },
    type: 'code',
    codes: pregnancyStates,
    group: happening,
  },
  ...causeFields,
  {
    key: 'other',
    name: { zh: '第 II 部分：其他疾病诊断', en: 'Part II: other significant conditions' },
    type: 'text',
    maxLength: 200,
    group: causes,
  },
  { key: 'otherCode', name: { zh: '第 II 部分 ICD-10 编码', en: 'Part II ICD-10 code' }, type: 'icd10', group: causes },
  {
    key: 'underlying',
    name: { zh: '根本死亡原因', en: 'Underlying cause of death' },
    type: 'text',
    required: true,
    maxLength: 100,
    group: causes,
  },
  {
    key: 'underlyingCode',
    name: { zh: '根本死因 ICD-10 编码', en: 'Underlying cause, ICD-10' },
    type: 'icd10',
    required: true,
    group: causes,
    element: 'DE05.01.042.00',
  },
  {
    key: 'basis',
    name: { zh: '最高诊断依据', en: 'Highest basis of diagnosis' },
    type: 'code',
    codes: deathDiagnosisBases,
    required: true,
    group: causes,
    element: 'DE05.01.043.00',
  },
  { key: 'autopsy', name: { zh: '尸检', en: 'Autopsy' }, type: 'flag', group: causes, element: 'DE09.00.108.00' },
  certificateField('死亡证编号', 'Death certificate number', {
    required: false,
    hint: { zh: '有身份证号者即其身份证号，可不填', en: 'The identity number, where there is one; may be left out' },
  }),
  {
    key: 'issuerCode',
    name: { zh: '签发机构统一社会信用代码', en: 'Credit code of the issuing institution' },
    type: 'number',
    pattern: /^[0-9A-HJ-NPQRTUWXY]{18}$/,
    group: issuer[0]?.group ?? happening,
  },
  ...issuer,
  {
    key: 'certifier',
    name: { zh: '签发医师', en: 'Certifying physician' },
    type: 'text',
    required: true,
    maxLength: 50,
    group: issuer[0]?.group ?? happening,
  },
  {
    key: 'informant',
    name: { zh: '家属姓名', en: 'Informant of the family' },
    type: 'text',
    maxLength: 50,
    group: issuer[0]?.group ?? happening,
  },
  {
    key: 'informantPhone',
    name: { zh: '家属电话', en: 'Telephone of the informant' },
    type: 'text',
    maxLength: 20,
    pattern: /^[0-9+() -]{5,20}$/,
    group: issuer[0]?.group ?? happening,
    element: 'DE02.01.010.00',
  },
];

export const death: EventRules = {
  kind: 'death',
  name: { zh: '死亡', en: 'Death' },
  fields,
  when: 'diedAt',
  certificateOf: (values, resident, { residents }) => {
    const patient = residents.get(resident);
    return (patient && identityNumberOf(patient)) ?? text(values['certificate']) ?? '';
  },
  check,
  effect,
};

function check(values: FormValues, resident: Identified | undefined, { onRecord }: Facts): readonly Fault[] {
  if (!resident) return [];
  const day = dayOf(values, 'diedAt');
  const faults: Fault[] = [];
  const born = birthDateOf(resident);
  if (onRecord.has('death')) faults.push(impossible('resident', '该居民已登记死亡', 'The death of the resident is on record'));
  // somebody may have said that the resident died, before the certificate was there
  else if (hasDied(resident) && textOf(resident['deceasedDateTime'])?.slice(0, 10) !== day)
    faults.push(improbable('diedAt', '与已记载的死亡日期不同，请确认', 'Another day of death was told; please confirm'));
  if (born && day < born.slice(0, 10)) faults.push(impossible('diedAt', '死亡不能早于出生', 'The death is before the birth'));
  if (dayOf(values, 'issuedOn') < day) faults.push(impossible('issuedOn', '签发不能早于死亡', 'Issued before the death'));
  if (!identityNumberOf(resident) && !values['certificate'])
    faults.push(
      impossible('certificate', '无身份证号者须填写死亡证编号', 'Who has no identity number needs the number of the certificate'),
    );
  if (resident['gender'] !== 'female' && ['1', '2', '3'].includes(text(values['pregnancy']) ?? ''))
    faults.push(impossible('pregnancy', '与性别不符', 'It does not fit the sex'));
  return [...faults, ...chainFaults(values)];
}

/** The chain has no gap, and the underlying cause is at its end as a rule (ICD-10 volume 2, general principle). */
function chainFaults(values: FormValues): Fault[] {
  const faults: Fault[] = [];
  const filled = LINES.filter((line) => values[`cause${line}`] !== undefined);
  for (const [index, line] of LINES.entries()) {
    const before = LINES[index - 1];
    if (before && values[`cause${line}`] !== undefined && values[`cause${before}`] === undefined)
      faults.push(impossible(`cause${before}`, '死因链中不能空行', 'The chain of causes has a gap here'));
    if (line !== 'a' && (values[`cause${line}`] === undefined) !== (values[`cause${line}Code`] === undefined))
      faults.push(
        impossible(
          values[`cause${line}`] === undefined ? `cause${line}` : `cause${line}Code`,
          '疾病与编码须同时填写',
          'Condition and code belong together',
        ),
      );
  }
  const last = values[`cause${filled.at(-1) ?? 'a'}Code`];
  if (last !== undefined && values['underlyingCode'] !== undefined && last !== values['underlyingCode'])
    faults.push(
      improbable('underlyingCode', '通常为第 I 部分最末一行，请确认', 'As a rule it is the last line of part I; please confirm'),
    );
  return faults;
}

/** Membership and marriage end, cards are closed, whoever was married is widowed. */
function effect(values: FormValues, resident: string, facts: Facts): readonly Identified[] {
  const day = dayOf(values, 'diedAt');
  const patient = facts.residents.get(resident);
  const group = facts.households.get(resident);
  const tie = spouseTie(facts, resident);
  const widowed = tie?.relative ? facts.residents.get(tie.relative) : undefined;
  const theirTie =
    widowed &&
    kinOf(facts, widowed.id).find(({ role, relative, isCurrent }) => role === 'SPS' && isCurrent && relative === resident);
  const isMember = group && membersIn(group).some(({ id, isCurrent }) => id === resident && isCurrent);
  return [
    ...(patient ? [{ ...withCardsClosed(patient, day), deceasedDateTime: text(values['diedAt']) }] : []),
    ...(group && isMember ? [leave(group, { id: resident, on: day })] : []),
    ...(tie ? [endTie(tie.resource, day)] : []),
    ...(widowed && !hasDied(widowed) ? [withMaritalStatus(widowed, '30')] : []),
    ...(theirTie ? [endTie(theirTie.resource, day)] : []),
  ];
}
