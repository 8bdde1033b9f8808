import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../../programmes/index.ts';
import { publicHealthProgrammes } from '../index.ts';
import { messageText, nameInMessage } from './message.ts';
import { phoneForMessages, phoneOf } from './phone.ts';

const programme = (code: string) => publicHealthProgrammes.find((one) => one.code === code);

describe('a message', () => {
  test('names what its rule lets it name, and nothing of a restricted programme or a diagnosis', () => {
    const elderly = { by: '2026-12-31', name: nameInMessage(programme('elderly'), 'examination') };
    const hypertension = { by: '2026-12-05', name: nameInMessage(programme('hypertension'), 'follow-up') };

    const text = messageText([elderly, hypertension]);

    expect(text.zh).toContain('老年人健康管理（年度健康管理）、其他健康服务，请最迟于2026-12-05');
    expect(text.en).toContain('another health service');
    for (const code of ['hypertension', 'diabetes', 'mental', 'tuberculosis', 'maternal', 'outbreak-contact'])
      for (const activity of programme(code)?.activities ?? [])
        expect(nameInMessage(programme(code), activity.code)).toBeUndefined();
  });

  test('of a restricted programme that names itself is no definition', () => {
    const mental = programme('mental');
    if (!mental) throw new Error('there is such a programme');
    const activities = mental.activities.map((one) => ({ ...one, remindNamed: true as const }));

    expect(faultsOf({ ...mental, activities })).toContain('follow-up: no message may name it');
    expect(nameInMessage({ ...mental, activities }, 'follow-up')).toBeUndefined();
  });

  test('goes to the guardian of a child, and of nobody else to a relative', () => {
    const contact = [{ name: { text: '林母' }, telecom: [{ system: 'phone', value: '2' }] }];
    const child = { resourceType: 'Patient', birthDate: '2020-05-01', telecom: [{ system: 'phone', value: '1' }], contact };
    const adult = { resourceType: 'Patient', birthDate: '1950-05-01', contact };

    expect(phoneOf(child, '2026-11-30')).toEqual({ number: '2', contact: '林母' });
    expect(phoneForMessages(child, '2034-04-30')).toBe('2');
    expect(phoneForMessages(child, '2034-05-01')).toBe('1');
    expect(phoneOf(adult, '2026-11-30')).toEqual({ number: '2', contact: '林母' });
    expect(phoneForMessages(adult, '2026-11-30')).toBeUndefined();
  });
});
