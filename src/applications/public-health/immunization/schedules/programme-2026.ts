import { dtapOf2025, meningococcalA, programme2021 } from './programme-2021.ts';
import type { Edition, Series } from './rules.ts';

const otherwise = (edition: Edition, changed: readonly Series[]): readonly Series[] => [
  ...edition.series.map((one) => changed.find(({ id }) => id === one.id) ?? one),
  ...changed.filter(({ id }) => edition.series.every((one) => one.id !== id)),
];

/** The notice of 2024 on DTaP and DT: five doses of DTaP. */
export const programme2025: Edition = {
  ...programme2021,
  id: '2025',
  title: { zh: '2021年版程序，百白破程序按2025年1月1日起调整', en: '2021 edition with the DTaP schedule of 1 January 2025' },
  source: '关于国家免疫规划百白破疫苗和白破疫苗免疫程序调整相关工作的通知',
  from: '2025-01-01',
  series: otherwise(programme2021, [dtapOf2025]),
};

const hpv: Series = {
  id: 'hpv',
  title: { zh: '双价HPV疫苗', en: 'Human papillomavirus' },
  programme: true,
  clause: 'HPV vaccine, 1–4: girls of 13 years born from 2011-11-10; doses of 9 years and more count by the instructions',
  onlyFor: { sex: 'female', bornFrom: '2011-11-10' },
  tracks: [
    {
      id: 'usual',
      vaccines: ['HPV2', 'HPV4', 'HPV9'],
      doses: [
        { id: 'hpv-1', number: 1, give: [{ vaccine: 'HPV2' }], from: '9 years', planned: '13 years', by: '14 years' },
        {
          id: 'hpv-2',
          number: 2,
          give: [{ vaccine: 'HPV2' }],
          from: '9 years',
          planned: '162 months',
          within: '12 months',
          after: { 1: '6 months' },
        },
      ],
    },
  ],
};

/** HPV vaccine comes into the programme. */
export const programmeOfNovember2025: Edition = {
  ...programme2025,
  id: '2025-11',
  title: { zh: '2025年11月10日起纳入双价HPV疫苗', en: 'With HPV vaccine from 10 November 2025' },
  source: '关于将HPV疫苗纳入国家免疫规划的公告',
  from: '2025-11-10',
  series: otherwise(programme2025, [hpv]),
};

/** 国家免疫规划疫苗儿童免疫程序及说明（2026年版）, 国疾控卫免发〔2026〕16号 of 2026-06-17. */
export const programme2026: Edition = {
  ...programmeOfNovember2025,
  id: '2026',
  title: {
    zh: '国家免疫规划疫苗儿童免疫程序及说明（2026年版）',
    en: 'National immunisation programme for children, 2026 edition',
  },
  source: '国疾控卫免发〔2026〕16号',
  from: '2026-06-17',
  series: otherwise(programmeOfNovember2025, [meningococcalA('24 months')]),
};
