import { age, all, any, bornIn, type Condition, count, has, lives, type Measure } from '../../../life-course/index.ts';
import { defineProgramme } from '../../../programmes/index.ts';
import { SERVICES } from '../enrolment.ts';
import { programme2026 } from '../immunization/schedules/programme-2026.ts';
import type { DoseRule, Series } from '../immunization/schedules/rules.ts';
import { type Vaccine, vaccines } from '../immunization/schedules/vaccines.ts';

const SOURCE = `${SERVICES}预防接种服务规范`;
const CERTIFICATE = 'vaccination/certificate';

/** Codes of what counts in a series, as records name it: our own name, the national code. */
const codesOf = ({ id, follows }: Pick<Series, 'id' | 'follows'>): readonly string[] =>
  Object.entries<Vaccine>(vaccines)
    .filter(([, { counts = [], later }]) =>
      [...counts, ...(later?.counts ?? [])].some((one) => one === id || one === follows?.series),
    )
    .flatMap(([own, { national }]) => [own, ...(national === undefined ? [] : [national])]);

/** `18 months`, `6 years`, `2 days`: how old a child is by when a dose should have been given; a month after its age where nothing is said. */
function isDue({ by, from, planned }: DoseRule): Condition {
  const [length = '', unit = 'months'] = (by ?? planned ?? from).split(' ');
  const name = unit.startsWith('year') ? 'years' : unit.startsWith('month') ? 'months' : 'days';
  const least = Number(length) * (unit.startsWith('week') ? 7 : 1);
  if (by !== undefined) return age(name).atLeast(least);
  return name === 'days' ? age('days').atLeast(least + 30) : age('months').atLeast(least * (name === 'years' ? 12 : 1) + 1);
}

const nth = (number: number) => ({ zh: `第 ${number} 剂`, en: `dose ${number}` });

/** Children up to the age of school are asked about; girls of 13 are not among them. */
const CHILDREN: Condition = age('years').below(7);

const coverageOf = (series: Series, dose: DoseRule): Measure => ({
  code: `coverage-${dose.id}`,
  title: {
    zh: `${series.title.zh}${nth(dose.number).zh}接种率`,
    en: `Coverage: ${series.title.en}, ${nth(dose.number).en}`,
  },
  denominatorTitle: {
    zh: '期末按程序应已完成该剂次的 0～6 岁儿童数',
    en: 'Children of 0–6 years who should have had the dose by then',
  },
  numeratorTitle: { zh: '其中有该剂次接种记录的人数', en: 'Of them, with so many doses on record' },
  source: `${SOURCE} 六；${programme2026.source}`,
  better: 'more',
  denominator: all(CHILDREN, isDue(dose), lives),
  numerator: count({ vaccine: codesOf(series) }).atLeast(dose.number),
});

/** Doses of the programme that are due before school begins. */
const coverage = programme2026.series
  .filter(({ programme, onlyFor }) => programme && onlyFor === undefined)
  .flatMap((series) =>
    (series.tracks[0]?.doses ?? []).filter(({ beside }) => beside !== true).map((dose) => coverageOf(series, dose)),
  );

/** Vaccination certificates and coverage; what is due for whom is the forecast's, which knows every rule between doses. */
export const vaccination = defineProgramme({
  code: 'vaccination',
  version: '2026',
  valid: { from: '2017-02-28' },
  title: { zh: '预防接种', en: 'Vaccination' },
  purpose: {
    zh: '为 0～6 岁儿童建立预防接种证，按免疫程序接种，掌握建证率和各疫苗各剂次接种率。',
    en: 'A vaccination certificate for every child of 0–6 years, doses by the schedule, and how many children have which.',
  },
  source: `${SOURCE}；${programme2026.source}`,
  enrolment: { kind: 'population', eligible: all(CHILDREN, lives) },
  activities: [
    {
      code: 'certificate',
      title: { zh: '建立预防接种证', en: 'Vaccination certificate' },
      form: 'certificate',
      schedule: { kind: 'on-demand' },
    },
  ],
  forms: [
    {
      code: 'certificate',
      title: { zh: '预防接种证（卡）', en: 'Vaccination certificate' },
      source: `${SOURCE} 附件`,
      sections: [
        {
          code: 'certificate',
          title: { zh: '建证', en: 'Certificate' },
          category: 'survey',
          fields: [{ name: 'vaccinationCertificate', required: true }],
        },
      ],
    },
  ],
  elements: [{ name: 'vaccinationCertificate', title: { zh: '预防接种证编号', en: 'Number of the certificate' }, type: 'text' }],
  classifications: [],
  measures: [
    {
      code: 'vaccination-certificate',
      title: { zh: '建证率', en: 'Vaccination certificate rate' },
      denominatorTitle: { zh: '期内出生、期末在册的应建证儿童数', en: 'Children born in the period who live there at its end' },
      numeratorTitle: {
        zh: '其中已建立预防接种证或已有接种记录的人数',
        en: 'Of them, with a certificate, or with a dose on record, which opens one',
      },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: CERTIFICATE },
      denominator: all(bornIn('period'), lives),
      numerator: any(has({ contact: CERTIFICATE }), has({ vaccine: true })),
    },
    ...coverage,
  ],
});
