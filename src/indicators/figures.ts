import { levelOf } from '../standards/index.ts';
import type { Tally } from '../tally/index.ts';

/** Figures as sums that travel up. Institutions are told apart down to the county, not above it. */
export const figures: Tally = {
  name: 'figures',
  tables: {
    change: 'indicators.change',
    sum: 'indicators.figure',
    home: 'indicators.figure_home',
    heard: 'indicators.figure_heard',
  },
  keys: [
    ['measure', 'text'],
    ['period', 'text'],
    ['institution', 'text'],
    ['sex', 'text'],
    ['band', 'integer'],
    ['day', 'date'],
  ],
  amounts: ['denominator', 'numerator'],
  sent: ['sent_denominator', 'sent_numerator'],
  above: (cell, division) => (division.length > 6 || levelOf(division) === 'county' ? cell : { ...cell, institution: '' }),
};
