import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resourceTypes } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { parseSearch, supportedParameters } from './query.ts';

const parse = (query: string, strict = true, type = 'Observation') => parseSearch(type, new URLSearchParams(query), strict);

describe('search parameters', () => {
  test('are read in their order, and make up the self link', () => {
    const query = parse('patient=Patient/p&date=ge2024&date=lt2025&_sort=-date&_count=5&_total=accurate');

    expect(query).toMatchObject({
      conditions: [
        { kind: 'patient', ids: ['p'] },
        { kind: 'interval', column: 'happened', alternatives: [{ prefix: 'ge' }] },
        { kind: 'interval', column: 'happened', alternatives: [{ prefix: 'lt' }] },
      ],
      sort: { by: 'happened', descending: true },
      count: 5,
      total: 'accurate',
    });
    expect(query.understood.map(([name]) => name)).toEqual(['patient', 'date', 'date', '_sort', '_count', '_total']);
  });

  test('that are not supported are refused when strict, and listed when not', () => {
    expect(() => parse('code=x')).toThrow(Problem);
    expect(parse('code=x&_id=1', false)).toMatchObject({
      ignored: ['code'],
      understood: [['_id', '1']],
      conditions: [{ kind: 'id' }],
    });
  });

  test.each([
    'date=yesterday',
    'date=',
    'date=xx2024',
    'date=2024-02-30',
    '_lastUpdated=1',
    '_count=many',
    '_count=-1',
    '_sort=name',
    '_cursor=x',
    'subject=Group/1',
    'identifier=%00',
    '_id=a%00b',
  ])('%s is refused', (query) => {
    expect(() => parse(query, false)).toThrow(expect.objectContaining({ code: 'parameter-invalid', at: query.split('=')[0] }));
  });

  test.each([
    ['Patient/p', ['p']],
    ['p', ['p']],
    ['http://platform.example/fhir/Patient/p', ['p']],
    ['Patient/p,Patient/q', ['p', 'q']],
    ['p%5C,q', ['p,q']],
  ])('patient=%s is %j, and so is subject', (value, ids) => {
    expect(parse(`patient=${value}`).conditions).toEqual([{ kind: 'patient', ids }]);
    expect(parse(`subject=${value}`).conditions).toEqual([{ kind: 'patient', ids }]);
  });

  test('a page is never larger than a thousand', () => {
    expect(parse('_count=999999999').count).toBe(1000);
  });

  test('are the same for every type: what is declared is read, what is not is refused', () => {
    const values: Record<string, string> = { token: 'a|b', date: 'ge2024', reference: 'Patient/1' };
    for (const type of resourceTypes) {
      const supported = supportedParameters(type);
      for (const { name, kind } of supported) expect(parse(`${name}=${values[kind]}`, true, type).conditions).toHaveLength(1);
      for (const name of ['date', 'patient', 'identifier'])
        if (!supported.some((one) => one.name === name)) expect(() => parse(`${name}=2024`, true, type)).toThrow(Problem);
    }
  });

  test('of any text are understood or refused, nothing else', () => {
    const name = fc.constantFrom(
      '_id',
      'identifier',
      'patient',
      'subject',
      'date',
      '_lastUpdated',
      '_sort',
      '_count',
      '_cursor',
      'code',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' })), { maxLength: 4 }),
        fc.boolean(),
        (parameters, strict) => {
          try {
            expect(parseSearch('Observation', parameters, strict).type).toBe('Observation');
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(Problem);
          }
        },
      ),
    );
  });
});

describe('page link', () => {
  test('leads back to where it was made', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, id) => {
        fc.pre(!`${value}${id}`.includes('\u0000'));
        expect(parseCursor(formatCursor({ value, id }))).toEqual({ value, id });
      }),
    );
  });

  test('of any other text is refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => Buffer.from(text).toString('base64url')),
        ),
        (text) => {
          try {
            const { value, id } = parseCursor(text);
            expect([typeof value, typeof id]).toEqual(['string', 'string']);
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: 'parameter-invalid', at: '_cursor' });
          }
        },
      ),
    );
  });
});
