import { nationalSchedule } from '../schedules/national.ts';
import type { Case } from '../testing.ts';
import { compileSchedule } from './compile.ts';

/** What a rule says about one child: the clause, the child, and lines of the series concerned. */
type Golden = readonly [clause: string, asked: Case, expected: Readonly<Record<string, readonly string[]>>];

const shanghai = compileSchedule(nationalSchedule, '310101');
const tibet = compileSchedule(nationalSchedule, '540102');
const threeHepB = (born: string, second: string, third: string) => [`HepB ${born}`, `HepB ${second}`, `HepB ${third}`];

/** 2026 edition (国疾控卫免发〔2026〕16号), general rules and each vaccine's part; 2021 edition where it says so. */
export const goldenCases: readonly Golden[] = [
  // ages, intervals, days
  [
    'General 1: the ages of the table; months end with the month',
    { born: '2026-08-31', today: '2026-08-31' },
    {
      hepb: [
        'hepb-1 due HepB 2026-08-31..2026-09-01',
        'hepb-2 upcoming HepB 2026-09-30..2026-10-30',
        'hepb-3 upcoming HepB 2027-02-28..2027-08-30',
      ],
      bcg: ['bcg-1 due BCG 2026-08-31..2026-11-29'],
      mmr: ['mmr-1 upcoming MMR 2027-04-30..2027-08-30', 'mmr-2 upcoming MMR 2028-02-29..2028-08-30'],
    },
  ],
  [
    'General 1: on the day of the minimum age it counts (born on 29 February)',
    { born: '2024-02-29', given: ['MMR 2024-10-29', 'MMR 2025-08-29'], today: '2025-09-01' },
    { mmr: ['mmr-1 given-valid', 'mmr-2 given-valid'] },
  ],
  [
    'General 1: a day before the minimum age it does not',
    { born: '2024-02-29', given: ['MMR 2024-10-28'], today: '2024-10-28' },
    {
      mmr: ['mmr-1 given-invalid from', 'mmr-1 upcoming MMR 2024-11-25..2025-02-27', 'mmr-2 upcoming MMR 2025-08-29..2026-02-27'],
    },
  ],
  [
    'General 1: one who follows the table is done with all of it for now',
    {
      born: '2025-10-01',
      given: [
        ...threeHepB('2025-10-01', '2025-11-01', '2026-04-01'),
        ...['BCG 2025-10-01', 'IPV 2025-12-01', 'IPV 2026-01-01', 'bOPV 2026-02-01', 'DTaP 2025-12-01', 'DTaP 2026-02-01'],
        ...['DTaP 2026-04-01', 'MPSV-A 2026-04-01', 'MPSV-A 2026-07-01', 'MMR 2026-06-01', 'JE-L 2026-06-01'],
      ],
      today: '2026-07-01',
    },
    {
      hepb: ['hepb-1 given-valid', 'hepb-2 given-valid', 'hepb-3 given-valid'],
      polio: [
        'polio-1 given-valid',
        'polio-2 given-valid',
        'polio-3 given-valid',
        'polio-4 upcoming bOPV 2029-10-01..2030-09-30',
      ],
      dtap: [
        ...['dtap-1 given-valid', 'dtap-2 given-valid', 'dtap-3 given-valid'],
        ...['dtap-4 upcoming DTaP 2027-04-01..2027-09-30', 'dtap-5 upcoming DTaP 2031-10-01..2032-09-30'],
      ],
      mpsva: ['mpsva-1 given-valid', 'mpsva-2 given-valid'],
      je: ['je-1 given-valid', 'je-2 upcoming JE-L 2027-10-01..2028-09-30'],
      hepa: ['hepa-1 upcoming HepA-L 2027-04-01..2027-09-30'],
      mpsvac: ['mpsvac-1 upcoming MPSV-AC 2028-10-01..2029-09-30', 'mpsvac-2 upcoming MPSV-AC 2031-10-01..2032-09-30'],
      hpv: ['hpv-1 upcoming HPV2 2034-10-01 2038-10-01..2039-09-30', 'hpv-2 upcoming HPV2 2039-04-01..2039-09-30'],
    },
  ],
  // hepatitis B
  [
    'HepB 4: the third at least 4 months after the first and 60 days after the second',
    { born: '2026-01-01', given: ['HepB 2026-05-20', 'HepB 2026-06-17'], today: '2026-07-10' },
    { hepb: ['hepb-1 given-valid', 'hepb-2 given-valid', 'hepb-3 upcoming HepB 2026-09-20..2026-12-31'] },
  ],
  [
    'HepB 4: the second at 27 days does not count',
    { born: '2025-01-01', given: ['HepB 2025-06-01', 'HepB 2025-06-28'], today: '2025-06-28' },
    {
      hepb: [
        ...['hepb-1 given-valid', 'hepb-2 given-invalid after'],
        ...['hepb-2 upcoming HepB 2025-07-26..2025-07-26', 'hepb-3 upcoming HepB 2025-10-01..2025-12-31'],
      ],
    },
  ],
  [
    'HepB 3: below 2,000 g, mother with HBsAg: the birth dose beside three at 1, 2 and 7 months',
    {
      born: '2026-09-10',
      given: ['HepB 2026-09-10'],
      child: { birthWeightGrams: 1800, motherHBsAg: 'positive' },
      today: '2026-09-20',
    },
    {
      hepb: [
        ...['hepb-0 given-valid', 'hepb-1 upcoming HepB 2026-10-10..2026-11-09'],
        ...['hepb-2 upcoming HepB 2026-11-10..2026-12-09', 'hepb-3 upcoming HepB 2027-04-10..2027-09-09'],
      ],
    },
  ],
  [
    'HepB 3: the same weight with a mother without HBsAg: three doses with the birth dose',
    {
      born: '2026-09-10',
      given: ['HepB 2026-09-10'],
      child: { birthWeightGrams: 1800, motherHBsAg: 'negative' },
      today: '2026-09-20',
    },
    {
      hepb: [
        ...['hepb-1 given-valid', 'hepb-2 upcoming HepB 2026-10-10..2026-11-09'],
        'hepb-3 upcoming HepB 2027-03-10..2027-09-09',
      ],
    },
  ],
  [
    'HepB 3: a small newborn without birth dose begins at 1 month',
    {
      born: '2026-01-10',
      given: ['HepB 2026-02-15'],
      child: { birthWeightGrams: 1500, motherHBsAg: 'unknown' },
      today: '2026-02-16',
    },
    {
      hepb: [
        ...['hepb-1 given-valid', 'hepb-2 upcoming HepB 2026-03-15..2026-04-09'],
        'hepb-3 upcoming HepB 2026-08-10..2027-01-09',
      ],
    },
  ],
  [
    'HepB 3: of a small one who never had any, the birth dose is past and the first of the three overdue',
    { born: '2026-01-10', child: { birthWeightGrams: 1500 }, today: '2026-11-29' },
    {
      hepb: [
        ...['hepb-0 not-needed birth-dose-past', 'hepb-1 overdue HepB 2026-02-10..2026-03-09'],
        ...['hepb-2 upcoming HepB 2026-12-27..2026-12-27', 'hepb-3 upcoming HepB 2027-03-29..2027-03-29'],
      ],
    },
  ],
  // BCG
  [
    'BCG 4: from 4 years on it is not made up',
    { born: '2022-11-29', today: '2026-11-29' },
    { bcg: ['bcg-1 too-late bcg-from-4-years'] },
  ],
  [
    'BCG 4: a day before 4 years it still is',
    { born: '2022-11-30', today: '2026-11-29' },
    { bcg: ['bcg-1 overdue BCG 2022-11-30..2023-02-27'] },
  ],
  [
    'BCG 4: from 3 months on not after a positive tuberculin test',
    { born: '2025-11-29', child: { tuberculin: [{ on: '2026-11-20', result: 'positive' }] }, today: '2026-11-29' },
    { bcg: ['bcg-1 not-needed tuberculin-positive'] },
  ],
  [
    'BCG 4: given once it is not repeated, whatever the scar',
    { born: '2025-01-01', given: ['BCG 2025-01-02', 'BCG 2025-06-01'], today: '2025-06-01' },
    { bcg: ['bcg-1 given-valid', 'bcg given-extra enough'] },
  ],
  [
    'BCG instructions: below 2,500 g it waits for the weight',
    {
      born: '2026-11-01',
      child: { birthWeightGrams: 2100, motherHBsAg: 'negative', weightReachedOn: '2026-12-10' },
      today: '2026-11-10',
    },
    { bcg: ['bcg-1 contraindicated low-birth-weight 2026-12-09'] },
  ],
  [
    'BCG instructions: where no weight is recorded it is asked again at 1 month',
    { born: '2026-11-01', child: { birthWeightGrams: 2100 }, today: '2026-12-01' },
    { bcg: ['bcg-1 due BCG 2026-12-01..2027-01-31'] },
  ],
  // polio
  [
    'Polio 4: born from 2019-10-01 without trivalent drops: two of IPV come first',
    { born: '2021-01-15', given: ['bOPV 2021-03-20'], today: '2026-11-29' },
    {
      polio: [
        ...['polio-1 given-valid', 'polio-2 overdue IPV 2021-04-17..2021-05-14', 'polio-3 upcoming IPV 2026-12-27..2026-12-27'],
        'polio-4 upcoming bOPV 2027-01-24..2027-01-24',
      ],
    },
  ],
  [
    'Polio 4: born before, one of IPV',
    { born: '2018-01-15', today: '2026-11-29' },
    {
      polio: [
        ...['polio-1 overdue IPV 2018-03-15..2018-04-14', 'polio-2 upcoming bOPV 2026-12-27..2026-12-27'],
        ...['polio-3 upcoming bOPV 2027-01-24..2027-01-24', 'polio-4 upcoming bOPV 2027-02-21..2027-02-21'],
      ],
    },
  ],
  [
    'Polio 4: after trivalent drops no IPV is made up',
    { born: '2015-01-15', given: ['tOPV 2015-03-20', 'tOPV 2015-04-20'], today: '2026-11-29' },
    {
      polio: [
        ...['polio-1 given-valid', 'polio-2 given-valid', 'polio-3 overdue bOPV 2015-05-18..2016-01-14'],
        'polio-4 upcoming bOPV 2026-12-27..2026-12-27',
      ],
    },
  ],
  [
    'Polio 3: four doses with IPV by their instructions, the last at 18 months: nothing at 4 years',
    {
      born: '2021-11-01',
      given: ['DTaP-IPV-Hib 2022-01-01', 'DTaP-IPV-Hib 2022-02-01', 'DTaP-IPV-Hib 2022-03-01', 'DTaP-IPV-Hib 2023-05-01'],
      today: '2026-11-29',
    },
    {
      polio: ['polio-1 given-valid', 'polio-2 given-valid', 'polio-3 given-valid', 'polio-4 given-valid'],
      dtap: [
        ...['dtap-1 given-valid', 'dtap-2 given-valid', 'dtap-3 given-valid', 'dtap-4 given-valid'],
        'dtap-5 upcoming DTaP 2027-11-01..2028-10-31',
      ],
    },
  ],
  [
    'Special states of health: with immunodeficiency IPV throughout, and no live vaccine',
    {
      born: '2026-05-01',
      given: ['IPV 2026-07-01', 'IPV 2026-08-01'],
      conditions: [{ condition: 'immunodeficiency' }],
      today: '2026-11-29',
    },
    {
      polio: [
        'polio-1 given-valid',
        'polio-2 given-valid',
        'polio-3 due IPV 2026-09-01..2027-04-30',
        'polio-4 upcoming IPV 2030-05-01..2031-04-30',
      ],
      mmr: ['mmr-1 contraindicated immunodeficiency', 'mmr-2 contraindicated immunodeficiency'],
      bcg: ['bcg-1 contraindicated immunodeficiency'],
      je: [
        ...['jei-1 upcoming JE-I 2027-01-01..2027-04-30', 'jei-2 upcoming JE-I 2027-01-08..2027-04-30'],
        ...['jei-3 upcoming JE-I 2028-05-01..2029-04-30', 'jei-4 upcoming JE-I 2032-05-01..2033-04-30'],
      ],
      hepa: ['hepai-1 upcoming HepA-I 2027-11-01..2028-04-30', 'hepai-2 upcoming HepA-I 2028-05-01..2029-04-30'],
    },
  ],
  // DTaP
  [
    'DTaP, 2021 edition: 3, 4, 5, 18 months and DT at 6 years',
    { born: '2024-01-10', today: '2024-02-01' },
    {
      dtap: [
        ...['dtap-1 upcoming DTaP 2024-04-10..2024-05-09', 'dtap-2 upcoming DTaP 2024-05-10..2024-06-09'],
        ...['dtap-3 upcoming DTaP 2024-06-10..2025-01-09', 'dtap-4 upcoming DTaP 2025-07-10..2026-01-09'],
        'dt-1 upcoming DT 2030-01-10..2031-01-09',
      ],
    },
  ],
  [
    'DTaP, notice in force 2025-01-01: a child who has not begun goes by 2, 4 and 6 months',
    { born: '2024-11-15', today: '2025-01-01' },
    {
      dtap: [
        ...['dtap-1 upcoming DTaP 2025-01-15..2025-02-14', 'dtap-2 upcoming DTaP 2025-03-15..2025-04-14'],
        ...['dtap-3 upcoming DTaP 2025-05-15..2025-11-14', 'dtap-4 upcoming DTaP 2026-05-15..2026-11-14'],
        'dtap-5 upcoming DTaP 2030-11-15..2031-11-14',
      ],
    },
  ],
  [
    'DTaP, passing over: begun before 2025 the first three go on at 3, 4 and 5 months, then DTaP at 6 years',
    { born: '2024-08-20', given: ['DTaP 2024-11-20', 'DTaP 2024-12-20'], today: '2025-01-20' },
    {
      dtap: [
        ...['dtap-1 given-valid', 'dtap-2 given-valid', 'dtap-3 due DTaP 2025-01-20..2025-08-19'],
        ...['dtap-4 upcoming DTaP 2026-02-20..2026-08-19', 'dtap-5 upcoming DTaP 2030-08-20..2031-08-19'],
      ],
    },
  ],
  [
    'DTaP, editions: a dose at 2 months of 2024 does not count, one of 2025 does',
    { born: '2024-10-20', given: ['DTaP 2024-12-25'], today: '2024-12-26' },
    {
      dtap: [
        'dtap-1 given-invalid from',
        ...[
          'dtap-1 upcoming DTaP 2025-01-22..2025-02-19',
          'dtap-2 upcoming DTaP 2025-02-20..2025-03-19',
          'dtap-3 upcoming DTaP 2025-03-20..2025-10-19',
          'dtap-4 upcoming DTaP 2026-04-20..2026-10-19',
          'dt-1 upcoming DT 2030-10-20..2031-10-19',
        ],
      ],
    },
  ],
  [
    'DTaP, editions: the same in 2025',
    { born: '2024-10-30', given: ['DTaP 2025-01-05'], today: '2025-01-06' },
    {
      dtap: [
        ...['dtap-1 given-valid', 'dtap-2 upcoming DTaP 2025-02-28..2025-03-29', 'dtap-3 upcoming DTaP 2025-04-30..2025-10-29'],
        ...['dtap-4 upcoming DTaP 2026-04-30..2026-10-29', 'dtap-5 upcoming DTaP 2030-10-30..2031-10-29'],
      ],
    },
  ],
  [
    'DTaP 4, 2026 edition: from 7 years with fewer than three: DT up to three, 1 and 6 months apart',
    { born: '2018-11-01', given: ['DTaP 2019-03-01'], today: '2026-11-29' },
    {
      dtap: [
        ...['dtap-1 given-valid', 'dtap-2 overdue DT 2025-11-01..2025-11-01', 'dtap-3 upcoming DT 2027-05-29..2027-05-29'],
        ...['dtap-4 not-needed catch-up-complete', 'dtap-5 not-needed catch-up-complete'],
      ],
    },
  ],
  [
    'DTaP 4: three of DTaP and no DT: one of DT',
    { born: '2018-11-01', given: ['DTaP 2019-03-01', 'DTaP 2019-04-01', 'DTaP 2019-05-01'], today: '2026-11-29' },
    {
      dtap: [
        ...['dtap-1 given-valid', 'dtap-2 given-valid', 'dtap-3 given-valid', 'dtap-4 overdue DT 2025-11-01..2025-11-01'],
        'dtap-5 not-needed catch-up-complete',
      ],
    },
  ],
  [
    'DTaP 4: five with the DT of the 2021 edition at 6 years: done',
    {
      born: '2018-01-01',
      given: ['DTaP 2018-04-01', 'DTaP 2018-05-01', 'DTaP 2018-06-01', 'DTaP 2019-07-01', 'DT 2024-01-05'],
      today: '2026-11-29',
    },
    {
      dtap: ['dtap-1 given-valid', 'dtap-2 given-valid', 'dtap-3 given-valid', 'dtap-4 given-valid', 'dt-1 given-valid'],
    },
  ],
  [
    'DTaP 4: the fourth at least 6 months after the third',
    {
      born: '2025-01-01',
      given: ['DTaP 2025-03-01', 'DTaP 2025-05-01', 'DTaP 2026-03-01', 'DTaP 2026-08-31'],
      today: '2026-09-01',
    },
    {
      dtap: [
        ...['dtap-1 given-valid', 'dtap-2 given-valid', 'dtap-3 given-valid', 'dtap-4 given-invalid after'],
        ...['dtap-4 upcoming DTaP 2026-09-28..2026-12-31', 'dtap-5 upcoming DTaP 2031-01-01..2031-12-31'],
      ],
    },
  ],
  [
    'DTaP contraindications: after encephalopathy DT, without pertussis',
    { born: '2026-05-01', conditions: [{ condition: 'encephalopathy' }], today: '2026-05-02' },
    {
      dtap: [
        ...['dtap-1 upcoming DT 2026-07-01..2026-07-31', 'dtap-2 upcoming DT 2026-09-01..2026-09-30'],
        ...[
          'dtap-3 upcoming DT 2026-11-01..2027-04-30',
          'dtap-4 upcoming DT 2027-11-01..2028-04-30',
          'dtap-5 upcoming DT 2032-05-01..2033-04-30',
        ],
      ],
    },
  ],
  // meningococcal
  [
    'Meningococcal 3: two of A at least 3 months apart',
    { born: '2025-11-01', given: ['MPSV-A 2026-06-01', 'MPSV-A 2026-08-31'], today: '2026-09-01' },
    { mpsva: ['mpsva-1 given-valid', 'mpsva-2 given-invalid after', 'mpsva-2 upcoming MPSV-A 2026-09-28..2027-10-31'] },
  ],
  [
    'Meningococcal 4: from 24 months A is not made up; without A, A and C as soon as may be',
    { born: '2024-10-01', today: '2026-11-29' },
    {
      mpsva: ['mpsva-1 not-needed a-replaced-by-ac', 'mpsva-2 not-needed a-replaced-by-ac'],
      mpsvac: ['mpsvac-1 due MPSV-AC 2026-10-01..2028-09-30', 'mpsvac-2 upcoming MPSV-AC 2030-10-01..2031-09-30'],
    },
  ],
  [
    'Meningococcal 4: with one of A, A and C 3 months later',
    { born: '2024-10-01', given: ['MPSV-A 2026-09-15'], today: '2026-11-29' },
    {
      mpsva: ['mpsva-1 given-valid', 'mpsva-2 not-needed a-replaced-by-ac'],
      mpsvac: ['mpsvac-1 upcoming MPSV-AC 2026-12-15..2028-09-30', 'mpsvac-2 upcoming MPSV-AC 2030-10-01..2031-09-30'],
    },
  ],
  [
    'Meningococcal 3: with two of A, A and C at 3 years and 12 months after the second',
    { born: '2023-06-01', given: ['MPSV-A 2024-12-01', 'MPSV-A 2025-05-20'], today: '2026-01-01' },
    {
      mpsva: ['mpsva-1 given-valid', 'mpsva-2 given-valid'],
      mpsvac: ['mpsvac-1 upcoming MPSV-AC 2026-06-01..2027-05-31', 'mpsvac-2 upcoming MPSV-AC 2029-06-01..2030-05-31'],
    },
  ],
  [
    'Meningococcal 3: two of A and C at least 3 years apart',
    { born: '2019-01-01', given: ['MPSV-AC 2023-03-01', 'MPSV-AC 2026-02-28'], today: '2026-03-01' },
    {
      mpsvac: ['mpsvac-1 given-valid', 'mpsvac-2 given-invalid after', 'mpsvac-2 upcoming MPSV-AC 2026-03-28..2026-03-28'],
    },
  ],
  [
    'Meningococcal 3: conjugate vaccine below 24 months stands for A, at 3 years for A and C',
    { born: '2023-01-01', given: ['MCV2 2023-07-01', 'MCV2 2023-10-01', 'MCV4 2026-01-10'], today: '2026-02-01' },
    {
      mpsva: ['mpsva-1 given-valid', 'mpsva-2 given-valid'],
      mpsvac: ['mpsvac-1 given-valid', 'mpsvac-2 upcoming MPSV-AC 2029-01-10..2029-12-31'],
    },
  ],
  // MMR
  [
    'MMR 3: an emergency dose at 6 to 7 months does not count',
    { born: '2026-01-01', given: ['BCG 2026-01-01', 'Measles 2026-07-15'], today: '2026-07-16' },
    {
      mmr: ['mmr-1 given-invalid from', 'mmr-1 upcoming MMR 2026-09-01..2026-12-31', 'mmr-2 upcoming MMR 2027-07-01..2027-12-31'],
    },
  ],
  [
    'MMR 4 (2): born 2007 to 2019-09-30: two against measles, one against mumps and rubella',
    { born: '2019-01-01', given: ['MR 2019-09-05', 'MMR 2020-07-05'], today: '2026-11-29' },
    { mmr: ['mmr-1 given-valid', 'mmr-2 given-valid'] },
  ],
  [
    'MMR 4 (2): of the same years without mumps: one more',
    { born: '2012-01-01', given: ['MR 2012-09-05', 'Measles 2013-07-05'], today: '2026-11-29' },
    { mmr: ['mmr-1 given-valid', 'mmr-2 given-valid', 'mmr-3 overdue MMR 2013-08-02..2013-12-31'] },
  ],
  [
    'MMR 4 (1): born from 2019-10-01: two against all three',
    { born: '2019-10-10', given: ['MR 2020-06-15', 'MMR 2021-04-15'], today: '2026-11-29' },
    { mmr: ['mmr-1 given-valid', 'mmr-2 given-valid', 'mmr-3 overdue MMR 2021-05-13..2021-10-09'] },
  ],
  [
    'MMR: with varicella in it, it counts',
    { born: '2022-01-01', given: ['cvx:94 2023-01-05 abroad', 'cvx:94 2026-01-05 abroad'], today: '2026-11-29' },
    { mmr: ['mmr-1 given-valid', 'mmr-2 given-valid'] },
  ],
  // Japanese encephalitis, hepatitis A
  [
    'JE 4: live vaccine, two doses 12 months apart',
    { born: '2020-01-01', given: ['JE-L 2026-05-01'], today: '2026-11-29' },
    { je: ['je-1 given-valid', 'je-2 upcoming JE-L 2027-05-01..2027-05-01'] },
  ],
  [
    'JE 4: inactivated vaccine, four doses; the second after 7 days, the third after a month, the fourth after 3 years',
    { born: '2019-01-01', given: ['JE-I 2026-11-01', 'JE-I 2026-11-08'], today: '2026-11-29' },
    {
      je: [
        ...['jei-1 given-valid', 'jei-2 given-valid', 'jei-3 upcoming JE-I 2026-12-08..2026-12-08'],
        'jei-4 upcoming JE-I 2029-12-08..2029-12-08',
      ],
    },
  ],
  [
    'JE 4: inactivated vaccine after 6 days is too soon',
    { born: '2025-01-01', given: ['JE-I 2025-09-01', 'JE-I 2025-09-07'], today: '2025-09-10' },
    {
      je: [
        ...['jei-1 given-valid', 'jei-2 given-invalid after', 'jei-2 upcoming JE-I 2025-10-05..2025-12-31'],
        ...['jei-3 upcoming JE-I 2027-01-01..2027-12-31', 'jei-4 upcoming JE-I 2031-01-01..2031-12-31'],
      ],
    },
  ],
  [
    'JE: not in the programme of Tibet, Qinghai and Xinjiang',
    { born: '2026-01-01', today: '2026-11-29', schedule: tibet },
    { je: [] },
  ],
  [
    'HepA 3: two of inactivated vaccine 6 months apart',
    { born: '2024-01-01', given: ['HepA-I 2025-07-05', 'HepA-I 2026-01-04'], today: '2026-01-04' },
    { hepa: ['hepai-1 given-valid', 'hepai-2 given-invalid after', 'hepai-2 upcoming HepA-I 2026-02-01..2026-12-31'] },
  ],
  [
    'HepA 4: after one of inactivated vaccine a live one 6 months later ends it',
    { born: '2023-01-01', given: ['HepA-I 2024-07-05', 'HepA-L 2026-03-01'], today: '2026-11-29' },
    { hepa: ['hepai-1 given-valid', 'hepa-1 given-valid'] },
  ],
  [
    'HepA 4: sooner it does not',
    { born: '2024-01-01', given: ['HepA-I 2025-07-05', 'HepA-L 2025-09-01'], today: '2025-09-01' },
    { hepa: ['hepai-1 given-valid', 'hepa-1 given-invalid after-vaccine', 'hepai-2 upcoming HepA-I 2026-01-05..2026-12-31'] },
  ],
  [
    'Layers: Shanghai buys inactivated hepatitis A vaccine and adds varicella vaccine',
    { born: '2025-05-01', today: '2026-11-29', schedule: shanghai },
    {
      hepa: ['hepai-1 due HepA-I 2026-11-01..2027-04-30', 'hepai-2 upcoming HepA-I 2027-05-29..2028-04-30'],
      varicella: ['varicella-1 due Varicella 2026-05-01..2027-04-30', 'varicella-2 upcoming Varicella 2029-05-01..2030-04-30'],
    },
  ],
  // HPV
  [
    'HPV 1: girls of 13 years, two doses 6 months apart, the second within 12 months',
    { born: '2013-10-01', today: '2026-11-29' },
    { hpv: ['hpv-1 due HPV2 2022-10-01 2026-10-01..2027-09-30', 'hpv-2 upcoming HPV2 2027-05-29..2027-11-28'] },
  ],
  [
    'HPV 1: not for boys, and what a boy was given does not count',
    { born: '2013-10-01', sex: 'male', given: ['HPV2 2026-10-05'], today: '2026-11-29' },
    { hpv: ['hpv given-invalid girls-only', 'hpv-1 not-needed girls-only', 'hpv-2 not-needed girls-only'] },
  ],
  [
    'HPV 1: not for girls born before 2011-11-10',
    { born: '2011-11-09', today: '2026-11-29' },
    { hpv: ['hpv-1 not-needed born-before', 'hpv-2 not-needed born-before'] },
  ],
  [
    'HPV 1: for those born on that day',
    { born: '2011-11-10', given: ['HPV2 2026-01-05', 'HPV2 2026-07-04'], today: '2026-07-04' },
    { hpv: ['hpv-1 given-valid', 'hpv-2 given-invalid after', 'hpv-2 upcoming HPV2 2026-08-01..2027-01-04'] },
  ],
  [
    'HPV 3: a dose bought at 10 years counts; the second is given at once',
    { born: '2013-05-01', given: ['HPV9 2023-08-01'], today: '2026-11-29' },
    { hpv: ['hpv-1 given-valid', 'hpv-2 overdue HPV2 2024-02-01 2026-11-01..2026-11-01'] },
  ],
  ['HPV: before 2025-11-10 it is not in the programme', { born: '2012-01-01', today: '2025-11-09' }, { hpv: [] }],
  // together: live vaccines, antibodies, illness
  [
    'General 3: two live vaccines on one day are well',
    { born: '2026-01-01', given: ['MMR 2026-09-05', 'JE-L 2026-09-05'], today: '2026-09-05' },
    {
      mmr: ['mmr-1 given-valid', 'mmr-2 upcoming MMR 2027-07-01..2027-12-31'],
      je: ['je-1 given-valid', 'je-2 upcoming JE-L 2028-01-01..2028-12-31'],
    },
  ],
  [
    'General 3: within 28 days the second does not count',
    { born: '2026-01-01', given: ['MMR 2026-09-05', 'JE-L 2026-10-02'], today: '2026-10-02' },
    {
      je: [
        'je-1 given-invalid live-apart',
        'je-1 upcoming JE-L 2026-10-30..2026-12-31',
        'je-2 upcoming JE-L 2028-01-01..2028-12-31',
      ],
    },
  ],
  [
    'General 3: on the 28th day it does',
    { born: '2026-01-01', given: ['MMR 2026-09-05', 'JE-L 2026-10-03'], today: '2026-10-03' },
    { je: ['je-1 given-valid', 'je-2 upcoming JE-L 2028-01-01..2028-12-31'] },
  ],
  [
    'General 3: oral live vaccine and inactivated ones keep no distance',
    { born: '2026-01-01', given: ['IPV 2026-03-01', 'IPV 2026-04-01', 'MMR 2026-09-05', 'bOPV 2026-09-06'], today: '2026-09-07' },
    {
      polio: [
        'polio-1 given-valid',
        'polio-2 given-valid',
        'polio-3 given-valid',
        'polio-4 upcoming bOPV 2030-01-01..2030-12-31',
      ],
    },
  ],
  [
    'MMR 3: 3 months after immunoglobulin; inactivated vaccines are not concerned',
    {
      born: '2026-01-01',
      given: ['BCG 2026-01-01', 'cvx:86 2026-08-20', 'IPV 2026-08-21', 'MMR 2026-10-01'],
      today: '2026-10-02',
    },
    {
      mmr: [
        ...['mmr-1 given-invalid after-antibodies', 'mmr-1 upcoming MMR 2026-11-20..2026-12-31'],
        'mmr-2 upcoming MMR 2027-07-01..2027-12-31',
      ],
      je: ['je-1 upcoming JE-L 2026-11-20..2026-12-31', 'je-2 upcoming JE-L 2028-01-01..2028-12-31'],
      others: ['IG given-extra antibodies'],
    },
  ],
  [
    'Contraindications: all waits while the child is acutely ill',
    {
      born: '2026-01-01',
      given: ['MPSV-A 2026-07-01'],
      conditions: [{ condition: 'acute-illness', from: '2026-11-25', until: '2026-12-04' }],
      today: '2026-11-29',
    },
    { mpsva: ['mpsva-1 given-valid', 'mpsva-2 contraindicated acute-illness 2026-12-04'] },
  ],
  [
    'Contraindications: anaphylaxis after a vaccine closes its series',
    {
      born: '2026-01-01',
      given: ['MPSV-A 2026-07-01'],
      conditions: [{ condition: 'anaphylaxis', vaccines: ['MPSV-A'] }],
      today: '2026-11-29',
    },
    { mpsva: ['mpsva-1 given-valid', 'mpsva-2 contraindicated anaphylaxis'] },
  ],
  // late starts, lost certificates, foreign and faulty records
  [
    'General 4: a girl of 15 who never had any: what is made up, what is not, and what the 18th birthday cuts off',
    { born: '2011-11-20', today: '2026-11-29' },
    {
      hepb: [
        'hepb-1 overdue HepB 2011-11-20..2011-11-21',
        'hepb-2 upcoming HepB 2026-12-27..2026-12-27',
        'hepb-3 upcoming HepB 2027-03-29..2027-03-29',
      ],
      bcg: ['bcg-1 too-late bcg-from-4-years'],
      dtap: [
        ...[
          'dtap-1 overdue Td 2018-11-20..2018-11-20',
          'dtap-2 upcoming Td 2026-12-29..2026-12-29',
          'dtap-3 upcoming Td 2027-06-29..2027-06-29',
        ],
        ...['dtap-4 not-needed catch-up-complete', 'dtap-5 not-needed catch-up-complete'],
      ],
      mpsva: ['mpsva-1 not-needed a-replaced-by-ac', 'mpsva-2 not-needed a-replaced-by-ac'],
      mpsvac: ['mpsvac-1 overdue MPSV-AC 2013-11-20..2015-11-19', 'mpsvac-2 too-late grown-up'],
      je: ['je-1 overdue JE-L 2012-07-20..2012-11-19', 'je-2 upcoming JE-L 2027-11-29..2027-11-29'],
    },
  ],
  [
    'General 4: nothing of the programme is made up from 18 years on',
    { born: '2008-11-29', given: ['MMR 2009-08-01'], today: '2026-11-29' },
    {
      hepb: ['hepb-1 too-late grown-up', 'hepb-2 too-late grown-up', 'hepb-3 too-late grown-up'],
      mmr: ['mmr-1 given-valid', 'mmr-2 too-late grown-up'],
    },
  ],
  [
    'General 4: a series is gone on with, not begun again',
    { born: '2020-01-01', given: ['HepB 2020-01-01', 'HepB 2020-02-05'], today: '2026-11-29' },
    { hepb: ['hepb-1 given-valid', 'hepb-2 given-valid', 'hepb-3 overdue HepB 2020-07-01..2020-12-31'] },
  ],
  [
    'Certificates: a lost one, doses without days do not count',
    { born: '2025-01-01', given: ['HepB', 'HepB 2025-02', 'HepB 2025-03-01'], today: '2025-03-02' },
    {
      hepb: ['hepb-1 given-valid', 'hepb-2 upcoming HepB 2025-03-29..2025-03-29', 'hepb-3 upcoming HepB 2025-07-01..2025-12-31'],
      others: ['HepB given-invalid date-unknown', 'HepB given-invalid date-unknown'],
    },
  ],
  [
    'Records: before birth, in the future, on no day of the calendar, of no vaccine',
    {
      born: '2025-01-01',
      given: ['HepB 2024-12-31', 'HepB 2026-11-30', 'HepB 2025-02-30', 'cvx:999 2025-02-01'],
      today: '2026-11-29',
    },
    {
      others: [
        ...['HepB given-invalid before-birth', 'cvx:999 given-invalid vaccine-unknown', 'HepB given-invalid date-impossible'],
        'HepB given-invalid in-future',
      ],
    },
  ],
  [
    'Records: the same dose twice on one day counts once',
    { born: '2025-01-01', given: ['HepB 2025-01-01', 'cvx:08 2025-01-01'], today: '2025-01-02' },
    {
      hepb: [
        ...['hepb-1 given-valid', 'hepb given-invalid duplicate', 'hepb-2 upcoming HepB 2025-02-01..2025-02-28'],
        'hepb-3 upcoming HepB 2025-07-01..2025-12-31',
      ],
    },
  ],
  [
    'Foreign doses: CVX codes, at the ages of the other country',
    {
      born: '2020-03-01',
      given: [
        ...['cvx:110 2020-05-01 abroad', 'cvx:110 2020-07-01 abroad', 'cvx:110 2020-09-01 abroad', 'cvx:20 2021-06-01 abroad'],
        ...[
          'cvx:130 2024-04-01 abroad',
          'cvx:03 2021-03-05 abroad',
          'cvx:03 2024-04-01 abroad',
          'cvx:83 2021-03-05 abroad',
          'cvx:83 2021-10-05 abroad',
        ],
      ],
      today: '2026-11-29',
    },
    {
      dtap: ['dtap-1 given-valid', 'dtap-2 given-valid', 'dtap-3 given-valid', 'dtap-4 given-valid', 'dt-1 given-valid'],
      polio: ['polio-1 given-valid', 'polio-2 given-valid', 'polio-3 given-valid', 'polio-4 given-valid'],
      mmr: ['mmr-1 given-valid', 'mmr-2 given-valid'],
      hepa: ['hepai-1 given-valid', 'hepai-2 given-valid'],
      hepb: ['hepb-1 given-valid', 'hepb-2 given-valid', 'hepb-3 given-valid'],
    },
  ],
  [
    'Substitutes: what the programme does not have is told and judged by nobody',
    { born: '2026-01-01', given: ['Hib 2026-03-01', 'PCV 2026-03-01'], today: '2026-11-29' },
    { others: ['Hib given-extra outside-schedule', 'PCV given-extra outside-schedule'] },
  ],
  // influenza
  [
    'Influenza: two doses 4 weeks apart in the first season below 9 years',
    { born: '2024-01-01', given: ['IIV 2026-10-10'], today: '2026-11-29' },
    { influenza: ['influenza-2026-1 given-valid', 'influenza-2026-2 due IIV 2026-11-07..2026-11-07'] },
  ],
  [
    'Influenza: one after an earlier season, and the next season then',
    { born: '2020-01-01', given: ['IIV 2024-10-10', 'IIV 2026-10-10'], today: '2026-11-29' },
    {
      influenza: [
        'influenza-2024-1 given-valid',
        'influenza-2026-1 given-valid',
        'influenza-2027-1 upcoming IIV 2027-09-01..2027-10-31',
      ],
    },
  ],
  [
    'Influenza: from 6 months on; out of season the next one',
    { born: '2026-01-15', given: ['IIV 2026-07-01'], today: '2026-07-02' },
    {
      influenza: [
        ...['influenza-2025-1 given-invalid from', 'influenza-2026-1 upcoming IIV 2026-09-01..2026-10-31'],
        'influenza-2026-2 upcoming IIV 2026-09-29..2026-10-31',
      ],
    },
  ],
  [
    'Influenza: live vaccine from 3 years, once',
    { born: '2023-09-01', given: ['LAIV 2026-10-10'], today: '2026-11-29' },
    { influenza: ['influenza-2026-1 given-valid', 'influenza-2027-1 upcoming IIV 2027-09-01..2027-10-31'] },
  ],
];
