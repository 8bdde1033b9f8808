import { describe, expect, test } from 'vitest';
import type { FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { fillIn, watch } from '../testing.ts';
import { maternal } from './maternal.ts';

const { state, due, classes, measure } = watch(maternal);
/** Registered at eight weeks; week 0 begins on 1 January 2026. */
const LMP = '2026-01-01';
const registered = (facts: Record<string, FactValue> = {}) =>
  happened('2026-02-26', {
    contact: 'maternal/registration',
    lastMenstrualPeriod: LMP,
    gestationalDays: 56,
    pregnancyRisk: '1',
    ...facts,
  });
const antenatal = (on: string, facts: Record<string, FactValue> = {}) =>
  happened(on, { contact: 'maternal/antenatal', ...facts });
const delivered = (facts: Record<string, FactValue> = {}) =>
  happened('2026-10-05', {
    ...{ contact: 'maternal/delivery', deliveryDate: '2026-10-05', pregnancyOutcome: '1', liveBirths: 1 },
    ...{ maternalDischargeDate: '2026-10-09', ...facts },
  });
const woman = (...events: ReturnType<typeof antenatal>[]) =>
  aLife({ born: '1996-05-05', events: [happened('2026-02-26', { enrolled: 'maternal' }), ...events] });
const find = (activity: string, on: string, ...events: ReturnType<typeof antenatal>[]) =>
  due(woman(...events), on).find((item) => item.startsWith(activity));

describe('who is proposed', () => {
  const known = (sex: 'male' | 'female', condition: string) =>
    state(aLife({ sex, events: [happened('2026-01-01', { condition })] }), '2026-02-01');

  test.each([
    ['supervision of a pregnancy', known('female', 'Z34.900'), 'suggested'],
    ['of one at high risk', known('female', 'Z35.500'), 'suggested'],
    ['not a man with a wrong code', known('male', 'Z34.900'), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('before birth (二（一）～（三）)', () => {
  test.each([
    ['registration at once', find('registration', '2026-02-26'), 'registration/first 2026-02-26..2026-03-05'],
    ['is done', find('registration', '2026-02-27', registered()), undefined],
    ['no visit is planned without a last menstrual period', find('antenatal', '2026-02-27'), undefined],
    ['second, 16 to 20 weeks', find('antenatal', '2026-02-27', registered()), 'antenatal/second 2026-04-23..2026-05-27'],
    ['third, 21 to 24 weeks', find('antenatal', '2026-05-28', registered()), 'antenatal/third 2026-05-28..2026-06-24'],
    ['fourth, 28 to 36 weeks', find('antenatal', '2026-07-16', registered()), 'antenatal/fourth 2026-07-16..2026-09-16'],
    ['fifth, 37 to 40 weeks', find('antenatal', '2026-09-17', registered()), 'antenatal/fifth 2026-09-17..2026-10-14'],
    [
      'a visit in week 18 is the second',
      find('antenatal', '2026-05-08', registered(), antenatal('2026-05-07')),
      'antenatal/third 2026-05-28..2026-06-24',
    ],
    [
      'one in week 14 is none',
      find('antenatal', '2026-05-08', registered(), antenatal('2026-04-10')),
      'antenatal/second 2026-04-23..2026-05-27',
    ],
    ['none after birth', find('antenatal', '2026-10-06', registered(), delivered()), undefined],
    [
      'a corrected period moves all',
      find('antenatal', '2026-04-01', registered(), antenatal('2026-03-20', { lastMenstrualPeriod: '2026-01-08' })),
      'antenatal/second 2026-04-30..2026-06-03',
    ],
    [
      'the period of an earlier pregnancy is not that of this one',
      due(aLife({ events: [registered(), happened('2027-05-01', { enrolled: 'maternal' })] }), '2027-05-02').some((item) =>
        item.startsWith('antenatal'),
      ),
      false,
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('after birth (二（四）（五）)', () => {
  test.each([
    ['nothing before it', find('postnatal', '2026-09-01', registered()), undefined],
    [
      'a visit 3 to 7 days after leaving hospital',
      find('postnatal', '2026-10-10', registered(), delivered()),
      'postnatal/week 2026-10-12..2026-10-16',
    ],
    [
      'it is made',
      find('postnatal', '2026-10-15', registered(), delivered(), happened('2026-10-14', { contact: 'maternal/postnatal' })),
      undefined,
    ],
    ['42 days', find('forty-two-days', '2026-10-10', registered(), delivered()), 'forty-two-days/day-42 2026-11-16..2026-11-30'],
    [
      'after a stillbirth as well',
      find('forty-two-days', '2026-10-10', registered(), delivered({ pregnancyOutcome: '2' })),
      'forty-two-days/day-42 2026-11-16..2026-11-30',
    ],
    [
      'not after an abortion',
      find('forty-two-days', '2026-10-10', registered(), delivered({ pregnancyOutcome: '3' })),
      undefined,
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

test('the forms reckon gestation, the expected date and the days since leaving hospital', () => {
  const first = fillIn(maternal, 'registration', { lastMenstrualPeriod: LMP }, woman(), '2026-02-26');
  const later = fillIn(maternal, 'antenatal', {}, woman(registered()), '2026-05-07');
  const visit = fillIn(maternal, 'postnatal', { maternalDischargeDate: '2026-10-09' }, woman(), '2026-10-14');

  expect([first['gestationalDays'], first['expectedDelivery']]).toEqual([56, '2026-10-08']);
  expect([later['gestationalDays'], visit['daysAfterDischarge']]).toEqual([126, 5]);
});

test.each([
  ['1', '1'],
  ['5', '5'],
])('the colour of the latest visit stands: %s', (pregnancyRisk, risk) => {
  expect(classes(woman(registered(), antenatal('2026-05-07', { pregnancyRisk })), '2026-05-08')).toEqual({ risk });
});

describe('indicators (六 工作指标)', () => {
  const early = (...events: ReturnType<typeof antenatal>[]) => measure('early-pregnancy-registration', woman(...events), 2026);
  const visited = (...events: ReturnType<typeof antenatal>[]) => measure('postnatal-visit', woman(...events), 2026);
  const postnatal = (daysAfterDischarge: number) => happened('2026-10-30', { contact: 'maternal/postnatal', daysAfterDischarge });

  test.each([
    ['registered at 12 weeks and 6 days', early(registered({ gestationalDays: 90 }), delivered()), 'counted'],
    ['registered at 13 weeks', early(registered({ gestationalDays: 91 }), delivered()), 'not counted'],
    ['never registered', early(delivered()), 'not counted'],
    ['not yet delivered', early(registered()), 'not asked'],
    ['no live birth', early(registered(), delivered({ liveBirths: 0 })), 'not asked'],
    ['visited on the 28th day', visited(delivered(), postnatal(28)), 'counted'],
    ['on the 29th', visited(delivered(), postnatal(29)), 'not counted'],
    ['not visited', visited(delivered()), 'not counted'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
