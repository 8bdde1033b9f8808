import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resourceTypes, searchParametersOf } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { parseSearch } from './parse-search.ts';

const parse = (query: string, strict = true, type = 'Observation') => parseSearch(type, new URLSearchParams(query), strict);

describe('search parameters', () => {
  test('are read in their order, and make up the self link', () => {
    const query = parse('patient=Patient/p&date=ge2024&date=lt2025&_sort=-date&_count=5&_total=accurate');

    expect(query).toMatchObject({
      conditions: [
        { kind: 'patient', ids: ['p'] },
        { kind: 'happened', comparison: { prefix: 'ge' } },
        { kind: 'happened', comparison: { prefix: 'lt' } },
      ],
      sort: [{ by: 'happened', descending: true }],
      count: 5,
      total: 'accurate',
    });
    expect(query.understood.map(([name]) => name)).toEqual(['patient', 'date', 'date', '_sort', '_count', '_total']);
  });

  test('that are not supported are refused when strict, and listed when not', () => {
    expect(() => parse('colour=x')).toThrow(Problem);
    expect(parse('colour=x&_id=1', false)).toMatchObject({
      ignored: ['colour'],
      understood: [['_id', '1']],
      conditions: [{ kind: 'ids' }],
    });
  });

  test('parts of one element are asked for by a code: that of any is refused, not found nowhere', () => {
    expect(() => parse('component-code-value-quantity=http://loinc.org|$gt5', false)).toThrow(
      expect.objectContaining({ code: 'parameter-unsupported', at: 'component-code-value-quantity' }),
    );
  });

  test.each([
    'date=yesterday',
    'date=',
    'date=xx2024',
    'date=2024-02-30',
    '_lastUpdated=1',
    '_count=many',
    '_count=-1',
    '_sort=code-value-quantity',
    '_sort=colour',
    'value-quantity=much',
    'code-value-quantity=8480-6',
    'status:missing=perhaps',
    '_has:Observation=x',
    '_has:Observation:code:status=x',
    '_include=Observation:status',
    '_summary=some',
    'status.x=1',
    '_cursor=x',
    'identifier=%00',
    '_id=a%00b',
  ])('%s is refused', (query) => {
    expect(() => parse(query, false)).toThrow(expect.objectContaining({ code: 'parameter-invalid', at: query.split('=')[0] }));
  });

  test.each([
    ['Patient/p', ['p']],
    ['http://platform.example/fhir/Patient/p', ['p']],
    ['p', ['p']],
  ])('patient=%s is %j', (value, ids) => {
    expect(
      parseSearch('Observation', new URLSearchParams(`patient=${value}`), true, { base: 'http://platform.example/fhir' })
        .conditions,
    ).toMatchObject([{ kind: 'patient', ids }]);
  });

  test('a subject that is no Patient is looked for as what it is', () => {
    expect(parse('subject=Group/g').conditions).toEqual([{ kind: 'lexemes', any: ['Observation.subject>Group/g'] }]);
    expect(parse('subject:Device=d').conditions).toEqual([{ kind: 'lexemes', any: ['Observation.subject>Device/d'] }]);
  });

  test('a page is never larger than a thousand', () => {
    expect(parse('_count=999999999').count).toBe(1000);
  });

  test('of every type and kind are read: all that R4 defines, but the search by place', () => {
    const values: Record<string, string> = {
      token: 'a|b',
      date: 'ge2024',
      reference: 'x',
      string: 'x',
      uri: 'urn:x',
      number: '3',
      quantity: '5.4|http://unitsofmeasure.org|mg',
    };
    let count = 0;
    for (const type of resourceTypes)
      for (const { code, kind, composite } of searchParametersOf(type).values()) {
        const value = composite ? composite.parts.map((part) => values[part.kind]).join('$') : values[kind];
        if (kind === 'special') expect(() => parse(`${code}=x`, true, type)).toThrow(Problem);
        else expect(parse(`${code}=${encodeURIComponent(value ?? '')}`, true, type).conditions).toHaveLength(1);
        count += 1;
      }
    expect(count).toBeGreaterThan(1700);
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
      'code:text',
      'value-quantity',
      'code-value-quantity',
      'subject:Patient.name:contains',
      '_has:Observation:focus:date',
      '_include',
      'value-string:exact',
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
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.string(), (values, id) => {
        fc.pre(!`${values}${id}`.includes('\u0000'));
        expect(parseCursor(formatCursor({ values, id }), values.length)).toEqual({ values, id });
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
            const { values, id } = parseCursor(text, 1);
            expect([typeof values[0], typeof id]).toEqual(['string', 'string']);
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: 'parameter-invalid', at: '_cursor' });
          }
        },
      ),
    );
  });
});
