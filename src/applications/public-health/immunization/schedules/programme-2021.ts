import type { DoseRule, Edition, Offer, Series } from './rules.ts';

const hepbVaccines = ['HepB', 'DTaP-IPV-Hib-HepB', 'DTaP-HepB-IPV', 'DTP-HepB-Hib', 'HepA-HepB'] as const;
const hepb: Series = {
  id: 'hepb',
  title: { zh: '乙肝疫苗', en: 'Hepatitis B' },
  programme: true,
  clause: '2021 edition, hepatitis B vaccine, 1–4',
  tracks: [
    {
      id: 'usual',
      vaccines: hepbVaccines,
      doses: [
        { id: 'hepb-1', number: 1, give: [{ vaccine: 'HepB' }], from: '0 days', by: '2 days' },
        { id: 'hepb-2', number: 2, give: [{ vaccine: 'HepB' }], from: '1 month', abroadFrom: '4 weeks', after: { 1: '28 days' } },
        {
          id: 'hepb-3',
          number: 3,
          give: [{ vaccine: 'HepB' }],
          from: '6 months',
          abroadFrom: '24 weeks',
          by: '12 months',
          after: { 1: '4 months', 2: '60 days' },
        },
      ],
    },
  ],
  antibodiesOf: 'positive',
  exception: {
    birthWeightBelow: 2000,
    motherHBsAg: ['positive', 'unknown'],
    track: {
      id: 'small-newborn',
      vaccines: hepbVaccines,
      doses: [
        {
          id: 'hepb-0',
          number: 0,
          give: [{ vaccine: 'HepB' }],
          from: '0 days',
          by: '2 days',
          ends: { at: '1 month', as: 'not-needed', why: 'birth-dose-past' },
          beside: true,
        },
        { id: 'hepb-1', number: 1, give: [{ vaccine: 'HepB' }], from: '1 month' },
        { id: 'hepb-2', number: 2, give: [{ vaccine: 'HepB' }], from: '2 months', after: { 1: '28 days' } },
        {
          id: 'hepb-3',
          number: 3,
          give: [{ vaccine: 'HepB' }],
          from: '7 months',
          by: '12 months',
          after: { 1: '4 months', 2: '60 days' },
        },
      ],
    },
  },
};

const bcg: Series = {
  id: 'bcg',
  title: { zh: '卡介苗', en: 'BCG' },
  programme: true,
  clause: '2021 edition, BCG, 3–4',
  tuberculinFrom: '3 months',
  weightFrom: { grams: 2500, assumedAt: '1 month' },
  tracks: [
    {
      id: 'usual',
      vaccines: ['BCG'],
      doses: [
        {
          id: 'bcg-1',
          number: 1,
          give: [{ vaccine: 'BCG' }],
          from: '0 days',
          by: '3 months',
          ends: { at: '4 years', as: 'too-late', why: 'bcg-from-4-years' },
        },
      ],
    },
  ],
};

const withIpv = { IPV: '18 months', 'DTaP-IPV': '18 months', 'DTaP-IPV-Hib': '18 months' } as const;
const drops: readonly Offer[] = [{ vaccine: 'bOPV' }, { vaccine: 'IPV' }];
const polio: Series = {
  id: 'polio',
  title: { zh: '脊灰疫苗', en: 'Poliomyelitis' },
  programme: true,
  clause: '2021 edition, polio vaccines, 1–4',
  first: {
    vaccine: 'IPV',
    component: 'ipv',
    doses: [
      { bornFrom: '2019-10-01', count: 2 },
      { bornFrom: '1900-01-01', count: 1 },
    ],
    unless: 'topv',
  },
  tracks: [
    {
      id: 'usual',
      vaccines: [
        ...(['IPV', 'bOPV', 'tOPV', 'Polio', 'DTaP-IPV', 'DTaP-IPV-Hib', 'DTaP-IPV-Hib-HepB'] as const),
        'DTaP-HepB-IPV',
      ],
      doses: [
        { id: 'polio-1', number: 1, give: drops, from: '2 months', abroadFrom: '6 weeks' },
        { id: 'polio-2', number: 2, give: drops, from: '3 months', abroadFrom: '10 weeks', after: { 1: '28 days' } },
        {
          id: 'polio-3',
          number: 3,
          give: drops,
          from: '4 months',
          abroadFrom: '14 weeks',
          by: '12 months',
          after: { 2: '28 days' },
        },
        {
          id: 'polio-4',
          number: 4,
          give: drops,
          from: '48 months',
          fromOf: { ...withIpv, 'DTaP-IPV-Hib-HepB': '18 months', 'DTaP-HepB-IPV': '18 months' },
          by: '5 years',
          after: { 3: '28 days' },
        },
      ],
    },
  ],
};

const combined = {
  'DTaP-IPV-Hib': '2 months',
  'DTaP-IPV': '2 months',
  'DTaP-IPV-Hib-HepB': '2 months',
  'DTaP-HepB-IPV': '2 months',
} as const;
/** The third of the combined vaccines is given at 4 months by their instructions. */
const combinedThird = { ...combined, 'DTaP-IPV-Hib': '4 months', 'DTaP-IPV': '4 months' } as const;
const childrens: readonly Offer[] = [{ vaccine: 'DTaP' }, { vaccine: 'DT' }];
const dt: readonly Offer[] = [{ vaccine: 'DT', before: '12 years' }, { vaccine: 'Td' }];
export const diphtheriaVaccines = [
  ...(['DTaP', 'DTaP-Hib', 'DTaP-IPV', 'DTaP-IPV-Hib', 'DTaP-IPV-Hib-HepB', 'DTaP-HepB-IPV', 'DTP-HepB-Hib', 'DT'] as const),
  'Td',
] as const;
export const fourth: DoseRule = {
  id: 'dtap-4',
  number: 4,
  give: childrens,
  from: '18 months',
  abroadFrom: '12 months',
  by: '24 months',
  after: { 3: '6 months' },
};

export const dtapOlder = {
  from: '6 years',
  give: dt,
  closing: 'dt',
  next: [
    { total: 0 },
    { total: 1, after: '1 month' },
    { total: 2, after: '6 months' },
    { total: 3, after: '6 months', unlessClosed: true },
    { total: 4, after: '12 months', unlessClosed: true },
  ],
} as const;

const dtap: Series = {
  id: 'dtap',
  title: { zh: '百白破疫苗', en: 'Diphtheria, tetanus and pertussis' },
  programme: true,
  clause: '2021 edition, DTaP and DT, 1–4',
  older: dtapOlder,
  tracks: [
    {
      id: 'usual',
      vaccines: diphtheriaVaccines,
      doses: [
        { id: 'dtap-1', number: 1, give: childrens, from: '3 months', fromOf: combined, abroadFrom: '6 weeks' },
        {
          id: 'dtap-2',
          number: 2,
          give: childrens,
          from: '4 months',
          fromOf: { 'DTaP-IPV-Hib': '3 months', 'DTaP-IPV': '3 months' },
          abroadFrom: '10 weeks',
          after: { 1: '28 days' },
        },
        {
          id: 'dtap-3',
          number: 3,
          give: childrens,
          from: '5 months',
          fromOf: { 'DTaP-IPV-Hib': '4 months', 'DTaP-IPV': '4 months' },
          abroadFrom: '14 weeks',
          by: '12 months',
          after: { 2: '28 days' },
        },
        fourth,
        { id: 'dt-1', number: 5, give: dt, from: '6 years', abroadFrom: '4 years', by: '7 years', after: { 4: '12 months' } },
      ],
    },
  ],
};

/** The same with DTaP at 2, 4 and 6 months, and a fifth DTaP at 6 years instead of DT; DT from 7 years. */
export const dtapOf2025: Series = {
  ...dtap,
  clause: 'Notice of 2024 on the DTaP and DT programme, in force 2025-01-01; 2026 edition, DTaP, 1–4',
  older: { ...dtapOlder, from: '7 years' },
  tracks: [
    {
      id: 'usual',
      vaccines: diphtheriaVaccines,
      doses: [
        { id: 'dtap-1', number: 1, give: childrens, from: '2 months', abroadFrom: '6 weeks' },
        {
          id: 'dtap-2',
          number: 2,
          give: childrens,
          from: '4 months',
          fromOf: { 'DTaP-IPV-Hib': '3 months', 'DTaP-IPV': '3 months' },
          abroadFrom: '10 weeks',
          after: { 1: '28 days' },
        },
        {
          id: 'dtap-3',
          number: 3,
          give: childrens,
          from: '6 months',
          fromOf: combinedThird,
          abroadFrom: '14 weeks',
          by: '12 months',
          after: { 2: '28 days' },
        },
        fourth,
        {
          id: 'dtap-5',
          number: 5,
          give: childrens,
          from: '6 years',
          abroadFrom: '4 years',
          by: '7 years',
          after: { 4: '12 months' },
        },
      ],
    },
  ],
};

const conjugate = { MCV2: '3 months', MCV4: '3 months' } as const;
const conjugateApart = { MCV2: '28 days', MCV4: '28 days' } as const;
const gone = { at: '24 months', as: 'not-needed', why: 'a-replaced-by-ac' } as const;

/** @param second age before which the second dose should be done */
export const meningococcalA = (second: '18 months' | '24 months'): Series => ({
  id: 'mpsva',
  title: { zh: 'A群流脑疫苗', en: 'Meningococcal A' },
  programme: true,
  clause: 'Meningococcal vaccines, 3–4',
  tracks: [
    {
      id: 'usual',
      vaccines: ['MPSV-A', 'MCV2', 'MCV4', 'Men'],
      doses: [
        {
          id: 'mpsva-1',
          number: 1,
          give: [{ vaccine: 'MPSV-A' }],
          from: '6 months',
          fromOf: conjugate,
          by: '12 months',
          ends: gone,
        },
        {
          id: 'mpsva-2',
          number: 2,
          give: [{ vaccine: 'MPSV-A' }],
          from: '9 months',
          fromOf: conjugate,
          by: second,
          after: { 1: '3 months' },
          afterOf: conjugateApart,
          ends: gone,
        },
      ],
    },
  ],
});

export const meningococcalAC: Series = {
  id: 'mpsvac',
  title: { zh: 'A群C群流脑疫苗', en: 'Meningococcal A and C' },
  programme: true,
  clause: 'Meningococcal vaccines, 3–4',
  follows: { series: 'mpsva', after: '12 months', fewer: { than: 2, from: '24 months', after: '3 months' } },
  tracks: [
    {
      id: 'usual',
      vaccines: ['MPSV-AC', 'MPSV4', 'MCV2', 'MCV4', 'Men'],
      doses: [
        { id: 'mpsvac-1', number: 3, give: [{ vaccine: 'MPSV-AC' }], from: '36 months', by: '48 months' },
        {
          id: 'mpsvac-2',
          number: 4,
          give: [{ vaccine: 'MPSV-AC' }],
          from: '72 months',
          by: '84 months',
          after: { 3: '3 years' },
        },
      ],
    },
  ],
};

const mmr: Series = {
  id: 'mmr',
  title: { zh: '麻腮风疫苗', en: 'Measles, mumps and rubella' },
  programme: true,
  clause: '2021 edition, MMR, 3–4',
  cohorts: [
    { bornFrom: '2019-10-01', needs: { measles: 2, mumps: 2, rubella: 2 } },
    { bornFrom: '2007-12-29', needs: { measles: 2, mumps: 1, rubella: 1 } },
    { bornFrom: '1900-01-01', needs: { measles: 2 } },
  ],
  tracks: [
    {
      id: 'usual',
      vaccines: ['MMR', 'MMRV', 'MR', 'MM', 'Measles', 'Rubella', 'Mumps'],
      doses: [
        { id: 'mmr-1', number: 1, give: [{ vaccine: 'MMR' }], from: '8 months', by: '12 months' },
        {
          id: 'mmr-2',
          number: 2,
          give: [{ vaccine: 'MMR' }],
          from: '18 months',
          abroadFrom: '13 months',
          by: '24 months',
          after: { 1: '28 days' },
        },
      ],
    },
  ],
};

const je: Series = {
  id: 'je',
  title: { zh: '乙脑疫苗', en: 'Japanese encephalitis' },
  programme: true,
  clause: '2021 edition, Japanese encephalitis vaccines, 1–4',
  tracks: [
    {
      id: 'live',
      vaccines: ['JE-L'],
      doses: [
        { id: 'je-1', number: 1, give: [{ vaccine: 'JE-L' }], from: '8 months', by: '12 months' },
        { id: 'je-2', number: 2, give: [{ vaccine: 'JE-L' }], from: '24 months', by: '36 months', after: { 1: '12 months' } },
      ],
    },
    {
      id: 'inactivated',
      vaccines: ['JE-I'],
      doses: [
        { id: 'jei-1', number: 1, give: [{ vaccine: 'JE-I' }], from: '8 months', by: '12 months' },
        { id: 'jei-2', number: 2, give: [{ vaccine: 'JE-I' }], from: '8 months', by: '12 months', after: { 1: '7 days' } },
        { id: 'jei-3', number: 3, give: [{ vaccine: 'JE-I' }], from: '24 months', by: '36 months', after: { 2: '1 month' } },
        { id: 'jei-4', number: 4, give: [{ vaccine: 'JE-I' }], from: '72 months', by: '84 months', after: { 3: '3 years' } },
      ],
    },
  ],
};

const hepa: Series = {
  id: 'hepa',
  title: { zh: '甲肝疫苗', en: 'Hepatitis A' },
  programme: true,
  clause: '2021 edition, hepatitis A vaccines, 1–4',
  tracks: [
    {
      id: 'live',
      vaccines: ['HepA-L'],
      afterOther: '6 months',
      doses: [{ id: 'hepa-1', number: 1, give: [{ vaccine: 'HepA-L' }], from: '18 months', by: '24 months' }],
    },
    {
      id: 'inactivated',
      vaccines: ['HepA-I', 'HepA-HepB'],
      doses: [
        { id: 'hepai-1', number: 1, give: [{ vaccine: 'HepA-I' }], from: '18 months', abroadFrom: '12 months', by: '24 months' },
        {
          id: 'hepai-2',
          number: 2,
          give: [{ vaccine: 'HepA-I' }],
          from: '24 months',
          abroadFrom: '18 months',
          by: '36 months',
          after: { 1: '6 months' },
        },
      ],
    },
  ],
};

/** 国家免疫规划疫苗儿童免疫程序及说明（2021年版）. */
export const programme2021: Edition = {
  id: '2021',
  title: {
    zh: '国家免疫规划疫苗儿童免疫程序及说明（2021年版）',
    en: 'National immunisation programme for children, 2021 edition',
  },
  source: '国家免疫规划疫苗儿童免疫程序及说明（2021年版）',
  from: '2021-03-01',
  graceDays: 0,
  until: '18 years',
  overdueAfter: '1 month',
  liveApart: '28 days',
  afterAntibodies: '3 months',
  repeatAfter: '28 days',
  series: [hepb, bcg, polio, dtap, meningococcalA('18 months'), mmr, je, hepa, meningococcalAC],
};
