import type { Layer, Series } from './rules.ts';

const varicella: Series = {
  id: 'varicella',
  title: { zh: '水痘疫苗', en: 'Varicella' },
  programme: true,
  clause: 'Shanghai, varicella vaccine',
  onlyFor: { bornFrom: '2014-08-01' },
  tracks: [
    {
      id: 'usual',
      vaccines: ['Varicella', 'MMRV'],
      doses: [
        { id: 'varicella-1', number: 1, give: [{ vaccine: 'Varicella' }], from: '12 months', by: '24 months' },
        {
          id: 'varicella-2',
          number: 2,
          give: [{ vaccine: 'Varicella' }],
          from: '4 years',
          by: '5 years',
          after: { 1: '3 months' },
        },
      ],
    },
  ],
};

/** What provinces do beyond or below the national programme. General knowledge; a province corrects its own line. */
export const provinces: readonly Layer[] = [
  {
    id: 'without-je',
    title: { zh: '未将乙脑疫苗纳入的地区', en: 'Where Japanese encephalitis vaccine is not in the programme' },
    source: '扩大国家免疫规划实施方案（2007）: 西藏、青海、新疆除外',
    divisions: ['54', '63', '65'],
    from: '2008-01-01',
    without: ['je'],
  },
  {
    id: 'inactivated-hepa',
    title: { zh: '使用甲肝灭活疫苗的地区', en: 'Where hepatitis A vaccine is inactivated' },
    source: 'purchase of the municipality',
    divisions: ['11', '12', '31'],
    from: '2008-01-01',
    prefers: { hepa: 'inactivated' },
  },
  {
    id: 'shanghai-varicella',
    title: { zh: '上海市水痘疫苗', en: 'Varicella vaccine of Shanghai' },
    source: '上海市免疫规划: 水痘疫苗2剂, 2018-08-01',
    divisions: ['31'],
    from: '2018-08-01',
    adds: [varicella],
  },
];
