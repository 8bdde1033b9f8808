import type { Series } from './rules.ts';

/**
 * 中国流感疫苗预防接种技术指南: every season, from 6 months on; two doses 4 weeks apart in the first season of a child below 9 years;
 * live vaccine from 3 to 17 years, one dose.
 */
export const influenza: Series = {
  id: 'influenza',
  title: { zh: '流感疫苗', en: 'Influenza' },
  programme: false,
  clause: 'Technical guidelines for seasonal influenza vaccination in China, children',
  tracks: [{ id: 'season', vaccines: ['IIV', 'LAIV'], doses: [] }],
  season: {
    starts: '09-01',
    by: '10-31',
    ends: '04-30',
    twiceBefore: '9 years',
    interval: '28 days',
    from: { IIV: '6 months', LAIV: '3 years' },
    once: ['LAIV'],
  },
};
