import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findMatches, type Match, readSeen, recordOf, type SeenResident } from '../../databases/population/index.ts';
import { isObject, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { validateResource } from '../../standards/index.ts';
import { type Platform, placeAt } from '../platform.ts';
import { auditSearch } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { bundleOf, fhirOf } from './fhir-bundles.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { asShown } from './golden-record.ts';
import { OperationInput } from './operation-input.ts';

const GRADE = 'http://hl7.org/fhir/StructureDefinition/match-grade';
const [DEFAULT_COUNT, MOST] = [20, 100];
/** Bits; below it is less than one chance in a thousand. */
const IMPROBABLE = -10;

type Grade = 'certain' | 'probable' | 'possible' | 'certainly-not';

interface Found {
  readonly match: Match;
  readonly grade: Grade;
  readonly seen: SeenResident;
}

/**
 * `Patient/$match`: residents who may be the person described, as registering would find them; each once, as its golden record.
 * https://hl7.org/fhir/R4/patient-operation-match.html, IHE PDQm ITI-119
 */
export function matchRoutes(app: FastifyInstance, platform: Platform): void {
  app.post(
    '/Patient/$match',
    { schema: { summary: 'Residents who may be the person described, the likeliest first' }, preHandler: wantsJson },
    async (request, reply) => {
      const asked = readAsked(request);
      const found = chosen(await findSeen(platform, request, asked.patient), asked);
      const registrations = found.flatMap(({ seen }) => seen.registrations.map(asShown));
      await auditSearch(platform, request, 'Patient/$match', registrations);
      const entries = found.map((one) => toEntry(platform, one));
      const { entry, ...bundle } = { ...bundleOf('searchset', entries), total: entries.length };
      return send(reply, JSON.stringify(entry.length > 0 ? { ...bundle, entry } : bundle));
    },
  );
}

interface Asked {
  readonly patient: Resource;
  readonly onlyCertain: boolean;
  readonly onlySingle: boolean;
  readonly count: number;
}

/** Parameters, or the Patient by itself. @throws Problem parameter-invalid, parameter-unsupported, resource-invalid */
function readAsked({ url, body }: FastifyRequest): Asked {
  const isBare = isObject(body) && body['resourceType'] === 'Patient';
  const parameters = isBare ? { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: body }] } : body;
  const input = new OperationInput({ url, body: parameters }, ['resource', 'onlyCertainMatches', 'onlySingleMatch', 'count']);
  const patient = input.resource('resource', 'Patient');
  if (!patient) throw new Problem('parameter-invalid', 'resource is required', { at: 'resource' });
  const fault = validateResource(patient, 'resource');
  if (fault) throw fault;
  return {
    patient,
    onlyCertain: input.flag('onlyCertainMatches'),
    onlySingle: input.flag('onlySingleMatch'),
    count: Math.min(MOST, input.whole('count') ?? DEFAULT_COUNT),
  };
}

/** The surest first, of those whom the scope shows. */
async function findSeen(platform: Platform, request: FastifyRequest, patient: Resource): Promise<Found[]> {
  const { sql } = platform.database;
  const { scope } = subjectOf(request);
  // the sender's own id says nothing about ours
  const record = recordOf({ ...patient, id: '' }, placeAt(platform.settings.division)(patient));
  const matches = await findMatches(sql, platform.models.current(), record);
  const seen = await readSeen(
    sql,
    scope,
    's',
    matches.map(({ patients }) => patients),
  );
  return matches.flatMap((match, index) => {
    const resident = seen[index];
    return resident ? [{ match, grade: gradeOf(match), seen: resident }] : [];
  });
}

function gradeOf({ decision, best }: Match): Grade {
  if (decision === 'link') return 'certain';
  if (decision === 'review') return 'probable';
  return best.conflict !== undefined || best.score < IMPROBABLE ? 'certainly-not' : 'possible';
}

/** Of several who are each certain none is: which one it is, is not known. ITI-119, case 5 */
function chosen(found: readonly Found[], { onlyCertain, onlySingle, count }: Asked): Found[] {
  const certain = found.filter(({ grade }) => grade === 'certain');
  const fitting = onlyCertain ? (certain.length === 1 ? certain : []) : found;
  const likely = onlySingle ? fitting.filter(({ grade }) => grade !== 'certainly-not').slice(0, 1) : fitting;
  return likely.toSorted((one, other) => other.match.best.score - one.match.best.score).slice(0, count);
}

const toEntry = (platform: Platform, { match, grade, seen: { golden } }: Found) => ({
  fullUrl: `${fhirOf(platform)}/Patient/${golden.id}`,
  resource: golden,
  search: { extension: [{ url: GRADE, valueCode: grade }], mode: 'match', score: probabilityOf(match.best.score) },
});

/** @param score log2 of the odds */
const probabilityOf = (score: number): number => Number((1 / (1 + 2 ** -score)).toFixed(9));
