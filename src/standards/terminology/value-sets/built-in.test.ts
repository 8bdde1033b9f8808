import { describe, expect, it } from 'vitest';
import { isError, validate } from '../../../fhir/validation/index.ts';
import { maritalStatuses, sexes } from '../index.ts';
import { ancestorsOf, descendantsOf } from './code-system.ts';
import { aLibrary, builtIns } from './testing.ts';

const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';

describe('what comes with the program', () => {
  it('are valid resources, each under an id and a version of its own', () => {
    const wrong = builtIns.flatMap((one) => {
      const error = validate(one.resource()).find(isError);
      return error ? [`${one.type}/${one.id}: ${error.at} ${error.detail}`] : [];
    });
    const ids = builtIns.map(({ type, id }) => `${type}/${id}`);
    const addresses = builtIns.map(({ type, url, version }) => `${type} ${url}|${version}`);

    expect(wrong).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('can be counted out, all that R4 and the national standards define of codes that are here', () => {
    const library = aLibrary();
    const problems = builtIns
      .filter(({ type }) => type === 'ValueSet')
      .flatMap(({ url }) => {
        const valueSet = library.findValueSet(url);
        try {
          return valueSet && library.expansions.of(valueSet).length >= 0 ? [] : [url];
        } catch (thrown) {
          return [thrown instanceof Error ? thrown.message : ''];
        }
      });

    // what remains asks for SNOMED CT, LOINC and other systems that are not the project's to carry
    const others = problems.filter((one) => !/is not here|follow a grammar|\^?regex|canonical|is-a on concept/.test(one));
    expect(others).toEqual([]);
  });

  it.each([
    ['urn:oid:2.16.156.10011.2.3.3.4', '2', '女性', 'Female'],
    ['urn:minkang:code-system:CV02.01.102', '11', '省（市）级医院', 'Provincial/municipal hospital'],
    ['urn:oid:2.16.156.10011.2.3.1.226', '10', '白喉破伤风疫苗', 'Diphtheria and tetanus vaccine (DT)'],
  ])('name the code %s|%s in both languages', (system, code, zh, en) => {
    const concept = aLibrary().findCodeSystem(system)?.find(code);

    expect(concept?.display).toBe(zh);
    expect(concept?.designations).toContainEqual({ language: 'en', value: en });
  });

  it('have the hierarchy of their standard', () => {
    const library = aLibrary();
    const marital = library.findCodeSystem(maritalStatuses.system);
    const roles = library.findCodeSystem(ROLE_CODE);
    const institutions = library.findCodeSystem('urn:minkang:ws-218-institution-type');
    if (!marital || !roles || !institutions) throw new Error('a table is missing');

    expect([...descendantsOf(marital, '20')].sort()).toEqual(['21', '22', '23']);
    expect([...ancestorsOf(roles, 'NMTH')]).toEqual(expect.arrayContaining(['MTH', 'PRN', 'FAMMEMB']));
    expect([...ancestorsOf(institutions, 'A100')]).toEqual(['A']);
  });

  it('keep codes of one length apart where the standard does', () => {
    const vaccines = aLibrary().findCodeSystem('urn:oid:2.16.156.10011.2.3.1.226');

    expect([...(vaccines?.concepts.keys() ?? [])].flatMap((code) => vaccines?.parentsOf(code) ?? [])).toEqual([]);
  });

  it('agree with the tables of the program', () => {
    const codes = aLibrary().findCodeSystem(sexes.system)?.concepts;

    expect([...(codes?.keys() ?? [])]).toEqual(sexes.all.map(({ code }) => code));
  });
});
