import { influenza } from './influenza.ts';
import { programme2021 } from './programme-2021.ts';
import { programme2025, programme2026, programmeOfNovember2025 } from './programme-2026.ts';
import { provinces } from './provinces.ts';
import type { Schedule } from './rules.ts';

/** All editions that are known, what is in force besides, and how children pass from one to the next. */
export const nationalSchedule: Schedule = {
  editions: [programme2021, programme2025, programmeOfNovember2025, programme2026],
  transitions: [
    // a child whose first DTaP came before the change finishes the first three as it began
    { series: 'dtap', begunBefore: '2025-01-01', doses: [1, 2, 3], keeps: '2021' },
  ],
  layers: [
    {
      id: 'influenza',
      title: { zh: '流感疫苗（非免疫规划）', en: 'Influenza vaccine (outside the programme)' },
      source: '中国流感疫苗预防接种技术指南',
      divisions: [''],
      from: '2018-09-01',
      adds: [influenza],
    },
    ...provinces,
  ],
};
