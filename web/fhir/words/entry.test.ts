import { describe, expect, it } from 'vitest';
import { toRecord } from '../record.ts';
import type { Resource } from '../types.ts';
import { type Entry, toEntry } from './entry.ts';

const here = { source: 'urn:minkang:platform:350102' };
const none = () => undefined;
const lookUp = (entry: Entry, label: string) => entry.facts.find(([name]) => name === label)?.[1];

/** A coding in Chinese with its English translation, as the platform writes it. */
function bilingual(code: string, zh: string, en: string, system = 'http://hl7.org/fhir/sid/icd-10') {
  const extension = [
    { url: 'lang', valueCode: 'en' },
    { url: 'content', valueString: en },
  ];
  const _display = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/translation', extension }] };
  return { text: zh, coding: [{ system, code, display: zh, _display }] };
}

const vaccination: Resource = {
  resourceType: 'Immunization',
  id: 'i1',
  meta: here,
  status: 'completed',
  vaccineCode: bilingual('02', '乙肝疫苗', 'Hepatitis B vaccine'),
  occurrenceDateTime: '2025-03-05T09:20:00+08:00',
  lotNumber: 'HB01',
  performer: [{ actor: { reference: 'Organization/o1' } }],
  protocolApplied: [{ doseNumberPositiveInt: 2 }],
};

describe('a vaccination', () => {
  it('is told in Chinese with its dose and its institution by name', () => {
    const clinic = { resourceType: 'Organization', id: 'o1', meta: here, name: '东街社区卫生服务中心' };
    const { resolve } = toRecord({ entry: [{ resource: vaccination }, { resource: clinic }] });

    const entry = toEntry(vaccination, 'zh', resolve);

    expect(entry).toMatchObject({
      title: '乙肝疫苗（第2剂）',
      summary: '已接种，批号 HB01',
      institution: '东街社区卫生服务中心',
    });
    expect(lookUp(entry, '疫苗')).toBe('乙肝疫苗（ICD-10 02）');
    expect(lookUp(entry, '接种时间')).toBe('2025-03-05 09:20');
    expect(lookUp(entry, '状态')).toBe('已完成');
  });

  it('is told in English from the translations', () => {
    const entry = toEntry(vaccination, 'en', none);

    expect(entry).toMatchObject({ title: 'Hepatitis B vaccine (dose 2)', summary: 'Given; lot HB01' });
  });

  it('that was not given says why', () => {
    const refused = { ...vaccination, status: 'not-done', statusReason: { text: '发热' } };

    expect(toEntry(refused, 'zh', none).summary).toBe('未接种，原因：发热，批号 HB01');
  });
});

describe('a measurement', () => {
  it('of two parts stands in one line, each part a fact', () => {
    const part = (name: string, value: number) => ({ code: { text: name }, valueQuantity: { value, unit: 'mmHg' } });
    const component = [part('收缩压', 131), part('舒张压', 84)];

    const entry = toEntry({ resourceType: 'Observation', code: { text: '血压' }, component }, 'zh', none);

    expect(entry).toMatchObject({ title: '血压', summary: '收缩压：131 mmHg、舒张压：84 mmHg' });
    expect(lookUp(entry, '舒张压')).toBe('84 mmHg');
  });

  it('says when it is out of range', () => {
    const referenceRange = [{ low: { value: 3.9 }, high: { value: 6.1, unit: 'mmol/L' } }];
    const glucose = {
      resourceType: 'Observation',
      code: { text: 'Glucose' },
      valueQuantity: { value: 7.812345, unit: 'mmol/L' },
      interpretation: [{ coding: [{ code: 'H' }] }],
      referenceRange,
    };

    const entry = toEntry(glucose, 'en', none);

    expect(entry.title).toBe('Glucose: 7.812 mmol/L');
    expect(entry.flag).toBe('high');
    expect(entry.summary).toBe('reference 3.9 – 6.1 mmol/L');
  });
});

describe('a stay', () => {
  it('tells its days, its reason and its diagnosis by name', () => {
    const diagnosis = {
      resourceType: 'Condition',
      id: 'c1',
      meta: here,
      code: bilingual('E11.900', '2型糖尿病', 'Type 2 diabetes'),
    };
    const stay: Resource = {
      resourceType: 'Encounter',
      meta: here,
      class: { code: 'IMP' },
      period: { start: '2023-02-03T08:00:00+08:00', end: '2023-02-11' },
      serviceProvider: { display: '南山区人民医院', reference: 'Organization/gone' },
      diagnosis: [{ condition: { reference: 'Condition/c1' } }],
    };
    const { resolve } = toRecord({ entry: [{ resource: diagnosis }, { resource: stay }] });

    const entry = toEntry(stay, 'zh', resolve);

    expect(entry.title).toBe('住院');
    expect(entry.summary).toBe('就诊于南山区人民医院，2023-02-03 至 2023-02-11，诊断：2型糖尿病');
    expect(lookUp(entry, '就诊类别')).toBe('住院');
  });
});

describe('a type that has no wording of its own', () => {
  it('is told by its elements, in words where there are any', () => {
    const prescription: Resource = {
      resourceType: 'VisionPrescription',
      status: 'active',
      created: '2022-01-01',
      lensSpecification: [{ eye: 'right', sphere: -2 }],
    };

    const entry = toEntry(prescription, 'zh', none);

    expect(entry).toMatchObject({ title: '验光处方', date: '2022-01-01' });
    expect(entry.facts).toEqual([
      ['状态', '有效'],
      ['创建时间', '2022-01-01'],
      ['Lens specification', 'Eye：right\nSphere：-2'],
    ]);
  });

  it('survives elements of a shape that FHIR does not know', () => {
    const strange: Resource = {
      resourceType: 'Observation',
      code: 'text',
      component: 'x',
      performer: [null, 3],
      valueQuantity: { value: 'a' },
    };

    expect(toEntry(strange, 'en', none).title).toBe('text');
  });
});

describe('identity numbers and phones', () => {
  it('are masked in the facts', () => {
    const relative: Resource = {
      resourceType: 'RelatedPerson',
      identifier: [{ system: 'urn:oid:2.16.156.10011.1.3', value: '350102196503121234' }],
      telecom: [{ system: 'phone', value: '13800001234' }],
    };

    const entry = toEntry(relative, 'zh', none);

    expect(entry.facts.map(([, value]) => value)).toEqual(['350102********1234', '138****1234']);
  });
});
