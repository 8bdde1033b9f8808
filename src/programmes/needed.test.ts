import { describe, expect, test } from 'vitest';
import { all, answer, begins, compileCondition, dayNumber, has, latest, months, previously } from '../life-course/index.ts';
import { aLife, happened } from '../life-course/testing.ts';
import { neededCourse } from './needed.ts';

const life = aLife({
  events: [
    happened('2026-01-05', { condition: 'B20' }),
    happened('2026-01-06', { condition: 'I10.x00' }, { place: 'hospital' }),
    happened('2026-02-01', { contact: 'mental/follow-up', weight: 70, risk: '3' }),
  ],
});

const CONTACT = 'hypertension/follow-up';

describe('the life that a form is sent', () => {
  test('has what its questions ask for, and nothing beside it', () => {
    const { events } = neededCourse(
      life,
      [all(has({ condition: begins('I10') }), answer('systolic').isKnown()), latest('weight', { in: months(6) })],
      CONTACT,
    );

    expect(events.map(({ facts }) => facts)).toEqual([{ condition: 'I10.x00' }, { weight: 70 }]);
    expect(JSON.stringify(events)).not.toMatch(/B20|hospital|mental|Observation/);
  });

  test('answers them as the whole life does', () => {
    const question = all(has({ condition: begins('I10') }), latest('weight').atLeast(70));
    const asked = { at: dayNumber('2026-03-01'), course: neededCourse(life, [question], CONTACT) };

    expect(compileCondition(question)(asked)).toBe(true);
  });

  test('is empty where a form asks of its own answers alone', () => {
    expect(neededCourse(life, [answer('smoking').equals('3')], CONTACT).events).toEqual([]);
  });

  test('has of contacts of its activity what is asked of the one before', () => {
    const contacts = aLife({ events: [happened('2026-01-05', { contact: CONTACT, followUpResult: '2', weight: 70 })] });

    const { events } = neededCourse(contacts, [previously('followUpResult').equals('2')], CONTACT);

    expect(events.map(({ facts }) => facts)).toEqual([{ contact: CONTACT, followUpResult: '2' }]);
  });
});
