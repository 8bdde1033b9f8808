import { publicHealthProgrammes } from '../applications/public-health/index.ts';
import type { Programme } from '../programmes/index.ts';
import { toBundle } from './bundle.ts';

/** A programme that comes with the program. */
export function builtIn(code: string): Programme {
  const found = publicHealthProgrammes.find((one) => one.code === code);
  if (!found) throw new Error(`no programme ${code}`);
  return found;
}

/** A programme that nobody has yet: pressure is measured every year of whoever is 40 and over. */
export const aProgramme = (changes: Partial<Programme> = {}): Programme => ({
  code: 'stroke-screening',
  version: '2026',
  valid: { from: '2026-01-01' },
  title: { zh: '脑卒中筛查', en: 'Stroke screening' },
  purpose: { zh: '40 岁及以上居民每年筛查一次。', en: 'Residents of 40 and over are screened once a year.' },
  source: '测试',
  enrolment: { kind: 'population', eligible: { left: { age: 'years' }, is: '>=', right: 40 } },
  activities: [{ code: 'screening', title: { zh: '筛查', en: 'Screening' }, form: 'screening', schedule: { kind: 'yearly' } }],
  forms: [
    {
      code: 'screening',
      title: { zh: '筛查表', en: 'Screening form' },
      source: '测试',
      sections: [
        {
          code: 'signs',
          title: { zh: '体征', en: 'Signs' },
          category: 'vital-signs',
          fields: [
            { name: 'systolic', required: true, offered: true },
            { name: 'strokeSigns', required: true },
            { name: 'strokeNote', when: { left: { answer: 'strokeSigns' }, includes: '2' } },
          ],
        },
      ],
    },
  ],
  elements: [
    {
      name: 'strokeSigns',
      title: { zh: '先兆', en: 'Warning signs' },
      type: 'choices',
      choices: [
        { code: '1', name: { zh: '无', en: 'None' } },
        { code: '2', name: { zh: '其他', en: 'Other' } },
      ],
    },
    { name: 'strokeNote', title: { zh: '说明', en: 'Note' }, type: 'text' },
  ],
  classifications: [],
  measures: [
    {
      code: 'stroke-screened',
      title: { zh: '筛查率', en: 'Screened' },
      denominatorTitle: { zh: '40 岁及以上人数', en: 'Residents of 40 and over' },
      numeratorTitle: { zh: '年内筛查人数', en: 'Of them, screened in the year' },
      source: '测试',
      better: 'more',
      denominator: { left: { age: 'years' }, is: '>=', right: 40 },
      numerator: { has: { contact: 'stroke-screening/screening' }, in: 'period' },
    },
  ],
  ...changes,
});

/** FHIR that may be changed at will: a Bundle of programmes as somebody would send it. */
export const aBundle = (...programmes: readonly Programme[]): { entry: { resource: Record<string, never> }[] } =>
  JSON.parse(JSON.stringify(toBundle(programmes)));
