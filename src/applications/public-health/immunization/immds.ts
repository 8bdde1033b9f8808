import type { Resource } from '../../../fhir/index.ts';
import { vaccines as national } from '../../../standards/index.ts';
import type { DoseForecast, Forecast, SeriesForecast } from './contract.ts';
import { CVX, OWN } from './fhir-records.ts';
import { explainDose } from './forecast/explain.ts';
import { type Vaccine, vaccines } from './schedules/vaccines.ts';

const LOINC = 'http://loinc.org';
const STATUS = 'http://terminology.hl7.org/CodeSystem/immunization-recommendation-status';
const DOSE_STATUS = 'http://terminology.hl7.org/CodeSystem/immunization-evaluation-dose-status';
const REASON = 'urn:minkang:immunization-rule';

/** Disease of a series, SNOMED CT. */
const DISEASES: Readonly<Record<string, readonly [code: string, display: string]>> = {
  hepb: ['66071002', 'Viral hepatitis type B'],
  bcg: ['56717001', 'Tuberculosis'],
  polio: ['398102009', 'Acute poliomyelitis'],
  dtap: ['397430003', 'Diphtheria caused by Corynebacterium diphtheriae'],
  mpsva: ['23511006', 'Meningococcal infectious disease'],
  mpsvac: ['23511006', 'Meningococcal infectious disease'],
  mmr: ['14189004', 'Measles'],
  je: ['52947006', 'Japanese encephalitis virus disease'],
  hepa: ['40468003', 'Viral hepatitis, type A'],
  hpv: ['240532009', 'Human papillomavirus infection'],
  influenza: ['6142004', 'Influenza'],
  varicella: ['38907003', 'Varicella'],
};

/** What is left to do, in the words of FHIR and of LOINC's answers (LL940-8). */
const STATUSES: Readonly<Partial<Record<DoseForecast['state'], readonly [system: string, code: string, display: string]>>> = {
  due: [STATUS, 'due', 'Due'],
  overdue: [STATUS, 'overdue', 'Overdue'],
  upcoming: [LOINC, 'LA13422-3', 'On schedule'],
  contraindicated: [STATUS, 'contraindicated', 'Contraindicated'],
  'not-needed': [STATUS, 'complete', 'Complete'],
  'too-late': [LOINC, 'LA13424-9', 'Too old'],
};

type Reference = { readonly reference: string } | { readonly type: string };

/** The answer of `$immds-forecast`. https://hl7.org/fhir/us/immds/OperationDefinition-ImmDSForecastOperation.html */
export function toImmds(found: Forecast, patientId: string | undefined): Resource {
  const patient = referenceTo('Patient', patientId);
  const evaluations = found.series.flatMap((series) =>
    series.doses.flatMap((dose) => (dose.given === undefined ? [] : [toEvaluation(found, series, dose, patient)])),
  );
  const others = found.others.map((dose) => toEvaluation(found, undefined, dose, patient));
  return {
    resourceType: 'Parameters',
    parameter: [
      ...[...evaluations, ...others].map((resource) => ({ name: 'evaluation', resource })),
      { name: 'recommendation', resource: toRecommendation(found, patient) },
    ],
  };
}

const referenceTo = (type: string, id: string | undefined): Reference =>
  id === undefined ? { type } : { reference: `${type}/${id}` };

function diseaseOf(series: string | undefined, name: string) {
  const [code, display] = DISEASES[series ?? ''] ?? [];
  return { ...(code ? { coding: [{ system: 'http://snomed.info/sct', code, display }] } : {}), text: name };
}

const dosesOf = ({ doses }: SeriesForecast) => Math.max(1, ...doses.map(({ number = 0 }) => number));

function toEvaluation(found: Forecast, series: SeriesForecast | undefined, dose: DoseForecast, patient: Reference) {
  const reasons = explainDose(dose);
  const isValid = dose.state === 'given-valid';
  return {
    resourceType: 'ImmunizationEvaluation',
    status: 'completed',
    patient,
    date: found.today,
    targetDisease: diseaseOf(series?.series, series?.title.zh ?? nameOf(dose.vaccine).zh),
    immunizationEvent: referenceTo('Immunization', dose.record),
    doseStatus: { coding: [{ system: DOSE_STATUS, code: isValid ? 'valid' : 'notvalid' }] },
    ...(isValid ? {} : { doseStatusReason: reasons.map(({ zh, en }) => reasonOf(dose, zh, en)) }),
    description: reasons.map(({ zh, en }) => `${zh} / ${en}`).join('; '),
    ...(series ? { series: series.title.zh, seriesDosesPositiveInt: dosesOf(series) } : {}),
    ...(dose.number ? { doseNumberPositiveInt: dose.number } : {}),
  };
}

const reasonOf = ({ why, state }: DoseForecast, zh: string, en: string) => ({
  coding: [{ system: REASON, code: why ?? state, display: en }],
  text: zh,
});

const nameOf = (id: string) => (vaccines as Readonly<Record<string, Vaccine>>)[id]?.name ?? { zh: id, en: id };

/** Codes of a vaccine: our own, the nation's, and CVX. */
function vaccineCode(id: string) {
  const vaccine = (vaccines as Readonly<Record<string, Vaccine>>)[id];
  const { zh, en } = nameOf(id);
  return {
    coding: [
      { system: OWN, code: id, display: en },
      ...(vaccine?.national ? [{ system: national.system, code: vaccine.national }] : []),
      ...(vaccine?.cvx?.[0] ? [{ system: CVX, code: vaccine.cvx[0] }] : []),
    ],
    text: zh,
  };
}

function toRecommendation(found: Forecast, patient: Reference) {
  const left = found.series.flatMap((series) =>
    series.doses.flatMap((dose) => {
      const status = STATUSES[dose.state];
      return status ? [toDose(series, dose, status)] : [];
    }),
  );
  const done = found.series
    .filter(({ doses }) => doses.length > 0 && doses.every(({ state }) => !STATUSES[state]))
    .map((series) => ({
      targetDisease: diseaseOf(series.series, series.title.zh),
      forecastStatus: { coding: [{ system: STATUS, code: 'complete', display: 'Complete' }] },
      series: series.title.zh,
    }));
  return {
    resourceType: 'ImmunizationRecommendation',
    patient,
    date: found.today,
    authority: { display: found.edition },
    recommendation: [...left, ...done],
  };
}

function toDose(series: SeriesForecast, dose: DoseForecast, [system, code, display]: readonly [string, string, string]) {
  const isBarred = dose.state === 'contraindicated';
  const given = series.doses.filter(({ state, record }) => state === 'given-valid' && record !== undefined);
  const reasons = explainDose(dose);
  const criteria = [
    [dose.earliest, '30981-5', 'Earliest date to give'],
    [dose.recommended, '30980-7', 'Date vaccine due'],
    [dose.latest, '59777-3', 'Latest date to give immunization'],
  ] as const;
  const dates = criteria.flatMap(([value, loinc, name]) =>
    value === undefined ? [] : [{ code: { coding: [{ system: LOINC, code: loinc, display: name }] }, value }],
  );
  return {
    ...(isBarred ? { contraindicatedVaccineCode: [vaccineCode(dose.vaccine)] } : {}),
    vaccineCode: [vaccineCode(dose.vaccine)],
    targetDisease: diseaseOf(series.series, series.title.zh),
    forecastStatus: { coding: [{ system, code, display }] },
    forecastReason: reasons.map(({ zh, en }) => reasonOf(dose, zh, en)),
    ...(dates.length > 0 ? { dateCriterion: dates } : {}),
    series: series.title.zh,
    ...(dose.number ? { doseNumberPositiveInt: dose.number } : {}),
    seriesDosesPositiveInt: dosesOf(series),
    ...(given.length > 0 ? { supportingImmunization: given.map(({ record }) => referenceTo('Immunization', record)) } : {}),
  };
}
