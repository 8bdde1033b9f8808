import type { Bilingual } from '../../kernel/index.ts';
import type { Profile } from './profile.ts';

const URL = 'urn:minkang:extension:';

/** An extension of ours with one value. */
const extension = (
  name: string,
  title: Bilingual,
  type: 'code' | 'Coding' | 'string' | 'Reference',
  contexts: readonly string[],
  rule?: { readonly key: string; readonly human: string; readonly expression: string },
): Profile => ({
  id: `minkang-extension-${name}`,
  url: `${URL}${name}`,
  version: '1.0.0',
  name: `Minkang${name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
  title,
  date: '2026-11-25',
  type: 'Extension',
  contexts,
  elements: [
    { path: 'Extension', max: '1' },
    { path: 'Extension.extension', max: '0' },
    { path: 'Extension.url', fixedUri: `${URL}${name}` },
    { path: 'Extension.value[x]', min: 1, type: [{ code: type }], ...(rule ? { constraint: [rule] } : {}) },
  ],
});

/** Extensions by which records say what R4 has no element for. */
export const extensions: readonly Profile[] = [
  extension(
    'division',
    { zh: '行政区划', en: 'Division, GB/T 2260' },
    'code',
    ['Patient', 'Patient.address', 'Organization', 'Location'],
    {
      key: 'mk-division',
      human: 'a division code has 6 to 12 digits',
      expression: "matches('^[0-9]{6,12}$')",
    },
  ),
  extension('residence', { zh: '居住类型', en: 'Type of residence' }, 'code', ['Patient'], {
    key: 'mk-residence',
    human: 'a resident is registered at the place, lives there without being registered, is there for a time, or has left',
    expression: "matches('^(registered|actual|temporary|left)$')",
  }),
  extension('ethnicity', { zh: '民族', en: 'Ethnic group, GB/T 3304' }, 'Coding', ['Patient']),
  extension('card-state', { zh: '卡状态', en: 'State of a card' }, 'code', ['Patient.identifier']),
  extension('relation-to-head', { zh: '与户主关系', en: 'Relation to the head of the household, GB/T 4761' }, 'Coding', [
    'Group.member',
  ]),
  extension('relative', { zh: '亲属本人', en: 'The relative’s own Patient' }, 'Reference', ['RelatedPerson']),
  extension('address-kind', { zh: '地址类别', en: 'Kind of address: registered' }, 'code', ['Patient.address']),
  extension('education', { zh: '学历', en: 'Education, GB/T 4658' }, 'Coding', ['Patient']),
  extension('occupation', { zh: '职业', en: 'Occupation, GB/T 6565' }, 'Coding', ['Patient']),
  extension('employer', { zh: '工作单位', en: 'Employer' }, 'string', ['Patient']),
  extension('abo-group', { zh: 'ABO 血型', en: 'ABO blood group, CV04.50.005' }, 'Coding', ['Patient']),
  extension('rh-group', { zh: 'Rh 血型', en: 'Rh blood group' }, 'Coding', ['Patient']),
  extension('disability', { zh: '残疾情况', en: 'Disability, CV05.10.001' }, 'Coding', ['Patient']),
  extension('payment-source', { zh: '医疗费用支付方式', en: 'Source of payment, CV07.10.003' }, 'Coding', ['Patient']),
  extension('insurance-type', { zh: '医疗保险类别', en: 'Medical insurance, CV02.01.204' }, 'Coding', ['Patient']),
];
