import { type Field, type FormValues, impossible, ownCodes } from '../../../forms/index.ts';
import { chinaDay, type Fault } from '../../../kernel/index.ts';
import { findNationalTable } from '../../../platform/terminology/index.ts';
import { type Disease, diseasesOn, findDisease } from './disease.ts';

const illness = { zh: '病例', en: 'The illness' };
const person = { zh: '患者', en: 'The patient' };
const place = { zh: '现住地址', en: 'Where the patient lives now' };
const reporter = { zh: '报告人', en: 'Who reports' };

function table(name: string) {
  const found = findNationalTable(name);
  if (!found) throw new Error(`${name} comes with the program`);
  return found;
}

/**
 * Fields of the report card (WS 365-2011 5.2.09) beside those that the resident's own data say: name, document, sex, birth date,
 * registered address.
 * @param on day whose list of diseases is offered
 */
export function cardFields(on: string): readonly Field[] {
  const diseases = ownCodes(
    'notifiable-disease',
    diseasesOn(on).map(({ code, name }) => [code, name.zh, name.en] as const),
  );
  return [
    {
      ...{
        key: 'disease',
        name: { zh: '传染病名称', en: 'Disease' },
        type: 'code',
        codes: diseases,
        required: true,
        group: illness,
      },
      element: 'DE05.01.012.00',
    },
    {
      ...{ key: 'classification', name: { zh: '病例分类', en: 'Classification of the case' }, type: 'code', required: true },
      ...{ codes: table('CV05.01.002'), group: illness, element: 'DE05.01.060.00' },
    },
    {
      ...{
        key: 'course',
        name: { zh: '发病类别', en: 'Acute or chronic' },
        type: 'code',
        group: illness,
        element: 'DE05.10.015.00',
      },
      codes: ownCodes('onset-type', [
        ['1', '急性', 'Acute'],
        ['2', '慢性', 'Chronic'],
      ]),
      hint: { zh: '乙肝、丙肝、血吸虫病填写', en: 'For hepatitis B and C, schistosomiasis' },
    },
    {
      ...{ key: 'onsetOn', name: { zh: '发病日期', en: 'Day of onset' }, type: 'date', required: true, group: illness },
      ...{ element: 'DE04.01.005.00', hint: { zh: '病原携带者填初检日期', en: 'Of a carrier the day of the first test' } },
    },
    {
      ...{ key: 'diagnosedAt', name: { zh: '诊断时间', en: 'Diagnosed at' }, type: 'time', required: true, group: illness },
      ...{ element: 'DE02.01.035.00', hint: { zh: '报告时限自此起算', en: 'The deadline counts from here' } },
    },
    { key: 'diedOn', name: { zh: '死亡日期', en: 'Died on' }, type: 'date', group: illness, element: 'DE02.01.035.00' },
    {
      ...{ key: 'contactsIll', name: { zh: '密切接触者有无相同症状', en: 'Contacts have the same symptoms' }, type: 'flag' },
      group: illness,
    },
    {
      ...{
        key: 'occupation',
        name: { zh: '职业（人群分类）', en: 'Occupation group' },
        type: 'code',
        required: true,
        group: person,
      },
      ...{ codes: table('CV02.01.202'), element: 'DE02.01.007.00' },
    },
    {
      ...{
        key: 'setting',
        name: { zh: '工作单位（学校）', en: 'School, kindergarten or employer' },
        type: 'text',
        maxLength: 70,
      },
      ...{
        group: person,
        element: 'DE08.10.007.00',
        hint: { zh: '学生、托幼儿童、教师、医务人员必填', en: 'Needed of pupils, children in care, teachers and health workers' },
      },
    },
    {
      key: 'settingPhone',
      name: { zh: '单位电话', en: 'Telephone there' },
      type: 'text',
      maxLength: 20,
      group: person,
      element: 'DE02.01.010.00',
    },
    {
      ...{ key: 'guardian', name: { zh: '家长姓名', en: 'Parent or guardian' }, type: 'text', maxLength: 50, group: person },
      ...{ element: 'DE02.01.039.00', hint: { zh: '14 岁以下必填', en: 'Needed below 14 years' } },
    },
    {
      key: 'phone',
      name: { zh: '联系电话', en: 'Telephone' },
      type: 'text',
      maxLength: 20,
      group: person,
      element: 'DE02.01.010.00',
    },
    {
      ...{ key: 'belonging', name: { zh: '患者属于', en: 'The patient belongs to' }, type: 'code', required: true, group: place },
      ...{ codes: table('CV02.01.104'), element: 'DE02.01.006.00' },
    },
    {
      ...{ key: 'division', name: { zh: '现住地区划', en: 'Division' }, type: 'division', required: true, group: place },
      element: 'DE02.01.009.04',
    },
    {
      ...{
        key: 'address',
        name: { zh: '村（街、路）及门牌号', en: 'Village or street, and number' },
        type: 'text',
        required: true,
      },
      ...{ maxLength: 140, group: place, element: 'DE02.01.009.05' },
    },
    {
      key: 'doctor',
      name: { zh: '报告医师', en: 'Reporting doctor' },
      type: 'text',
      required: true,
      maxLength: 50,
      group: reporter,
      element: 'DE02.01.039.00',
    },
    {
      key: 'institution',
      name: { zh: '填报机构', en: 'Reporting institution' },
      type: 'text',
      required: true,
      maxLength: 70,
      group: reporter,
      element: 'DE08.10.013.00',
    },
    {
      key: 'institutionPhone',
      name: { zh: '机构电话', en: 'Telephone of the institution' },
      type: 'text',
      maxLength: 20,
      group: reporter,
      element: 'DE02.01.010.00',
    },
    { key: 'remark', name: { zh: '备注', en: 'Remarks' }, type: 'text', maxLength: 200, group: reporter },
  ];
}

/** Kindergarten, school, teacher, nursery, health worker (CV02.01.202): where they are together is what an outbreak needs. */
const OF_PLACES: ReadonlySet<string> = new Set(['01', '03', '04', '05', '08']);
const WITH_COURSE: ReadonlySet<string> = new Set(['hepatitis-b', 'hepatitis-c', 'schistosomiasis']);
const CARRIER = '4';

export interface Patient {
  /** YYYY-MM-DD. */
  readonly birthDate: string | undefined;
  readonly deceasedOn: string | undefined;
}

/** Faults between fields, and with what is known of the resident. */
export function cardFaults(values: FormValues, { birthDate, deceasedOn }: Patient): Fault[] {
  const text = (key: string) => (typeof values[key] === 'string' ? values[key] : undefined);
  const [onset, diagnosed, died] = [text('onsetOn'), text('diagnosedAt'), text('diedOn')];
  const diagnosedOn = diagnosed && chinaDay(new Date(diagnosed));
  const disease = diagnosedOn ? findDisease(text('disease') ?? '', diagnosedOn) : undefined;
  const wrong: [boolean, string, string, string][] = [
    [disease === undefined, 'disease', '诊断当日该病不属法定报告传染病', 'It was not notifiable on the day of the diagnosis'],
    [
      diagnosedOn !== undefined && onset !== undefined && onset > diagnosedOn,
      'onsetOn',
      '不能晚于诊断日期',
      'It cannot be after the diagnosis',
    ],
    [
      onset !== undefined && birthDate !== undefined && onset < birthDate,
      'onsetOn',
      '不能早于出生日期',
      'It cannot be before the birth',
    ],
    [died !== undefined && onset !== undefined && died < onset, 'diedOn', '不能早于发病日期', 'It cannot be before the onset'],
    [
      onset !== undefined && deceasedOn !== undefined && onset > deceasedOn,
      'onsetOn',
      '晚于登记的死亡日期',
      'The resident had died by then',
    ],
    [
      WITH_COURSE.has(text('disease') ?? '') && !text('course'),
      'course',
      '该病须填急性或慢性',
      'This disease needs acute or chronic',
    ],
    [
      OF_PLACES.has(text('occupation') ?? '') && !text('setting'),
      'setting',
      '该人群须填单位（学校）名称',
      'This group needs the name of the place',
    ],
    [isBelow(birthDate, onset, 14) && !text('guardian'), 'guardian', '14 岁以下须填家长姓名', 'Needed below 14 years'],
    [
      text('classification') === CARRIER && died !== undefined,
      'diedOn',
      '病原携带者不填死亡日期',
      'A carrier has not died of it',
    ],
  ];
  return wrong.filter(([is]) => is).map(([, at, zh, en]) => impossible(at, zh, en));
}

function isBelow(birthDate: string | undefined, on: string | undefined, years: number): boolean {
  if (!birthDate || !on) return false;
  return `${Number(birthDate.slice(0, 4)) + years}${birthDate.slice(4)}` > on;
}

/** The disease of a card as it was on the day of the diagnosis. */
export function diseaseOf(values: FormValues): Disease {
  const found = findDisease(String(values['disease']), chinaDay(new Date(String(values['diagnosedAt']))));
  if (!found) throw new Error('the card was checked');
  return found;
}
