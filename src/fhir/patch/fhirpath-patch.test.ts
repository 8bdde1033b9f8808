import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../kernel/index.ts';
import { parseJson } from '../json.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';

const now = () => '2026-11-25T10:00:00.000Z';

/** An operation; values as the parts they come in. */
const operation = (type: string, path: string, parts: Record<string, object> = {}) => ({
  name: 'operation',
  part: [
    { name: 'type', valueCode: type },
    { name: 'path', valueString: path },
    ...Object.entries(parts).map(([name, value]) => ({ name, ...value })),
  ],
});
const at = (index: number) => ({ index: { valueInteger: index } });
const under = (name: string) => ({ name: { valueString: name } });
const to = (source: number, destination: number) => ({
  source: { valueInteger: source },
  destination: { valueInteger: destination },
});
const patch = (resource: object, ...operations: object[]) =>
  applyFhirPathPatch(resource, { resourceType: 'Parameters', parameter: operations }, now);
const patient = (elements: object = {}) => ({ resourceType: 'Patient', ...elements });
const identified = (...values: string[]) => patient({ identifier: values.map((value) => ({ system: 'urn:x', value })) });

describe('a FHIRPath Patch', () => {
  test.each<[string, object, object, object]>([
    [
      'replaces a text',
      patient({ birthDate: '1920-01-01' }),
      operation('replace', 'Patient.birthDate', { value: { valueDate: '1930-01-01' } }),
      patient({ birthDate: '1930-01-01' }),
    ],
    [
      'adds an element',
      patient(),
      operation('add', 'Patient', { ...under('birthDate'), value: { valueDate: '1930-01-01' } }),
      patient({ birthDate: '1930-01-01' }),
    ],
    [
      'adds to a list that is not there',
      patient(),
      operation('add', 'Patient', { ...under('name'), value: { valueHumanName: { text: 'A' } } }),
      patient({ name: [{ text: 'A' }] }),
    ],
    [
      'adds to the end of a list',
      identified('a'),
      operation('add', 'Patient', { ...under('identifier'), value: { valueIdentifier: { system: 'urn:x', value: 'b' } } }),
      identified('a', 'b'),
    ],
    [
      'adds inside',
      patient({ contact: [{ gender: 'male' }] }),
      operation('add', 'Patient.contact[0]', { ...under('name'), value: { valueHumanName: { text: 'A' } } }),
      patient({ contact: [{ gender: 'male', name: { text: 'A' } }] }),
    ],
    [
      'adds what has no type of its own, in parts',
      patient(),
      operation('add', 'Patient', {
        ...under('contact'),
        value: {
          part: [
            { name: 'gender', valueCode: 'male' },
            { name: 'telecom', valueContactPoint: { value: '1' } },
            { name: 'telecom', valueContactPoint: { value: '2' } },
          ],
        },
      }),
      patient({ contact: [{ gender: 'male', telecom: [{ value: '1' }, { value: '2' }] }] }),
    ],
    [
      'adds a contained resource',
      patient(),
      operation('add', 'Patient', { ...under('contained'), value: { resource: { resourceType: 'Basic', id: 'b' } } }),
      patient({ contained: [{ resourceType: 'Basic', id: 'b' }] }),
    ],
    [
      'deletes',
      patient({ birthDate: '1920-01-01', _birthDate: { id: 'x' } }),
      operation('delete', 'Patient.birthDate'),
      patient(),
    ],
    ['deletes what is not there', patient(), operation('delete', 'Patient.birthDate'), patient()],
    ['deletes the last of a list, and the list', identified('a'), operation('delete', 'Patient.identifier[0]'), patient()],
    [
      'deletes what is left empty',
      patient({ contact: [{ name: { text: 'A' }, gender: 'male' }] }),
      operation('delete', 'Patient.contact[0].name.text'),
      patient({ contact: [{ gender: 'male' }] }),
    ],
    [
      'inserts at the front',
      identified('a', 'b'),
      operation('insert', 'Patient.identifier', { ...at(0), value: { valueIdentifier: { system: 'urn:x', value: 'c' } } }),
      identified('c', 'a', 'b'),
    ],
    [
      'inserts at the end',
      identified('a', 'b'),
      operation('insert', 'Patient.identifier', { ...at(2), value: { valueIdentifier: { system: 'urn:x', value: 'c' } } }),
      identified('a', 'b', 'c'),
    ],
    [
      'moves to the front',
      identified('a', 'b', 'c', 'd'),
      operation('move', 'Patient.identifier', to(3, 1)),
      identified('a', 'd', 'b', 'c'),
    ],
    [
      'moves to the end',
      identified('a', 'b', 'c', 'd'),
      operation('move', 'Patient.identifier', to(0, 3)),
      identified('b', 'c', 'd', 'a'),
    ],
    [
      'chooses by a criterion',
      identified('a', 'b'),
      operation('replace', "Patient.identifier.where(value = 'b').value", { value: { valueString: 'c' } }),
      identified('a', 'c'),
    ],
    ['chooses the last', identified('a', 'b'), operation('delete', 'identifier.last()'), identified('a')],
    [
      'chooses by the address of an extension',
      patient({
        extension: [
          { url: 'urn:a', valueCode: 'x' },
          { url: 'urn:b', valueCode: 'y' },
        ],
      }),
      operation('replace', "Patient.extension('urn:b').value", { value: { valueString: 'z' } }),
      patient({
        extension: [
          { url: 'urn:a', valueCode: 'x' },
          { url: 'urn:b', valueString: 'z' },
        ],
      }),
    ],
    [
      'gives a choice another type',
      { resourceType: 'Observation', valueString: 'x', status: 'final' },
      operation('replace', 'Observation.value', { value: { valueInteger: 3 } }),
      { resourceType: 'Observation', status: 'final', valueInteger: 3 },
    ],
    [
      'deletes a choice by its type',
      { resourceType: 'Observation', valueQuantity: { value: 1 }, status: 'final' },
      operation('delete', 'Observation.value.ofType(Quantity)'),
      { resourceType: 'Observation', status: 'final' },
    ],
    [
      'deletes from a list of texts along with its companion',
      patient({ name: [{ given: ['a', 'b', 'c'], _given: [null, { id: 'x' }, { id: 'y' }] }] }),
      operation('delete', 'Patient.name[0].given[1]'),
      patient({ name: [{ given: ['a', 'c'], _given: [null, { id: 'y' }] }] }),
    ],
    [
      'adds an extension to a text',
      patient({ birthDate: '1920-01-01' }),
      operation('add', 'Patient.birthDate', {
        ...under('extension'),
        value: { valueExtension: { url: 'urn:a', valueCode: 'x' } },
      }),
      patient({ birthDate: '1920-01-01', _birthDate: { extension: [{ url: 'urn:a', valueCode: 'x' }] } }),
    ],
    [
      'deletes the extension of a text in a list',
      patient({ name: [{ given: ['a', 'b'], _given: [null, { extension: [{ url: 'urn:a', valueCode: 'x' }] }] }] }),
      operation('delete', "Patient.name.given[1].extension('urn:a')"),
      patient({ name: [{ given: ['a', 'b'] }] }),
    ],
  ])('%s', (_, before, one, after) => {
    const untouched = structuredClone(before);

    const patched = patch(before, one);

    expect(patched).toEqual(after);
    expect(before).toEqual(untouched);
  });

  test('does one operation after the other', () => {
    const patched = patch(
      identified('a', 'b'),
      operation('delete', 'Patient.identifier[0]'),
      operation('replace', 'Patient.identifier[0].value', { value: { valueString: 'c' } }),
    );

    expect(patched).toEqual(identified('c'));
  });

  test('keeps the spelling of numbers', () => {
    const observation = parseJson(
      '{"resourceType":"Observation","valueQuantity":{"value":1.50},"component":[{"valueQuantity":{"value":2.0}}]}',
    );
    const value = parseJson('{"valueDecimal":3.10}');

    const patched = applyFhirPathPatch(
      observation,
      { resourceType: 'Parameters', parameter: [operation('replace', 'Observation.value.value', { value: value as object })] },
      now,
    );

    expect(JSON.stringify(patched)).toBe(
      '{"resourceType":"Observation","valueQuantity":{"value":3.10},"component":[{"valueQuantity":{"value":2.0}}]}',
    );
  });

  test.each<[string, object, RegExp]>([
    [
      'a path to nothing',
      operation('replace', 'Patient.birthDate', { value: { valueDate: '1930' } }),
      /^replace Patient\.birthDate: .*nothing/,
    ],
    ['a path to several', operation('delete', 'Patient.identifier'), /more than one/],
    ['what is there already', operation('add', 'Patient', { ...under('gender'), value: { valueCode: 'male' } }), /there already/],
    [
      'an element that R4 does not have',
      operation('add', 'Patient', { ...under('colour'), value: { valueCode: 'red' } }),
      /no such element/,
    ],
    [
      'a position beyond the list',
      operation('insert', 'Patient.identifier', { ...at(3), value: { valueIdentifier: {} } }),
      /has 2 elements/,
    ],
    ['a move beyond the list', operation('move', 'Patient.identifier', to(0, 2)), /has 2 elements/],
    ['a move in what is no list', operation('move', 'Patient.gender', to(0, 0)), /no list/],
    [
      'a type that a choice does not have',
      operation('add', 'Patient', { ...under('deceased'), value: { valueQuantity: {} } }),
      /no such type/,
    ],
    ['the resource itself', operation('delete', 'Patient'), /as a whole/],
    ['a path to another resource', operation('delete', 'Patient.managingOrganization.resolve().name'), /resolve\(\)/],
    ['a path that is none', operation('delete', 'Patient..name'), /^delete Patient\.\.name/],
    ['an unknown operation', operation('test', 'Patient.gender'), /type is one of/],
    ['a missing value', operation('add', 'Patient', under('birthDate')), /no value/],
    ['a missing path', { name: 'operation', part: [{ name: 'type', valueCode: 'delete' }] }, /path is a valueString/],
    ['a parameter of another name', { name: 'x', valueCode: 'y' }, /named operation/],
  ])('of %s is refused by name', (_, one, message) => {
    const resource = { ...identified('a', 'b'), gender: 'female' };

    const tried = () => patch(resource, operation('delete', 'Patient.maritalStatus'), one);

    expect(tried).toThrow(message);
    expect(tried).toThrow(expect.objectContaining({ code: 'patch-invalid', at: 'Parameters.parameter[1]' }));
  });

  test('tells no text of the path, which may be a number of somebody', () => {
    const path = "Patient.identifier.where(value = '350102198405060012').value";

    expect(() => patch(patient(), operation('replace', path, { value: { valueString: 'x' } }))).toThrow(
      "replace Patient.identifier.where(value = '…').value: the path leads to nothing",
    );
  });

  test('of any shape applies, or is refused as a problem', () => {
    const step = fc.constantFrom(
      'name',
      'given',
      '[0]',
      '[1]',
      'first()',
      "where(use = 'x')",
      'extension',
      'identifier',
      'period',
      'deceased',
      '`',
      '(',
      '$this',
      'value',
    );
    const path = fc.array(step, { maxLength: 4 }).map((steps) => ['Patient', ...steps].join('.').replaceAll('.[', '['));
    const value = fc.constantFrom(
      { valueString: 'x' },
      { valueHumanName: { given: ['y'] } },
      { part: [{ name: 'given', valueString: 'z' }] },
      { valueBoolean: true },
      {},
    );
    const one = fc
      .tuple(
        fc.constantFrom('add', 'insert', 'delete', 'replace', 'move'),
        path,
        fc.constantFrom('name', 'given', 'extension', 'deceased', '__proto__', 'constructor'),
        value,
        fc.nat(2),
      )
      .map(([type, where, name, given, index]) =>
        operation(type, where, { ...under(name), value: given, ...at(index), ...to(index, 0) }),
      );
    const resource = patient({
      name: [{ given: ['a', 'b'], _given: [null, { id: 'c' }] }, { text: 'd' }],
      deceasedBoolean: false,
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), (operations) => {
        try {
          expect(patch(resource, ...operations)).toMatchObject({ resourceType: 'Patient' });
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Problem);
          expect(thrown).toMatchObject({ code: 'patch-invalid', at: expect.stringMatching(/^Parameters\.parameter\[\d\]$/) });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('that inserts and deletes again leaves the list as it was', () => {
    const list = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, fc.nat(6), (values, index) => {
        fc.pre(index <= values.length);
        const before = identified(...values);

        const patched = patch(
          before,
          operation('insert', 'Patient.identifier', { ...at(index), value: { valueIdentifier: { value: 'new' } } }),
          operation('delete', `Patient.identifier[${index}]`),
        );

        expect(patched).toEqual(before);
      }),
    );
  });
});
