import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import invariants from '../../../data/fhir/invariants.json' with { type: 'json' };
import { Decimal } from './decimal.ts';
import { compileExpression, evaluateOn, FhirPathError, toSystem } from './index.ts';

const patient = {
  resourceType: 'Patient',
  contained: [{ resourceType: 'Organization', id: 'o1', name: '卫生院' }],
  active: true,
  name: [{ family: '王', given: ['芳', '小芳'] }, { text: '王芳' }],
  birthDate: '1949-12-31',
  _birthDate: { extension: [{ url: 'http://e', valueCode: 'x' }] },
  multipleBirthInteger: 2,
  managingOrganization: { reference: '#o1' },
};

const now = () => '2024-05-01T10:00:00.000+08:00';
const valuesOf = (expression: string, resource: unknown = patient) =>
  evaluateOn(expression, resource, now).map((item) => String(toSystem(item)));

test('every invariant of R4 compiles', () => {
  for (const { expression } of Object.values(invariants)) expect(compileExpression(expression)).toBeTypeOf('function');
});

describe('FHIRPath reads FHIR', () => {
  test.each([
    ['a choice under its name without the type', 'multipleBirth', ['2']],
    ['the type of a choice', 'multipleBirth is integer and (multipleBirth is boolean).not()', ['true']],
    ['lists of lists as one list', 'name.given', ['芳', '小芳']],
    ['extensions of a primitive', "birthDate.extension('http://e').value", ['x']],
    ['a contained resource by its reference', 'managingOrganization.resolve().name', ['卫生院']],
    ['the type of a resource', 'contained.ofType(Organization).name', ['卫生院']],
    ['dates with their precision', '(birthDate < @1950).combine(birthDate <= @1949-12-31)', ['true', 'true']],
    ['descendants', 'descendants().where($this is code).count()', ['1']],
    ['what is not there as nothing', 'photo.url', []],
  ])('%s', (_what, expression, expected) => {
    expect(valuesOf(expression)).toEqual(expected);
  });

  test('own properties only', () => {
    expect(valuesOf('constructor | toString | __proto__ | name.hasOwnProperty')).toEqual([]);
  });
});

describe('a regular expression', () => {
  test.each([
    ['finds a part', "'350102'.matches('0+1')", 'true'],
    ['fits the whole', "'350102'.matchesFull('[0-9]{6,12}') and 'x350102'.matchesFull('[0-9]{6,12}').not()", 'true'],
    ['takes the longer alternative for the whole', "'ab'.matchesFull('a|ab')", 'true'],
    ['has a dot for a new line too', "'a\\nb'.matches('a.b')", 'true'],
    ['has a Chinese blank for white space', "'王\u3000芳'.matches('^王\\\\s芳$') and '王芳'.matches('^[\\\\S]+$')", 'true'],
    ['knows scripts', "'王芳'.matchesFull('\\\\p{Script=Han}+') and '王芳'.matchesFull('\\\\p{L}{2}')", 'true'],
    ['knows characters by their number', "'王芳'.matchesFull('[\\\\u4e00-\\\\u9fff]+')", 'true'],
    ['knows escapes that are not needed', "'a-b@c/d'.matchesFull('a\\\\-b\\\\@c\\\\/d')", 'true'],
    ['replaces by groups', "'2026-11-29'.replaceMatches('(?<year>[0-9]+)-([0-9]+)-([0-9]+)', '$3.$2.$<year>')", '29.11.2026'],
  ])('%s', (_what, expression, expected) => {
    expect(valuesOf(expression)).toEqual([expected]);
  });

  test.each(['(a+)+$', '(a|a)*b', '(a|aa)+$', '(a*)*b', '(.*)*x'])(
    'that goes back without end elsewhere is answered on a long text: %s',
    (pattern) => {
      const text = `${'a'.repeat(100_000)}!`;

      expect(valuesOf(`code.text.matches('${pattern}')`, { resourceType: 'Basic', code: { text } })).toEqual(['false']);
    },
  );

  test.each(['a(?=b)', '(?<!a)b', '(a)\\\\1', '(?<one>a)\\\\k<one>', '(', 'a{1001}', `${'a{1000}'.repeat(20)}`])(
    'that cannot be run in linear time is refused when it is read, by its name: %s',
    (pattern) => {
      const read = () => compileExpression(`name.family.matches('${pattern}')`);

      expect(read).toThrow(FhirPathError);
      expect(read).toThrow(pattern.replaceAll('\\\\', '\\').slice(0, 100));
    },
  );

  test('that comes from a record is not told', () => {
    const read = () => valuesOf("name.given.first().matches(name.family & '(')");

    expect(read).toThrow('a regular expression cannot be read');
    expect(read).not.toThrow(/王/);
  });

  test('of much work on a long text is refused', () => {
    const resource = { resourceType: 'Basic', code: { text: 'ab'.repeat(100_000) } };

    expect(() => valuesOf("code.text.matches('[ab]*a[ab]{900}c')", resource)).toThrow('too long');
  });
});

describe('an expression', () => {
  test.each(['', '(', ')', 'a.', "'x", 'a b', 'unknown()', '%', '@2024-13', '1 +', 'a[', '{1}', '$that'])(
    '%j cannot be read',
    (text) => {
      expect(() => compileExpression(text)).toThrow(FhirPathError);
    },
  );

  test('nested beyond reason cannot be read', () => {
    expect(() => compileExpression('('.repeat(10_000) + ')'.repeat(10_000))).toThrow(FhirPathError);
  });

  test.each([
    "'a'.repeat($this & 'a')",
    "name.given.select('x').combine('x').repeat($this & $this)",
    `(${Array.from({ length: 60 }, (_, index) => index).join('|')}).aggregate($total & $total & 'xx', 'y')`,
    `(${Array.from({ length: 60 }, (_, index) => index).join('|')}).aggregate($total * $total, 9.5)`,
    "'aaaa'.replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678').replace('', '12345678')",
  ])('that grows without end is stopped: %s', (text) => {
    expect(() => valuesOf(text)).toThrow(FhirPathError);
  });

  test('of any characters is read or refused, and never breaks', () => {
    const piece = fc.constantFrom(
      ..."name given ( ) [ ] . , = != ~ + - * / & | < >= and or in is as not() where( first() 'a' 1 2.5 @2024 $this %resource { } Patient String".split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          valuesOf(pieces.join(' '));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FhirPathError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('decimals', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat({ max: 12 }))
    .map(([digits, scale]) => new Decimal(digits, scale));

  test('are read as they are written', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(Decimal.parse(value.toString())).toEqual(value);
      }),
    );
  });

  test('add, subtract, multiply and divide without loss', () => {
    fc.assert(
      fc.property(decimal, decimal, (one, other) => {
        expect(one.plus(other).minus(other).compare(one)).toBe(0);
        expect(one.times(other).compare(other.times(one))).toBe(0);
        if (other.digits !== 0n) expect(one.times(other).dividedBy(other)?.compare(one)).toBe(0);
      }),
    );
  });

  test.each([
    ['1e3', '1000'],
    ['1.50e-2', '0.0150'],
    ['-0.5', '-0.5'],
  ])('%s is %s', (written, plain) => {
    expect(String(Decimal.parse(written))).toBe(plain);
  });

  test.each(['', '1.', '.5', '1e999999999', 'NaN', '0x1', '1,5'])('%j is none', (text) => {
    expect(Decimal.parse(text)).toBeUndefined();
  });

  test('beyond a double are compared to the digit', () => {
    expect(valuesOf('123456789012345678901.1 < 123456789012345678901.2')).toEqual(['true']);
  });
});
