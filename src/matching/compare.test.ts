import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Comparer } from './compare.ts';
import { agreement, peopleOf } from './testing.ts';

describe('names', () => {
  test.each([
    ['张伟', '张伟', 'same', 'same'],
    ['張偉', '张伟', 'same', 'same'],
    ['张 伟', '张伟', 'same', 'same'],
    ['张娟莉', '张鹃莉', 'same', 'sound'],
    ['刘静', '柳靖', 'sound', 'sound'],
    ['刘静', '林靖', 'different', 'sound'],
    ['金兰郝', '郝金兰', 'close', 'close'],
    ['ZHANG WEI', '张伟', 'sound', 'sound'],
    ['Wei Zhang', '张伟', 'sound', 'sound'],
    ['zhangwei', '张伟', 'sound', 'sound'],
    ['SHAN XIAOLI', '单晓丽', 'sound', 'sound'],
    ['吕红', 'LYU HONG', 'sound', 'sound'],
    ['欧阳娜', '欧阳丽娜', 'same', 'part'],
    ['马柔雨', '马雨', 'same', 'part'],
    ['王欢欢', '王欢', 'same', 'part'],
    ['封静梅', '封静秀', 'same', 'shared'],
    ['封静梅', '封建国', 'same', 'different'],
    ['王芳之子', '王柠梓', 'unknown', 'unknown'],
    ['未命名', '王柠梓', 'unknown', 'unknown'],
  ])('%s and %s: surname %s, given name %s', (one, other, surname, given) => {
    expect(agreement({ name: one }, { name: other })).toMatchObject({ surname, given });
    expect(agreement({ name: other }, { name: one })).toMatchObject({ surname, given });
  });

  test('a column of pinyin speaks for a name whose character was mistaken', () => {
    expect(agreement({ name: '袁吴', name_pinyin: 'YUAN HAO' }, { name: '袁昊' })).toMatchObject({ given: 'close' });
  });

  test('a newborn without a name has the one that its pinyin tells', () => {
    expect(agreement({ name: '刘涵瑾之子', name_pinyin: 'WANG NINGZI' }, { name: '王柠梓' })).toMatchObject({
      surname: 'sound',
      given: 'sound',
    });
  });

  test('given name and surname in each other’s columns agree crosswise', () => {
    const agreed = agreement({ given_name: 'prytula', surname: 'tabitha' }, { given_name: 'tabitha', surname: 'prytula' });

    expect(agreed).toMatchObject({ surname: 'close', given: 'close' });
  });
});

describe('identity numbers', () => {
  const number = '370202198212125782';

  test.each([
    [number, '370202821212578', 'same'],
    ['37020219400316949x', '37020219400316949X', 'same'],
    [number, '37020219821212578', 'near'],
    ['370202198911251825', '370202198911251841', 'conflict'],
    ['CF31138101TQRO', 'CF31138101TQRO', 'alike'],
    ['CF31138101TQRO', 'CF31138101TQOR', 'near'],
    ['3861456', '2486965', 'different'],
    [number, '', 'unknown'],
    ['000000', '000000', 'unknown'],
  ])('%s and %s: %s', (one, other, level) => {
    expect(agreement({ id_no: one }, { id_no: other })).toMatchObject({ number: level });
  });

  test('a number whose date is not the record’s is somebody else’s', () => {
    const child = { name: '汤洛月', birth_date: '2020-07-28', id_no: number };
    const mother = { name: '赵洁玲', birth_date: '1982-12-12', id_no: number };

    expect(agreement(child, mother)).toMatchObject({ number: 'borrowed', birthDate: 'different' });
    expect(agreement(child, { ...child, id_no: '370202198911251825' })).toMatchObject({ number: 'unknown' });
  });

  test('the date of a number stands for one that is missing', () => {
    expect(agreement({ id_no: number }, { birth_date: '1982-12-12' })).toMatchObject({ birthDate: 'same' });
  });
});

describe('contact', () => {
  const full = '山东省青岛市市南区双河镇中山路279号东方苑8栋4单元1004室';

  test.each([
    [full, '市南区东方苑8-4-1004', 'oneUnopposed'],
    [full, '青岛市市南区中山路279号东方苑8号楼4单元1004', 'oneUnopposed'],
    [full, '市南区东方苑8-4-1005', 'place'],
    [full, '青岛市市南区大营镇下店村10组111号', 'different'],
    ['青岛市市南区大营镇下店村10组111号', '下店村10组111号', 'oneUnopposed'],
    [full, '', 'unknown'],
  ])('%s and %s: %s', (one, other, contact) => {
    expect(agreement({ address: one, name: '王燕' }, { address: other, name: '王燕' })).toMatchObject({ contact });
  });

  test('telephones agree however they are written', () => {
    const agreed = agreement({ name: '王燕', phone: '+86 135 7957 3938' }, { name: '王燕', phone: '13579573938' });

    expect(agreed).toMatchObject({ contact: 'oneUnopposed' });
  });

  test('with another given name contact is a household’s, not a person’s', () => {
    expect(agreement({ name: '王燕', phone: '13579573938' }, { name: '王强', phone: '13579573938' })).toMatchObject({
      contact: 'household',
    });
  });
});

const cell = (values: readonly string[]) => fc.constantFrom('', ...values);
const record = fc.record({
  name: cell(['王燕', '王强', '燕王', 'WANG YAN', '王燕红', '王芳之女']),
  birth_date: cell(['1982-12-12', '1982-12-13', '1982-01-01']),
  sex: cell(['1', '2', '9']),
  id_no: cell(['370202198212125782', '37020219821212578', '370202198911251825']),
  phone: cell(['13579573938', '13579573939']),
  address: cell(['市南区东方苑8-4-1004', '下店村10组111号']),
  household_no: cell(['1', '2']),
});

test('cells of any length are read and compared in a moment', () => {
  const long = 200_000;
  const cells = {
    name: '王'.repeat(long),
    address: `${'- '.repeat(long)}x${'市'.repeat(long)}`,
    id_no: '1234567890'.repeat(long / 10),
    phone: '13'.repeat(long),
    email: `${'a'.repeat(long)}@example.cn`,
    birth_date: '1'.repeat(long),
    household_no: '7'.repeat(long),
  };
  const before = process.cpuUsage().user;

  const agreed = agreement(cells, { ...cells, name: `李${cells.name}` });

  expect(agreed).toMatchObject({ number: 'unknown', birthDate: 'unknown' });
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(2);
});

test('it does not matter which of two records comes first', () => {
  fc.assert(
    fc.property(record, record, (one, other) => {
      const comparer = new Comparer(peopleOf([one, other]));
      expect(comparer.pattern(1, 0)).toBe(comparer.pattern(0, 1));
    }),
    { numRuns: 400 },
  );
});

test('nor of two names, whatever characters stand twice in them', () => {
  const name = fc.oneof(fc.stringMatching(/^[王欢安]{1,4}$/), fc.stringMatching(/^[abe]{1,5} [abe]{1,5}$/));
  fc.assert(
    fc.property(name, name, (one, other) => {
      const comparer = new Comparer(peopleOf([{ name: one }, { name: other }]));
      expect(comparer.pattern(1, 0)).toBe(comparer.pattern(0, 1));
    }),
    { numRuns: 1000 },
  );
});
