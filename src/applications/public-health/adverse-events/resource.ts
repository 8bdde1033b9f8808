import { isObject, type Resource } from '../../../fhir/index.ts';
import { chinaDay } from '../../../kernel/index.ts';
import { ADVERSE_EVENT, bilingualCoding } from '../../../standards/index.ts';
import { nameOfVaccine, readDose } from '../immunization/index.ts';
import type { AdverseEvent, AdverseEventOutcome, Causality, Remark, Seriousness } from './contract.ts';
import { classes, investigateBy, REPORTED, reportBy } from './rules.ts';

export type Identified = Resource & { readonly id: string };

const EXTENSION = 'urn:minkang:extension:adverse-event';
const CLUSTER = `${EXTENSION}-cluster`;
const REPORTED_AT = `${EXTENSION}-reported`;
const OUTCOME = 'http://terminology.hl7.org/CodeSystem/adverse-event-outcome';
const SERIOUSNESS = 'urn:minkang:seriousness';
const ASSESSMENT = 'urn:minkang:causality';

export type RemarkKind = 'investigation' | 'conclusion' | 'closing';

const OUTCOMES: Readonly<Record<AdverseEventOutcome, string>> = {
  recovered: 'resolved',
  improved: 'recovering',
  'not-recovered': 'ongoing',
  sequelae: 'resolvedWithSequelae',
  died: 'fatal',
  unknown: 'unknown',
};

export interface Report {
  readonly id: string;
  readonly resident: string;
  readonly immunization: string;
  readonly symptoms: string;
  readonly onset: string;
  readonly found: string;
  readonly reported: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly seriousness: Seriousness;
  readonly isCluster: boolean;
  readonly outcome: AdverseEventOutcome;
}

/** A report as FHIR. */
export function toAdverseEvent(report: Report): Identified {
  return {
    resourceType: 'AdverseEvent',
    id: report.id,
    extension: [
      { url: CLUSTER, valueBoolean: report.isCluster },
      { url: REPORTED_AT, extension: remarkParts({ text: '', by: report.by.name, at: report.reported }) },
    ],
    actuality: 'actual',
    category: [{ coding: [bilingualCoding(ADVERSE_EVENT, 'reported', REPORTED)] }],
    event: { text: report.symptoms },
    subject: { reference: `Patient/${report.resident}` },
    date: report.onset,
    detected: report.found,
    recordedDate: report.reported,
    seriousness: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/adverse-event-seriousness',
          code: report.seriousness === 'not-serious' ? 'non-serious' : 'serious',
        },
        { system: SERIOUSNESS, code: report.seriousness },
      ],
    },
    outcome: { coding: [{ system: OUTCOME, code: OUTCOMES[report.outcome] }] },
    suspectEntity: [{ instance: { reference: `Immunization/${report.immunization}` } }],
  };
}

const remarkParts = ({ text, by, at }: Remark) => [
  ...(text ? [{ url: 'text', valueString: text }] : []),
  { url: 'by', valueString: by },
  { url: 'at', valueDateTime: at },
];

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const extensionsOf = (resource: Readonly<Record<string, unknown>>, url: string) =>
  listOf(resource['extension']).filter((one) => one['url'] === url);

/** The same with another remark. */
export const withRemark = (event: Identified, kind: RemarkKind, remark: Remark): Identified => ({
  ...event,
  extension: [...listOf(event['extension']), { url: `${EXTENSION}-${kind}`, extension: remarkParts(remark) }],
});

export const withOutcome = (event: Identified, outcome: AdverseEventOutcome): Identified => ({
  ...event,
  outcome: { coding: [{ system: OUTCOME, code: OUTCOMES[outcome] }] },
});

/** The same with the class of a conclusion, and how sure it is. */
export function withConclusion(event: Identified, code: string, causality: Causality): Identified {
  const [suspect] = listOf(event['suspectEntity']);
  return {
    ...event,
    category: [{ coding: [bilingualCoding(ADVERSE_EVENT, code, classes[code] ?? REPORTED)] }],
    suspectEntity: [{ ...suspect, causality: [{ assessment: { coding: [{ system: ASSESSMENT, code: causality }] } }] }],
  };
}

const codeIn = (concept: unknown, system?: string): string | undefined => {
  const coding = isObject(concept)
    ? listOf(concept['coding']).find((one) => system === undefined || one['system'] === system)
    : undefined;
  return typeof coding?.['code'] === 'string' ? coding['code'] : undefined;
};

function remarkIn(event: Resource, url: string): Remark | undefined {
  const [found] = extensionsOf(event, url);
  if (!found) return undefined;
  const part = (name: string) => listOf(found['extension']).find((one) => one['url'] === name);
  return {
    text: String(part('text')?.['valueString'] ?? ''),
    by: String(part('by')?.['valueString'] ?? ''),
    at: String(part('at')?.['valueDateTime'] ?? ''),
  };
}

const idIn = (reference: unknown): string =>
  isObject(reference) ? String(reference['reference'] ?? '').replace(/^[A-Za-z]+\//, '') : '';

export const residentOf = (event: Resource): string => idIn(event['subject']);
export const immunizationOf = (event: Resource): string => idIn(listOf(event['suspectEntity'])[0]?.['instance']);

/** A line of the list. */
export function readAdverseEvent(
  event: Resource,
  immunization: Resource | undefined,
  person: { name: string; birthDate?: string | undefined },
): AdverseEvent {
  const [reported, found] = [String(event['recordedDate'] ?? ''), String(event['detected'] ?? '')];
  const seriousness = (codeIn(event['seriousness'], SERIOUSNESS) ?? 'not-serious') as Seriousness;
  const isCluster = extensionsOf(event, CLUSTER)[0]?.['valueBoolean'] === true;
  const by = reportBy({ found, seriousness, isCluster });
  const outcome = Object.entries(OUTCOMES).find(([, code]) => code === codeIn(event['outcome']))?.[0] ?? 'unknown';
  const remark = (kind: RemarkKind) => remarkIn(event, `${EXTENSION}-${kind}`);
  const [investigation, conclusion, closing] = [remark('investigation'), remark('conclusion'), remark('closing')];
  const code = codeIn(listOf(event['category'])[0], ADVERSE_EVENT) ?? '';
  const causality = codeIn(listOf(listOf(event['suspectEntity'])[0]?.['causality'])[0]?.['assessment']) as Causality | undefined;
  const dose = immunization && readDose({ ...immunization, status: 'completed' });
  const given = String(immunization?.['occurrenceDateTime'] ?? '');
  const symptoms = isObject(event['event']) ? String(event['event']['text'] ?? '') : '';
  return {
    ...{ id: String(event['id']), resident: residentOf(event), name: person.name, immunization: immunizationOf(event), symptoms },
    ...(person.birthDate ? { birthDate: person.birthDate } : {}),
    vaccineName: nameOfVaccine(dose?.vaccine ?? ''),
    lotNumber: String(immunization?.['lotNumber'] ?? ''),
    vaccinatedOn: given.includes('T') ? chinaDay(new Date(given)) : given,
    ...{ onset: String(event['date'] ?? ''), found, reported, reportedBy: remarkIn(event, REPORTED_AT)?.by ?? '' },
    ...{ seriousness, isCluster, reportBy: by, isInTime: Date.parse(reported) <= Date.parse(by) },
    state: closing ? 'closed' : conclusion ? 'concluded' : investigation ? 'investigated' : 'reported',
    outcome: outcome as AdverseEventOutcome,
    investigateBy: investigateBy(reported),
    ...(investigation ? { investigation } : {}),
    ...(conclusion
      ? {
          conclusion: {
            ...conclusion,
            class: code,
            className: classes[code] ?? REPORTED,
            causality: causality ?? 'not-assessable',
          },
        }
      : {}),
    ...(closing ? { closing } : {}),
  };
}
