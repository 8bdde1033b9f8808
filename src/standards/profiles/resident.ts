import type { Bilingual } from '../../kernel/index.ts';
import { healthCard, healthRecord, identityNumber } from '../identifiers/systems.ts';
import type { ElementRule, Profile } from './profile.ts';

/** An identifier of residents: what it is, and how it is written. */
interface NumberRule {
  readonly slice: string;
  readonly system: string;
  readonly name: Bilingual;
  readonly key: string;
  readonly form: string;
  readonly pattern: string;
}

const numbers: readonly NumberRule[] = [
  {
    slice: 'identityNumber',
    system: identityNumber,
    name: { zh: '居民身份证号', en: 'Identity number, GB 11643-1999' },
    key: 'mk-identity-number',
    form: 'an identity number has 17 digits and a digit or X, or the 15 digits issued until 1999',
    pattern: '^ *([0-9]{17}[0-9Xx]|[0-9]{15}) *$',
  },
  {
    slice: 'healthCard',
    system: healthCard,
    name: { zh: '居民健康卡号', en: 'Health card number, WS/T 543-2017' },
    key: 'mk-health-card',
    form: 'a health card number has 18 digits, the last of which may be X',
    pattern: '^[0-9]{17}[0-9X]$',
  },
  {
    slice: 'healthRecord',
    system: healthRecord,
    name: { zh: '健康档案编号', en: 'Health record number, WS 365-2011' },
    key: 'mk-health-record',
    form: 'a health record number has 17 digits',
    pattern: '^[0-9]{17}$',
  },
];

/**
 * A resident of China as a Patient. Numbers of China are held to their form wherever they are; a Patient who has none of
 * them, such as a guest from abroad, need not have one.
 */
export const resident: Profile = {
  id: 'minkang-resident',
  url: 'urn:minkang:profile:resident',
  version: '1.0.0',
  name: 'MinkangResident',
  title: { zh: '居民', en: 'Resident' },
  date: '2026-11-25',
  type: 'Patient',
  elements: [
    {
      path: 'Patient',
      constraint: [
        {
          key: 'mk-name',
          human: 'who has an identity number has a name',
          expression: `identifier.where(system = '${identityNumber}').exists() implies name.where(text.exists() or family.exists()).exists()`,
        },
      ],
    },
    { path: 'Patient.identifier', slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' } },
    ...numbers.flatMap(sliceOf),
  ],
};

function sliceOf({ slice, system, name, key, form, pattern }: NumberRule): readonly ElementRule[] {
  return [
    { path: 'Patient.identifier', sliceName: slice, short: name },
    { path: 'Patient.identifier.system', min: 1, patternUri: system },
    {
      path: 'Patient.identifier.value',
      min: 1,
      constraint: [{ key, human: form, expression: `matches('${pattern}')` }],
    },
  ];
}
