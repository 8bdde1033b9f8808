import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { healthCard, identityNumber } from '../../standards/index.ts';
import { nameOf, spellings, toResident } from './resident-row.ts';

const aPatient = (rest: Record<string, unknown> = {}) => ({ resourceType: 'Patient', id: 'p', ...rest });

describe('spellings of a name', () => {
  test.each([
    ['林晓明', 'linxiaoming', 'lxm'],
    ['单雄信', 'shanxiongxin', 'sxx'],
    ['曾国藩', 'zengguofan', 'zgf'],
    ['仇英', 'qiuying', 'qy'],
    ['查良镛', 'zhaliangyong', 'zly'],
    ['解缙', 'xiejin', 'xj'],
    ['任正非', 'renzhengfei', 'rzf'],
    ['华佗', 'huatuo', 'ht'],
    ['区寄', 'ouji', 'oj'],
    ['朴树', 'piaoshu', 'ps'],
    ['盖叫天', 'gejiaotian', 'gjt'],
    ['翟天临', 'zhaitianlin', 'ztl'],
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['万俟卨', 'moqixie', 'mqx'],
    ['欧阳修', 'ouyangxiu', 'oyx'],
    ['吕布', 'lvbu', 'lb'],
    ['阿依古丽·买买提', 'ayigulimaimaiti', 'ayglmmt'],
    ['John Smith', 'johnsmith', 'js'],
    ["O'Neil", 'oneil', 'on'],
    ['José Müller', 'josemuller', 'jm'],
    ['', '', ''],
    ['···', '', ''],
  ])('%s is typed as %s or %s', (name, pinyin, initials) => {
    expect(spellings(name)).toEqual({ pinyin, initials });
  });

  test('are letters and digits, one initial for each syllable, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (name) => {
        const { pinyin, initials } = spellings(name);

        expect(pinyin).toMatch(/^[a-z0-9]*$/);
        expect(initials).toMatch(/^[a-z0-9]*$/);
        expect(initials.length).toBeLessThanOrEqual(pinyin.length);
        expect(initials.charAt(0)).toBe(pinyin.charAt(0));
      }),
    );
  });
});

describe('name of a person', () => {
  test.each<[string, unknown, string]>([
    [
      'official before usual',
      [
        { use: 'usual', text: '小明' },
        { use: 'official', text: '林晓明' },
      ],
      '林晓明',
    ],
    ['the first where none is official', [{ text: '小明' }, { text: '大明' }], '小明'],
    ['Chinese parts without blanks, family first', [{ family: '欧阳', given: ['修'] }], '欧阳修'],
    ['Latin parts with blanks, family last', [{ family: 'Smith', given: ['John', 'M.'] }], 'John M. Smith'],
    ['family alone', [{ family: 'Smith' }], 'Smith'],
    ['nothing', undefined, ''],
    ['nothing that is a name', [null, 'x', {}], ''],
  ])('is %s', (_, name, expected) => {
    expect(nameOf(aPatient({ name }))).toBe(expected);
  });
});

describe('row of a resident', () => {
  test('takes what a list shows', () => {
    const patient = aPatient({
      name: [{ text: '林晓明' }],
      gender: 'female',
      birthDate: '1949-12-31',
      deceasedDateTime: '2020-02-29T10:00:00+08:00',
      address: [
        { use: 'work', text: '别处' },
        { use: 'home', text: '鼓楼区东街' },
      ],
      identifier: [
        { system: identityNumber, value: '11010519491231002x' },
        { system: healthCard, value: '1' },
        { value: '2' },
        { system: 'urn:x' },
      ],
    });

    expect(toResident(patient)).toEqual({
      id: 'p',
      name: '林晓明',
      pinyin: 'linxiaoming',
      initials: 'lxm',
      sex: 'female',
      birthDate: '1949-12-31',
      deceasedOn: '2020-02-29',
      address: '鼓楼区东街',
      identifiers: [
        { system: identityNumber, value: '11010519491231002X' },
        { system: healthCard, value: '1' },
        { system: '', value: '2' },
      ],
    });
  });

  test.each(['1949', '1949-12', 'unknown', '1949-02-30', '2024-13-45T00:00:00Z', 5])(
    'has no day where there is none: %j',
    (date) => {
      expect(toResident(aPatient({ birthDate: date, deceasedDateTime: date }))).toMatchObject({
        birthDate: undefined,
        deceasedOn: undefined,
      });
    },
  );

  test('can be made of any JSON', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('name', 'gender', 'birthDate', 'address', 'identifier', 'deceasedDateTime'),
          fc.jsonValue(),
        ),
        (rest) => {
          expect(toResident(aPatient(rest)).id).toBe('p');
        },
      ),
    );
  });

  test('holds no more of a name or number than an index can', () => {
    const resident = toResident(aPatient({ name: [{ text: '林'.repeat(5000) }], identifier: [{ value: '1'.repeat(5000) }] }));

    expect(resident.name).toHaveLength(200);
    expect(resident.identifiers).toEqual([]);
  });
});
