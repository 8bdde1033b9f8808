import { describe, expect, test } from 'vitest';
import { compileCondition, dayNumber, type FactValue } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { elementsOf } from '../../../programmes/index.ts';
import { watch } from '../testing.ts';
import { healthRecord } from './health-record.ts';

const { state, due, measure } = watch(healthRecord);
const opened = (on = '2026-03-01') => happened(on, { contact: 'health-record/opening' });
const resident = (...events: ReturnType<typeof opened>[]) => aLife({ events });

describe('opening (二（一）建立)', () => {
  test.each([
    ['is due for whoever has none', due(resident(), '2026-05-01'), ['opening/2026 2026-01-01..2026-12-31']],
    ['is done once for all', due(resident(opened()), '2028-05-01'), []],
    ['who has a record is out', state(resident(opened()), '2026-05-01'), 'out'],
    ['who has moved away is out', state(resident(happened('2026-01-01', { 'vital-event': 'move-out' })), '2026-05-01'), 'out'],
    [
      'who came back is in',
      state(
        resident(happened('2025-01-01', { 'vital-event': 'move-out' }), happened('2026-01-01', { 'vital-event': 'move-in' })),
        '2026-05-01',
      ),
      'active',
    ],
    ['who has died is out', state(aLife({ died: '2026-01-01' }), '2026-05-01'), 'out'],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('the personal basic information (WS 365-2011 5.2.1)', () => {
  const sections = healthRecord.forms[0]?.sections ?? [];
  const names = sections.flatMap(({ fields }) => fields.map(({ name }) => name));
  const elements = elementsOf(healthRecord);
  const numbers = names.flatMap((name) => elements.get(name)?.element ?? []);

  // fields 11, 13, 14 and 18 to 42; the others are told by the resident’s own registration
  test.each([
    'DE02.01.003.00',
    'DE04.50.001.00',
    'DE04.50.010.00',
    'DE07.00.007.00',
    'DE05.01.022.00',
    'DE03.00.021.00',
    'DE02.10.021.00',
    'DE05.01.035.00',
    'DE02.10.062.00',
    'DE02.10.061.00',
    'DE06.00.095.00',
    'DE02.10.069.00',
    'DE02.10.068.00',
    'DE02.10.067.00',
    'DE06.00.106.00',
    'DE06.00.107.00',
    'DE06.00.105.00',
    'DE02.10.095.00',
    'DE02.10.024.00',
    'DE02.10.026.00',
    'DE05.10.006.00',
    'DE03.00.099.00',
    'DE03.00.006.00',
    'DE03.00.050.00',
    'DE03.00.082.00',
    'DE03.00.005.00',
    'DE03.00.049.00',
  ])('asks for %s', (number) => {
    expect(numbers).toContain(number);
  });

  test('asks for rows of operations only where there were any', () => {
    const when = sections.find(({ code }) => code === 'operations')?.when;
    const isAsked = (hadOperation: FactValue) =>
      when && compileCondition(when)({ course: resident(), at: dayNumber('2026-01-01'), contact: { facts: { hadOperation } } });

    expect([isAsked(true), isAsked(false)]).toEqual([true, false]);
  });

  test('has a rhesus factor as the catalogue has it: 1 is negative', () => {
    expect(elements.get('rhesus')?.choices?.map(({ code, name }) => [code, name.en])).toEqual([
      ['1', 'Negative'],
      ['2', 'Positive'],
      ['3', 'Unknown'],
    ]);
  });
});

describe('indicators (六 工作指标)', () => {
  const used = happened('2026-06-01', { contact: 'elderly/examination' });
  const treated = happened('2026-06-01', { setting: 'AMB' });

  test.each([
    ['a record', measure('record-coverage', resident(opened()), 2026), 'counted'],
    ['none', measure('record-coverage', resident(), 2026), 'not counted'],
    ['opened later', measure('record-coverage', resident(opened()), 2025), 'not counted'],
    ['died in the year', measure('record-coverage', aLife({ died: '2026-05-05' }), 2026), 'not asked'],
    ['electronic', measure('electronic-record-coverage', resident(opened()), 2026), 'counted'],
    ['used by public health', measure('record-use', resident(opened('2020-01-01'), used), 2026), 'counted'],
    ['used by a hospital', measure('record-use', resident(opened('2020-01-01'), treated), 2026), 'counted'],
    ['not used', measure('record-use', resident(opened('2020-01-01'), used), 2025), 'not counted'],
    ['no record to use', measure('record-use', resident(used), 2026), 'not asked'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
