import { firstOf, listOf, plainOf, stringOf } from '../types.ts';
import { codeName } from './codes.ts';
import { concept, concepts } from './concepts.ts';
import { kindName } from './kinds.ts';
import type { Line } from './line.ts';
import { practitionerOf, type Reading } from './reading.ts';
import { listing, say } from './say.ts';
import { measured, moment, range } from './values.ts';

/** https://hl7.org/fhir/R4/immunization.html */
export function immunization({ resource, language }: Reading): Line {
  const vaccine = concept(resource.vaccineCode, language) ?? kindName('Immunization', language);
  const protocol = firstOf(resource.protocolApplied);
  const dose = plainOf(protocol.doseNumberPositiveInt ?? protocol.doseNumberString);
  const given = resource.status !== 'not-done';
  return {
    title: say(language, 'vaccineDose', { vaccine, dose }) ?? vaccine,
    clauses: [
      say(language, given ? 'vaccinated' : 'notVaccinated'),
      given ? undefined : say(language, 'because', { reason: concept(resource.statusReason, language) }),
      say(language, 'site', { site: concept(resource.site, language) }),
      say(language, 'lot', { lot: stringOf(resource.lotNumber) }),
    ],
  };
}

/** https://hl7.org/fhir/R4/observation.html; measurements of several parts, as blood pressure, stand in one line. */
export function observation({ resource, language }: Reading): Line {
  const what = concept(resource.code, language) ?? kindName('Observation', language);
  const value = measured(resource, language, concept);
  const components = listOf(resource.component).map((part) => {
    const parts = { what: concept(part.code, language), value: measured(part, language, concept) };
    return say(language, 'result', parts);
  });
  const interpretation = firstOf(firstOf(resource.interpretation).coding).code;
  const meaning = typeof interpretation === 'string' ? codeName(interpretation, 'interpretation', language) : undefined;
  const reference = firstOf(resource.referenceRange);
  return {
    title: say(language, 'result', { what, value }) ?? what,
    flag: interpretation === 'N' ? undefined : meaning,
    clauses: [
      listing(
        language,
        components.filter((text) => text !== undefined),
      ),
      say(language, 'reference', { range: range(reference) ?? stringOf(reference.text) }),
      concept(firstOf(resource.category), language),
    ],
  };
}

/** https://hl7.org/fhir/R4/condition.html */
export function condition({ resource, language }: Reading): Line {
  return {
    title: concept(resource.code, language) ?? kindName('Condition', language),
    clauses: [
      say(language, 'diagnosed', { status: statusOf(resource.clinicalStatus, 'clinicalStatus', language) }),
      resource.clinicalStatus
        ? undefined
        : say(language, 'certainty', { status: statusOf(resource.verificationStatus, '', language) }),
      say(language, 'severity', { severity: concept(resource.severity, language) }),
      say(language, 'until', { date: moment(resource.abatementDateTime)?.slice(0, 10) }),
    ],
  };
}

/** https://hl7.org/fhir/R4/allergyintolerance.html */
export function allergy({ resource, language }: Reading): Line {
  const substance = concept(resource.code, language);
  const reactions = listOf(resource.reaction).flatMap(({ manifestation }) => concepts(manifestation, language));
  const criticality = stringOf(resource.criticality);
  return {
    title: substance ? allergyTitle(substance, language) : kindName('AllergyIntolerance', language),
    clauses: [
      say(language, 'reaction', { reaction: listing(language, reactions) }),
      say(language, 'criticality', { criticality: criticality && codeName(criticality, 'criticality', language) }),
      say(language, 'status', { status: statusOf(resource.clinicalStatus, 'clinicalStatus', language) }),
    ],
  };
}

/** Many registers already name the allergy, not the substance: `Allergy to mould`, `青霉素过敏`. */
function allergyTitle(substance: string, language: Reading['language']): string {
  if (/allerg|过敏|不耐受|intoleran/i.test(substance)) return substance;
  return say(language, 'allergicTo', { substance }) ?? substance;
}

/** https://hl7.org/fhir/R4/procedure.html */
export function procedure(reading: Reading): Line {
  const { resource, language } = reading;
  return {
    title: concept(resource.code, language) ?? kindName('Procedure', language),
    clauses: [
      say(language, 'bodySite', { site: listing(language, concepts(resource.bodySite, language)) }),
      say(language, 'complaint', { reason: listing(language, concepts(resource.reasonCode, language)) }),
      say(language, 'outcome', { outcome: concept(resource.outcome, language) }),
      say(language, 'withPractitioner', { practitioner: practitionerOf(reading) }),
    ],
  };
}

/** https://hl7.org/fhir/R4/familymemberhistory.html */
export function familyHistory({ resource, language }: Reading): Line {
  const conditions = listOf(resource.condition).map(({ code }) => concept(code, language));
  const relation = concept(resource.relationship, language) ?? stringOf(resource.name);
  const named = listing(
    language,
    conditions.filter((text) => text !== undefined),
  );
  return {
    title: say(language, 'relative', { relation, conditions: named }) ?? relation ?? kindName('FamilyMemberHistory', language),
    clauses: [resource.deceasedBoolean === true ? say(language, 'died') : undefined],
  };
}

function statusOf(value: unknown, element: string, language: Reading['language']): string | undefined {
  const code = stringOf(firstOf(firstOf(value).coding).code);
  return code ? codeName(code, element, language) : concept(value, language);
}
