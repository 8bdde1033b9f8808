import { describe, expect, test } from 'vitest';
import { compileCondition, dayNumber, type FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { elementsOf } from '../../../programmes/index.ts';
import { fillIn, watch } from '../testing.ts';
import { healthExamination } from './health-examination.ts';

const { state, due, classes } = watch(healthExamination);
const sections = healthExamination.forms[0]?.sections ?? [];
const fields = sections.flatMap((section) => section.fields);

/** Whether a field is asked for with these answers. */
function isAsked(name: string, answers: Record<string, FactValue>, sex: 'male' | 'female' = 'female'): boolean {
  const when = fields.find((field) => field.name === name)?.when;
  return !when || compileCondition(when)({ course: aLife({ sex }), at: dayNumber('2026-01-01'), contact: { facts: answers } });
}

describe('the form of the health examination (WS 365-2011 5.2.2)', () => {
  const elements = elementsOf(healthExamination);
  const numbers = new Set(
    fields.flatMap(({ name }) => {
      const element = elements.get(name);
      return element?.element ?? element?.sharesElement ?? [];
    }),
  );

  // where the numbers of the data set are shifted, those of the catalogue; who examined whom and when is told by the contact
  test('asks for every data element of fields 8 to 170', () => {
    const asked = `
      DE04.10.186 DE04.10.118 DE04.10.082 DE04.10.174 DE04.10.176 DE04.10.167 DE04.10.188 DE04.10.218 DE05.10.075 DE04.01.036
      DE05.10.043 DE05.10.041 DE05.10.042 DE05.10.040 DE05.10.044 DE03.00.087 DE03.00.088 DE03.00.024 DE03.00.086 DE03.00.081
      DE03.00.073 DE03.00.053 DE03.00.036 DE03.00.032 DE03.00.076 DE03.00.054 DE03.00.030 DE03.00.031 DE03.00.037 DE03.00.098
      DE03.00.078 DE03.00.089 DE03.00.083 DE03.00.007 DE03.00.091 DE03.00.090 DE03.00.094 DE04.10.106 DE04.10.016 DE04.10.017
      DE04.10.214 DE04.10.116 DE04.10.098 DE04.10.190 DE05.10.106 DE04.50.110 DE04.10.215 DE04.10.129 DE04.10.075 DE04.10.113
      DE04.10.191 DE04.10.035 DE04.10.036 DE04.10.206 DE04.10.205 DE04.10.209 DE04.10.210 DE04.10.048 DE04.10.049 DE04.10.044
      DE04.10.045 DE04.10.054 DE04.10.055 DE04.10.138 DE04.10.139 DE04.10.050 DE04.10.051 DE04.10.201 DE04.10.238 DE04.10.064
      DE04.10.159 DE04.10.198 DE04.10.197 DE04.10.223 DE04.10.224 DE04.10.070 DE04.10.071 DE04.10.072 DE04.10.073 DE04.10.041
      DE04.10.042 DE04.10.142 DE04.50.091 DE04.50.015 DE04.50.108 DE04.50.050 DE04.50.049 DE04.50.062 DE04.50.061 DE04.50.063
      DE04.50.057 DE04.50.046 DE04.50.066 DE04.50.064 DE04.50.037 DE04.50.019 DE05.10.081 DE05.10.082 DE04.50.022 DE04.50.083
      DE04.50.116 DE04.50.114 DE04.50.115 DE04.50.113 DE04.50.117 DE04.50.099 DE04.50.127 DE04.50.013 DE04.50.126 DE04.50.034
      DE04.50.092 DE04.50.095 DE04.50.093 DE04.50.094 DE04.50.125 DE04.50.025 DE04.50.097 DE04.50.098 DE04.50.011 DE04.30.046
      DE04.30.045 DE04.30.003 DE04.30.002 DE04.50.029 DE04.50.030 DE04.30.030 DE05.01.065 DE05.01.073 DE05.10.080 DE06.00.091
      DE05.10.053 DE06.00.016 DE08.10.013 DE01.00.004 DE06.00.046 DE06.00.047 DE06.00.045 DE06.00.164 DE08.50.022 DE06.00.133
      DE08.50.024 DE08.50.023 DE06.00.135 DE06.00.134 DE06.00.027 DE08.50.016 DE08.50.017 DE06.00.145 DE08.50.015 DE05.10.031
      DE05.10.032 DE06.00.051 DE06.00.114 DE06.00.081`;
    const missing = asked
      .trim()
      .split(/\s+/)
      .filter((number) => !numbers.has(`${number}.00`));

    expect(missing).toEqual([]);
    expect(fields.length).toBeGreaterThan(150);
  });

  test('has sections that can be overlooked', () => {
    expect(sections.length).toBeGreaterThanOrEqual(16);
    expect(sections.filter((section) => section.fields.length > 40).map(({ code }) => code)).toEqual([]);
  });

  test('repeats stays, home beds, drugs and vaccinations', () => {
    expect(sections.filter(({ repeats }) => repeats !== undefined).map(({ code }) => code)).toEqual([
      ...['hospital-stays', 'home-beds', 'drugs', 'vaccinations'],
    ]);
  });

  test.each([
    ['cigarettes of who smokes', isAsked('cigarettesPerDay', { smoking: '3' }), true],
    ['none of who never did', isAsked('cigarettesPerDay', { smoking: '1' }), false],
    ['the age of stopping of who stopped', isAsked('smokingUntilAge', { smoking: '2' }), true],
    ['drinks of who drinks sometimes', isAsked('drinks', { drinking: '21' }), true],
    ['none of who never drinks', isAsked('drinks', { drinking: '1' }), false],
    ['minutes of who exercises', isAsked('exerciseMinutes', { exerciseFrequency: '2' }), true],
    ['none of who does not', isAsked('exerciseMinutes', { exerciseFrequency: '4' }), false],
    ['a gynaecological examination of women', isAsked('vulvaAbnormal', {}, 'female'), true],
    ['none of men', isAsked('vulvaAbnormal', {}, 'male'), false],
    ['a description of what is abnormal', isAsked('fundusDescription', { fundusAbnormal: true }), true],
    ['none of what is not', isAsked('fundusDescription', { fundusAbnormal: false }), false],
    ['a target weight where weight is to be lost', isAsked('targetWeight', { riskControl: '1 5' }), true],
    ['what symptoms, where others', isAsked('otherSymptoms', { symptoms: '2 25' }), true],
  ])('asks %s', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  test('the elderly are assessed, others are not', () => {
    const when = sections.find(({ code }) => code === 'elderly')?.when;
    const isSeen = (born: string) => when && compileCondition(when)({ course: aLife({ born }), at: dayNumber('2026-01-01') });

    expect([isSeen('1961-01-01'), isSeen('1961-01-02')]).toEqual([true, false]);
  });

  test.each([
    [{ systolicLeft: 130, diastolicLeft: 80, systolicRight: 138, diastolicRight: 78 }, [138, 80]],
    [{ systolicLeft: 130, diastolicLeft: 80 }, [130, 80]],
    [{}, [undefined, undefined]],
  ])('of %o the pressure that counts is %o', (answers, expected) => {
    const filled = fillIn(healthExamination, 'examination', answers, aLife(), '2026-01-01');

    expect([filled['systolic'], filled['diastolic']]).toEqual(expected);
  });
});

test.each([
  [true, 'abnormal'],
  [false, 'normal'],
])('an examination with something abnormal %s is %s; none is ever due', (assessmentAbnormal, assessment) => {
  const life = aLife({ events: [happened('2026-01-01', { contact: 'health-examination/examination', assessmentAbnormal })] });

  expect(classes(life, '2026-01-02')).toEqual({ assessment });
  expect(due(life, '2026-01-02')).toEqual([]);
  expect(state(aLife(), '2026-01-02')).toBe('out');
});
