import { describe, expect, it } from 'vitest';
import { maskNumber } from './mask.ts';
import { toPerson } from './person.ts';
import { keyOf, originOf, toRecord, toRecordHere } from './record.ts';

const at = (place: string, database = 'population') => ({
  source: `urn:minkang:platform:${place}`,
  tag: [
    { system: 'urn:minkang:database', code: database },
    { system: 'urn:minkang:platform', code: place, display: '某地' },
  ],
});

describe('the record of a resident', () => {
  it('resolves a reference within its own source only, though two places use one id', () => {
    const ours = { resourceType: 'Organization', id: 'o1', meta: at('350102'), name: '甲' };
    const theirs = { resourceType: 'Organization', id: 'o1', meta: at('440305'), name: '乙' };
    const encounter = {
      resourceType: 'Encounter',
      id: 'e1',
      meta: at('440305'),
      serviceProvider: { reference: 'Organization/o1' },
    };
    const { resolve } = toRecord({ entry: [ours, theirs, encounter].map((resource) => ({ resource })) });

    const found = resolve(encounter.serviceProvider, encounter);

    expect(found).toBe(theirs);
  });

  it('resolves the urn:uuid addresses of an imported bundle', () => {
    const organization = { resourceType: 'Organization', id: 'x', meta: at('350102'), name: 'Clinic' };
    const encounter = { resourceType: 'Encounter', id: 'y', meta: at('350102'), serviceProvider: { reference: 'urn:uuid:1' } };
    const { resolve } = toRecord({ entry: [{ fullUrl: 'urn:uuid:1', resource: organization }, { resource: encounter }] });

    expect(resolve(encounter.serviceProvider, encounter)).toBe(organization);
  });

  it('names the places that did not answer, and keeps them out of the entries', () => {
    const issue = {
      severity: 'warning',
      code: 'transient',
      details: { coding: [{ system: 'urn:minkang:problem', code: 'platform-unreachable' }], text: 'no answer' },
      extension: [
        { url: 'urn:minkang:extension:platform', valueCode: '350100' },
        { url: 'urn:minkang:extension:platform-name', valueString: '福州市' },
      ],
    };
    const record = toRecord({ entry: [{ resource: { resourceType: 'OperationOutcome', issue: [issue] } }] });

    expect(record.resources).toEqual([]);
    expect(record.gaps).toMatchObject([
      { place: '350100', placeName: { zh: '福州市', en: '福州市' }, code: 'platform-unreachable' },
    ]);
  });

  it('of an answer that is no bundle is empty', () => {
    expect(toRecord(null)).toMatchObject({ resources: [], gaps: [] });
  });

  it('says where an entry comes from and gives it a key of its own', () => {
    const resource = { resourceType: 'Condition', id: 'c', meta: at('350102', 'medical-records') };

    expect(originOf(resource)).toEqual({ place: '350102', placeName: '某地', database: 'medical-records' });
    expect(keyOf(resource)).toBe('350102~Condition~c');
  });
});

describe('the person of a record', () => {
  it('prefers what the platform signed in to knows, masks numbers, and knows its card', () => {
    const identifier = [
      { system: 'urn:oid:2.16.156.10011.1.3', value: '350102196503121234' },
      {
        system: 'urn:oid:2.16.156.10011.1.19',
        value: '350102196503129876',
        extension: [{ url: 'urn:minkang:extension:card-state', valueCode: 'lost' }],
      },
    ];
    const theirs = { resourceType: 'Patient', id: 'far', meta: at('440305'), name: [{ family: 'Liu', given: ['Gui', 'Lan'] }] };
    const ours = {
      resourceType: 'Patient',
      id: 'near',
      meta: at('350102'),
      name: [{ family: '刘', given: ['桂兰'] }],
      identifier,
    };
    const record = toRecord({ entry: [{ resource: theirs }, { resource: ours }] });

    const person = toPerson(record, '350102', 'zh');

    expect(person).toMatchObject({
      name: '刘桂兰',
      localId: 'near',
      identityNumberMasked: '350102********1234',
      cards: [{ numberMasked: '350102********9876', state: 'lost' }],
    });
  });

  it('of another platform has no local id', () => {
    const record = toRecord({ entry: [{ resource: { resourceType: 'Patient', id: 'far', meta: at('440305') } }] });

    expect(toPerson(record, '350102', 'en')?.localId).toBeUndefined();
  });
});

describe('a masked number', () => {
  it.each([
    ['350102196503121234', '350102********1234'],
    ['350102********1234', '350102********1234'],
    ['12345678', '******78'],
  ])('of %s is %s', (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });
});

describe('the record of one platform alone', () => {
  it('is stamped with that platform, of all its pages', () => {
    const place = { division: '350102', name: { zh: '鼓楼区', en: 'Gulou District' } };
    const pages = ['a', 'b'].map((id) => ({ entry: [{ resource: { resourceType: 'Condition', id } }] }));

    const { resources } = toRecordHere(pages, place);

    expect(resources.map(keyOf)).toEqual(['350102~Condition~a', '350102~Condition~b']);
    expect(resources.map((resource) => originOf(resource, 'en').placeName)).toEqual(['Gulou District', 'Gulou District']);
  });
});
