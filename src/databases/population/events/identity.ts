import { type FormValues, impossible, ownCodes } from '../../../forms/index.ts';
import { type Fault, Problem } from '../../../kernel/index.ts';
import { identityNumber, parseResidentNumber } from '../../../standards/index.ts';
import { type Identified, withElement } from '../parts.ts';
import { withIdentifier, withName } from '../resident-data/changes.ts';
import { birthDateOf, dayOf, type EventRules, type Facts, text } from './facts.ts';
import { certificateField, happening, issuer } from './field-parts.ts';

const reasons = ownCodes('identity-change', [
  ['renamed', '更名', 'Change of name'],
  ['number-wrong', '公民身份号码差错更正', 'Wrong identity number'],
  ['number-double', '重号更正', 'A number that two had'],
  ['sex-changed', '性别变更', 'Change of sex'],
  ['birth-date-wrong', '出生日期更正', 'Wrong date of birth'],
]);
const sexes = ownCodes('administrative-gender', [
  ['male', '男', 'Male'],
  ['female', '女', 'Female'],
]);

/** Name or number changed by public security; what was stays on record as old. */
export const identity: EventRules = {
  kind: 'identity',
  name: { zh: '身份变更', en: 'Change of identity' },
  fields: [
    { key: 'on', name: { zh: '变更日期', en: 'Date of the change' }, type: 'date', required: true, group: happening },
    {
      key: 'changeReason',
      name: { zh: '变更原因', en: 'Reason' },
      type: 'code',
      codes: reasons,
      required: true,
      group: happening,
    },
    {
      key: 'newName',
      name: { zh: '新姓名', en: 'New name' },
      type: 'text',
      maxLength: 50,
      group: happening,
      element: 'DE02.01.039.00',
    },
    {
      key: 'newNumber',
      name: { zh: '新公民身份号码', en: 'New identity number' },
      type: 'number',
      maxLength: 18,
      group: happening,
      element: 'DE02.01.030.00',
    },
    {
      key: 'newSex',
      name: { zh: '新性别', en: 'New sex' },
      type: 'code',
      codes: sexes,
      group: happening,
      element: 'DE02.01.040.00',
    },
    {
      key: 'newBirthDate',
      name: { zh: '新出生日期', en: 'New date of birth' },
      type: 'date',
      group: happening,
      element: 'DE02.01.005.01',
    },
    certificateField('证明编号', 'Number of the evidence'),
    ...issuer,
  ],
  when: 'on',
  certificateOf: (values) => text(values['certificate']) ?? '',
  check,
  effect,
};

function check(values: FormValues, resident: Identified | undefined): readonly Fault[] {
  const faults: Fault[] = [];
  if (!['newName', 'newNumber', 'newSex', 'newBirthDate'].some((key) => values[key] !== undefined))
    faults.push(impossible('newName', '没有填写任何变更', 'Nothing changes'));
  const given = text(values['newNumber']);
  const parsed = given === undefined ? undefined : parseResidentNumber(given);
  if (parsed instanceof Problem)
    faults.push(impossible('newNumber', '身份证号校验不通过', 'The check character or the date does not hold'));
  else if (parsed && resident) {
    const birthDate = text(values['newBirthDate']) ?? birthDateOf(resident);
    const sex = text(values['newSex']) ?? resident['gender'];
    if (birthDate && parsed.birthDate !== birthDate)
      faults.push(impossible('newNumber', '与出生日期不符', 'It does not fit the date of birth'));
    if ((sex === 'male' || sex === 'female') && parsed.sex !== sex)
      faults.push(impossible('newNumber', '与性别不符', 'It does not fit the sex'));
  }
  return faults;
}

function effect(values: FormValues, resident: string, { residents }: Facts): readonly Identified[] {
  let patient = residents.get(resident);
  if (!patient) return [];
  const day = dayOf(values, 'on');
  const [name, number] = [text(values['newName']), text(values['newNumber'])];
  const parsed = number === undefined ? undefined : parseResidentNumber(number);
  if (name) patient = withName(patient, name, day);
  if (parsed && !(parsed instanceof Problem))
    patient = withIdentifier(patient, { system: identityNumber, value: parsed.number, type: '01', on: day });
  if (values['newSex'] !== undefined) patient = { ...patient, gender: values['newSex'] };
  // the time of birth is that of the day that was wrong
  if (values['newBirthDate'] !== undefined)
    patient = withElement({ ...patient, birthDate: values['newBirthDate'] }, '_birthDate', undefined);
  return [patient];
}
