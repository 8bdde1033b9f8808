import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idsFound, storeForTests, type TestStore } from '../testing.ts';
import { parseSearch } from './parse-search.ts';
import { directory, people, quantity, records } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
  await here.all.commit(
    [...people, ...records, ...directory].map((resource) => ({ kind: 'put', resource })),
    { atomic: true },
  );
});
afterAll(() => here[Symbol.asyncDispose]());

const UCUM = 'http://unitsofmeasure.org';
const LOINC = 'http://loinc.org';

/** `Type?query` and the ids that it must find; read off the resources above. */
const cases: readonly (readonly [query: string, ids: readonly string[]])[] = [
  // strings: the beginning, without case and accents
  ['Patient?name=alva', ['anna', 'jose']],
  ['Patient?name=ALVÁREZ', ['jose']],
  ['Patient?family=alvarado,林', ['anna', 'lin']],
  ['Patient?given=mar', ['jose']],
  ['Patient?name=林晓', ['lin']],
  ['Patient?name:exact=Alvarez', []],
  ['Patient?name:exact=Álvarez', ['jose']],
  ['Patient?name:contains=晓', ['lin']],
  ['Patient?name:contains=var', ['anna', 'jose']],
  ['Patient?name=%25', []],
  ['Patient?address-city=福州', ['lin']],
  ['Observation?value-string=arztliche', ['note']],
  // tokens
  ['Patient?gender=female', ['anna', 'lin']],
  ['Patient?gender=female,male', ['anna', 'jose', 'lin']],
  ['Patient?gender:not=female', ['jose', 'nobody']],
  ['Patient?deceased=true', ['jose']],
  ['Patient?active=true', ['nobody']],
  ['Patient?phone=13900000001', ['lin']],
  ['Patient?email=13900000001', []],
  [`Observation?code=${LOINC}|1558-6`, ['sugar', 'sugar-high']],
  ['Observation?code=1558-6', ['sugar', 'sugar-high']],
  ['Observation?code=urn:other|1558-6', []],
  [`Observation?code=${LOINC}|&status=amended`, ['bp-low']],
  ['Observation?code:text=fasting', ['sugar', 'sugar-high']],
  ['Observation?code:text=空腹', ['sugar']],
  ['Observation?status=http://hl7.org/fhir/observation-status|amended', ['bp-low']],
  ['Observation?_tag=urn:t|x', ['bp']],
  ['Observation?_profile=http://example.org/bp', ['bp']],
  // missing
  ['Patient?birthdate:missing=true', ['nobody']],
  ['Patient?birthdate:missing=false', ['anna', 'jose', 'lin']],
  ['Observation?value-quantity:missing=false&subject:missing=false', ['sugar', 'sugar-high', 'weight', 'weight-in-g']],
  ['Encounter?service-provider:missing=true', ['stay']],
  // codes of value sets, and above and below others
  ['Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender', ['anna', 'jose', 'lin']],
  ['Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1', ['anna', 'jose', 'lin']],
  ['Patient?gender:in=ValueSet/administrative-gender', ['anna', 'jose', 'lin']],
  ['Patient?gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender', ['nobody']],
  ['Observation?status:in=http://hl7.org/fhir/ValueSet/administrative-gender', []],
  ['Observation?status:below=http://hl7.org/fhir/observation-status|amended', ['bp-low']],
  ['Observation?status:above=http://hl7.org/fhir/observation-status|corrected', ['bp-low']],
  ['Observation?status:below=http://hl7.org/fhir/observation-status|corrected', []],
  ['Observation?patient.gender:in=http://hl7.org/fhir/ValueSet/administrative-gender&code=1558-6', ['sugar', 'sugar-high']],
  ['Patient?_has:Observation:patient:status:below=http://hl7.org/fhir/observation-status|final&gender=male', ['jose']],
  // dates other than the main one
  ['Patient?birthdate=1980-06', ['anna', 'jose']],
  ['Patient?birthdate=1980-06-15', ['anna']],
  ['Patient?birthdate=lt1950', ['lin']],
  ['Patient?birthdate=ge1980-06-15', ['anna', 'jose']],
  ['Patient?birthdate=gt1980-06', []],
  ['Patient?birthdate=ge1980-06-01&birthdate=lt1980-07', ['anna', 'jose']],
  ['Patient?birthdate=ge1940&birthdate=lt1980', ['lin']],
  ['Patient?birthdate=lt1950&birthdate=gt1980', []],
  ['Patient?birthdate=ge1940&birthdate=ne1980-06&birthdate=le2000', ['lin']],
  // the ends of a range may be met by two values of one resource
  ['RiskAssessment?probability=lt0.3&probability=gt0.5', ['risk']],
  ['RiskAssessment?probability=gt0.3&probability=lt0.2', []],
  ['Patient?birthdate=ne1980-06', ['lin']],
  ['Patient?death-date=sa2019', ['jose']],
  ['Condition?onset-date=2024', ['hypertension']],
  ['Encounter?date=2026-03', ['visit']],
  ['Encounter?date=gt2030', ['stay']],
  ['Encounter?date=eb2026-03-03', ['visit']],
  ['Encounter?location-period:missing=true', ['stay', 'visit']],
  // numbers and quantities, at the precision given and in other units
  ['RiskAssessment?probability=gt0.5', ['risk']],
  ['RiskAssessment?probability=lt0.2', []],
  ['RiskAssessment?probability=0.3', ['risk']],
  ['RiskAssessment?probability=0.2', []],
  ['RiskAssessment?probability=ge0.6', ['risk']],
  ['RiskAssessment?probability=gt0.6', []],
  ['RiskAssessment?probability=le0.25', ['risk']],
  ['RiskAssessment?probability=eb0.25', []],
  ['RiskAssessment?probability=0.25', ['risk']],
  ['Observation?value-quantity=5.4', ['sugar']],
  ['Observation?value-quantity=5', ['sugar']],
  ['Observation?value-quantity=5.40', ['sugar']],
  ['Observation?value-quantity=gt60|http://unitsofmeasure.org|kg', ['weight', 'weight-in-g']],
  ['Observation?value-quantity=61|http://unitsofmeasure.org|kg', ['weight-in-g']],
  ['Observation?value-quantity=lt62000|http://unitsofmeasure.org|g', ['weight-in-g']],
  ['Observation?value-quantity=72||kg', ['weight']],
  ['Observation?value-quantity=72|http://unitsofmeasure.org|mmol/L', []],
  ['Observation?value-quantity=ap11', ['sugar-high']],
  ['Observation?combo-value-quantity=gt140', ['bp', 'bp-low', 'weight-in-g']],
  // composites: the parts belong together
  [`Observation?component-code-value-quantity=${LOINC}|8480-6$gt140`, ['bp']],
  ['Observation?component-code-value-quantity=8480-6$lt100', ['bp-low']],
  ['Observation?component-code-value-quantity=urn:other|8480-6$gt140', []],
  [`Observation?component-code-value-quantity=8462-4$gt140|${UCUM}|mm[Hg]`, ['bp-low']],
  [`Observation?code-value-quantity=${LOINC}|1558-6$gt7`, ['sugar-high']],
  [`Observation?code-value-quantity=${LOINC}|$gt7&code=1558-6`, ['sugar-high']],
  ['Observation?combo-code-value-quantity=8480-6$gt140,1558-6$lt6', ['bp', 'sugar']],
  // references
  ['Observation?subject=Patient/lin', ['bp', 'sugar']],
  ['Observation?subject=lin', ['bp', 'sugar']],
  ['Observation?patient=lin,anna&status=final', ['bp', 'sugar', 'weight-in-g']],
  ['Observation?encounter=Encounter/visit', ['bp']],
  ['Observation?has-member=weight', ['note']],
  ['Patient?general-practitioner=Practitioner/chen', ['lin']],
  ['Patient?general-practitioner:Organization=chen', []],
  // chains and reverse chains
  ['Observation?subject:Patient.name=álvarez', ['sugar-high', 'weight']],
  ['Observation?patient.gender=female&code=1558-6', ['sugar']],
  ['Observation?encounter.service-provider.name=gulou', ['bp']],
  ['Observation?encounter.service-provider.partof.name=fuzhou', ['bp']],
  ['Encounter?subject.birthdate=1949-12-31', ['visit']],
  ['Patient?_has:Observation:patient:code=1558-6', ['jose', 'lin']],
  ['Patient?_has:Observation:subject:value-quantity=gt60000', ['anna']],
  ['Patient?_has:Condition:patient:code=I10&gender=female', ['lin']],
  ['Patient?_has:Encounter:patient:_has:Observation:encounter:code=85354-9', ['lin']],
  ['Encounter?_has:Condition:encounter:code=I10', ['visit']],
  ['Organization?_has:Encounter:service-provider:status=finished', ['clinic']],
  ['Practitioner?_has:Patient:general-practitioner:name=林', ['chen']],
  // addresses
  ['ValueSet?url=http://example.org/vs/colours', ['colours']],
  ['ValueSet?url:below=http://example.org/vs', ['colours']],
  ['ValueSet?url:above=http://example.org/vs/colours/red', ['colours']],
  ['ValueSet?url=http://example.org/vs', []],
  // by themselves and all together
  ['Patient?_id=lin,anna', ['anna', 'lin']],
  ['Patient?_id=lin&gender=male', []],
  ['Observation?code=1558-6&date=2026-02-02&value-quantity=gt10&subject:Patient.gender=male&_lastUpdated=2026', ['sugar-high']],
];

describe('search of every kind', () => {
  test.each(cases)('%s', async (query, ids) => {
    const [type = '', parameters = ''] = query.split('?');

    expect(await idsFound(here.all, type, parameters)).toEqual(ids);
  });

  test('counts as it finds', async () => {
    for (const [query, ids] of cases) {
      const [type = '', parameters = ''] = query.split('?');
      const { total } = await here.all.search(parseSearch(type, new URLSearchParams(`${parameters}&_summary=count`), true));

      expect([query, total]).toEqual([query, ids.length]);
    }
  });

  test('finds nothing any more once it is deleted, and the new value after an update', async () => {
    const [observation] = records.filter(({ id }) => id === 'sugar-high');
    await here.all.put(
      {
        ...observation,
        resourceType: 'Observation',
        id: 'changing',
        valueQuantity: quantity(20, 'mmol/L'),
        code: { text: 'changing' },
      },
      undefined,
    );
    expect(await idsFound(here.all, 'Observation', 'value-quantity=20')).toEqual(['changing']);
    await here.all.put(
      { resourceType: 'Observation', id: 'changing', status: 'final', code: { text: 'changing' }, valueString: 'elsewhere' },
      undefined,
    );

    expect(await idsFound(here.all, 'Observation', 'value-quantity=20')).toEqual([]);
    expect(await idsFound(here.all, 'Observation', 'value-string=elsew')).toEqual(['changing']);
    await here.all.delete('Observation', 'changing', undefined);
    expect(await idsFound(here.all, 'Observation', 'value-string=elsew')).toEqual([]);
  });
});
