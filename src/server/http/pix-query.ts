import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  findKnownAs,
  type IdentifierValue,
  knownDomains,
  readSeenOf,
  type SeenResident,
  standingOf,
} from '../../databases/population/index.ts';
import { isId, isObject, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { canonicalValue } from '../../standards/index.ts';
import type { Scope, Sql } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditSearch } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { fhirOf } from './fhir-bundles.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { asShown } from './golden-record.ts';
import { OperationInput } from './operation-input.ts';

/**
 * `Patient/$ihe-pix`: under which other numbers, and as which Patients, the resident is known who has this number. Registrations that
 * were replaced by another one are no longer known under theirs. IHE PIXm ITI-83
 */
export function pixRoutes(app: FastifyInstance, platform: Platform): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/Patient/$ihe-pix',
    schema: { summary: 'The numbers that a resident has elsewhere, by one of them' },
    preHandler: wantsJson,
    handler: async (request, reply) => {
      const input = new OperationInput(request, ['sourceIdentifier', 'targetSystem']);
      const source = readToken(input.neededText('sourceIdentifier'));
      const targets = input.texts('targetSystem');
      const resident = await findSource(platform, request, source);
      await requireDomains(platform, targets);
      const live = standingOf(resident);
      await auditSearch(platform, request, 'Patient/$ihe-pix', live.map(asShown));
      const parameter = [...identifiersIn(live, source, targets), ...patientsIn(platform, live, source, targets)];
      return send(reply, JSON.stringify({ resourceType: 'Parameters', ...(parameter.length > 0 ? { parameter } : {}) }));
    },
  });
}

function readToken(token: string): IdentifierValue {
  const bar = token.indexOf('|');
  const [system, value] = [token.slice(0, bar), token.slice(bar + 1)];
  if (bar < 1 || value === '' || system.length > 200 || value.length > 200)
    throw new Problem('parameter-invalid', 'sourceIdentifier is SYSTEM|VALUE, at most 200 characters each', {
      at: 'sourceIdentifier',
    });
  return { system, value };
}

/**
 * The resident who has this number by a registration that the scope shows and nothing replaces.
 * @throws Problem resource-unknown, source-system-unknown, identifier-ambiguous
 */
async function findSource(platform: Platform, request: FastifyRequest, source: IdentifierValue): Promise<SeenResident> {
  const { sql } = platform.database;
  const { scope } = subjectOf(request);
  const isOwn = source.system === fhirOf(platform);
  const [first, second] = await (isOwn ? findById(sql, scope, source) : findKnownAs(sql, scope, source));
  if (second) throw new Problem('identifier-ambiguous', 'Several residents have this number', { at: 'sourceIdentifier' });
  if (first) return first;
  const isKnown = isOwn || (await knownDomains(sql, [source.system])).size > 0;
  throw isKnown
    ? new Problem('resource-unknown', 'sourceIdentifier Patient Identifier not found', { at: 'sourceIdentifier' })
    : new Problem('source-system-unknown', 'sourceIdentifier Assigning Authority not found', { at: 'sourceIdentifier' });
}

async function findById(sql: Sql, scope: Scope, { value }: IdentifierValue): Promise<SeenResident[]> {
  const id = /^Patient\/(.+)$/.exec(value)?.[1] ?? '';
  const seen = isId(id) ? await readSeenOf(sql, scope, 's', id) : undefined;
  return seen && standingOf(seen).some((patient) => patient.id === id) ? [seen] : [];
}

/** @throws Problem target-system-unknown */
async function requireDomains(platform: Platform, targets: readonly string[]): Promise<void> {
  const asked = [...new Set(targets)].filter((target) => target !== fhirOf(platform));
  const known = await knownDomains(platform.database.sql, asked);
  if (asked.some((target) => !known.has(target)))
    throw new Problem('target-system-unknown', 'targetSystem not found', { at: 'targetSystem' });
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);

const isSame = (one: Record<string, unknown>, { system, value }: IdentifierValue): boolean =>
  one['system'] === system &&
  typeof one['value'] === 'string' &&
  canonicalValue(system, one['value']) === canonicalValue(system, value);

/** Every number once, without that which was asked about. */
function identifiersIn(patients: readonly Resource[], source: IdentifierValue, targets: readonly string[]) {
  const byKey = new Map<string, Record<string, unknown>>();
  for (const one of patients.flatMap(({ identifier }) => listOf(identifier))) {
    const { system, value } = one;
    if (typeof system !== 'string' || typeof value !== 'string' || isSame(one, source)) continue;
    const key = `${system}|${canonicalValue(system, value)}`;
    if ((targets.length === 0 || targets.includes(system)) && !byKey.has(key)) byKey.set(key, one);
  }
  return [...byKey.values()].map((valueIdentifier) => ({ name: 'targetIdentifier', valueIdentifier }));
}

/** Patients that have a number of a system asked for; all of them where none or this platform itself is. */
function patientsIn(platform: Platform, patients: readonly Resource[], source: IdentifierValue, targets: readonly string[]) {
  const isAll = targets.length === 0 || targets.includes(fhirOf(platform));
  const hasOne = ({ identifier }: Resource) => listOf(identifier).some(({ system }) => targets.includes(String(system)));
  return patients
    .filter((patient) => isAll || hasOne(patient))
    .filter(({ id }) => source.system !== fhirOf(platform) || source.value !== `Patient/${id}`)
    .map(({ id }) => ({ name: 'targetId', valueReference: { reference: `Patient/${id}` } }));
}
