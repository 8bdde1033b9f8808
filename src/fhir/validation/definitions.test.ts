import { describe, expect, test } from 'vitest';
import { createValidator, type Terminology } from './index.ts';

const SNOMED = 'http://snomed.info/sct';
const terminology: Terminology = {
  validateCode: () => 'unknown',
  knowsCode: (_system, _version, code) => (code === 'wrong' ? 'no' : code === 'right' ? 'yes' : 'unknown'),
};
const faults = (resource: unknown) => createValidator({ terminology })(resource).map(({ severity, at }) => `${severity} ${at}`);

describe('a search parameter', () => {
  const aParameter = (changes: object) => ({
    resourceType: 'SearchParameter',
    url: 'http://example.org/SearchParameter/name',
    name: 'OrganizationName',
    status: 'active',
    description: 'x',
    code: 'name',
    base: ['Organization'],
    type: 'string',
    derivedFrom: 'http://hl7.org/fhir/SearchParameter/Organization-name',
    ...changes,
  });

  test('has the type of the one that it is derived from, and its base', () => {
    expect(faults(aParameter({}))).toEqual([]);
    expect(faults(aParameter({ type: 'token' }))).toEqual(['error SearchParameter']);
    expect(faults(aParameter({ base: ['Organization', 'Patient'] }))).toEqual(['error SearchParameter']);
  });

  test('may be derived from one that several types share, or from what is not known', () => {
    const shared = { derivedFrom: 'http://hl7.org/fhir/SearchParameter/clinical-code', code: 'code', base: ['Observation'] };

    expect(faults(aParameter({ ...shared, type: 'token' }))).toEqual([]);
    expect(faults(aParameter({ ...shared, type: 'date' }))).toEqual(['error SearchParameter']);
    expect(faults(aParameter({ derivedFrom: 'http://example.org/SearchParameter/other', type: 'token' }))).toEqual([]);
  });
});

describe('a value set', () => {
  const listing = (system: string, changes: object = {}) => ({
    resourceType: 'ValueSet',
    status: 'active',
    compose: { include: [{ system, concept: [{ code: 'right' }, { code: 'wrong' }, { code: 'perhaps' }], ...changes }] },
  });
  const at = 'ValueSet.compose.include[0].concept[1]';

  test('lists codes that its systems have', () => {
    expect(faults(listing(SNOMED))).toEqual([`error ${at}`]);
  });

  test('of a system that HL7 goes on extending is told so, unless it names the version', () => {
    const growing = 'http://terminology.hl7.org/CodeSystem/condition-category';

    expect(faults(listing(growing))).toEqual([`warning ${at}`]);
    expect(faults(listing(growing, { version: '4.0.1' }))).toEqual([`error ${at}`]);
  });
});

describe('a profile', () => {
  const constrained = (path: string, expression: string) => ({
    resourceType: 'StructureDefinition',
    url: 'http://example.org/StructureDefinition/x',
    name: 'X',
    status: 'draft',
    kind: 'resource',
    abstract: false,
    type: 'Observation',
    derivation: 'constraint',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Observation',
    differential: {
      element: [{ id: path, path, constraint: [{ key: 'x-1', severity: 'error', human: 'x', expression }] }],
    },
  });
  const told = 'warning StructureDefinition.differential.element[0].constraint[0].expression';

  test.each([
    ['Observation.component', 'code.coding.where(system.empty()).empty()', []],
    ['Observation.component', 'valueQuantity.unit.exists()', [told]],
    ['Observation', '(value as Quantity).unit.exists()', []],
    ['Observation', '(value as Period).unit.exists()', [told]],
    ['Observation', 'component.colour.empty()', [told]],
    ['Observation', 'children().first().exists()', [told]],
    ['Observation', 'status.length(', [told]],
    ['Observation.value[x]', '$this is Quantity implies ofType(Quantity).unit.exists()', []],
    ['Observation.subject', "resolve().anything.exists() or reference.startsWith('#')", []],
  ])('on %s with the rule %s', (path, expression, expected) => {
    expect(faults(constrained(path, expression))).toEqual(expected);
  });

  test('with a path that goes from choice to choice is answered', () => {
    const path = `Observation.${Array.from({ length: 30 }, () => 'value[x].extension').join('.')}`;

    expect(faults(constrained(path, 'url.exists()'))).toEqual([]);
  });
});
