import { z } from 'zod';
import {
  type CrossIndex,
  findKnownAs,
  type Identified,
  type IdentifierValue,
  type ResidentRegistered,
  registeredAs,
  replacedBy,
  residentOfPatient,
  standingOf,
} from '../../databases/population/index.ts';
import { isObject, parseJson } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { documentSystem, documentTypeOf, healthCard, parseDocumentNumber } from '../../standards/index.ts';
import { parseSearch } from '../../store/index.ts';
import { type Context, operation } from './context.ts';

/**
 * Registration of residents, the transactions of WS/T 790.6-2021: an institution tells of people by its own numbers (root and
 * extension, as an instance identifier of HL7 v3), and gets the resident of the index. In JSON; the standard's own messages are not
 * read. Names of services in the titles are those of hospital platforms (WS/T 447-2014).
 */
const writing = { right: 'resident.write', purpose: 'HOPERAT' } as const;

const aLocalId = z.object({
  root: z
    .string()
    .max(100)
    .regex(/^[0-2](?:\.(?:0|[1-9]\d*))+$/)
    .refine((root) => !`${root}.`.startsWith('2.16.156.10011.1.'), 'An institution numbers residents under a root of its own')
    .describe('OID of the institution’s own numbers'),
  extension: z.string().trim().min(1).max(100),
});
type LocalId = z.output<typeof aLocalId>;

const aForm = {
  localId: aLocalId,
  values: z
    .record(z.string().max(60), z.union([z.string().max(500), z.null()]))
    .describe('Data elements of WS 365-2011 5.2.1 by key, with documentType and documentNumber'),
  confirmed: z.array(z.string().max(60)).max(60).default([]),
};

const numberOf = ({ root, extension }: LocalId): IdentifierValue => ({ system: `urn:oid:${root}`, value: extension });
const tokenOf = ({ system, value }: IdentifierValue): string => `${system}|${value.replaceAll(/[\\,$|]/g, '\\$&')}`;

interface StoredPatient {
  readonly patient: Identified;
  readonly version: number;
}

/** The registration under a number of an institution. @throws Problem identifier-ambiguous */
async function findRegistration({ platform, subject }: Context, localId: LocalId): Promise<StoredPatient | undefined> {
  const query = parseSearch(
    'Patient',
    [
      ['identifier', tokenOf(numberOf(localId))],
      ['_count', '2'],
    ],
    true,
  );
  const { entries } = await platform.store.as(subject.scope).search(query);
  const [first, second] = entries.map(({ body }) => parseJson(body) as Identified);
  if (second) throw new Problem('identifier-ambiguous', 'Several registrations have this number', { at: 'localId' });
  return first && { patient: first, version: Number(first.meta?.['versionId']) };
}

async function getRegistration(context: Context, localId: LocalId, at: string): Promise<StoredPatient> {
  const found = await findRegistration(context, localId);
  if (!found) throw new Problem('resource-unknown', 'Nobody is registered under this number', { at });
  return found;
}

/** Writes over the version that was read, or makes one; two who register the same number at once make one. */
async function save(
  { platform, subject, actor }: Context,
  localId: LocalId,
  { id: _id, ...patient }: Identified,
  version: number | undefined,
): Promise<ResidentRegistered> {
  const url = `Patient?identifier=${encodeURIComponent(tokenOf(numberOf(localId)))}`;
  const request = { method: 'PUT', url, ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }) };
  const text = await platform.store.as(subject.scope).bundle({
    bundle: { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: patient, request }] },
    within: (tx, written) => recordWrites(tx, actor, written),
  });
  const { entry } = parseJson(text) as { entry: readonly { response: { status: string; location: string } }[] };
  const [, id = ''] = entry[0]?.response.location.split('/') ?? [];
  const resident = await residentOfPatient(platform.database.sql, id);
  return { patient: id, resident, isNew: entry[0]?.response.status === '201' };
}

const TRIES = 5;

/** The platform writes registrations too, where what they are linked to changes: what was read is read again then. */
async function inTurn<Value>(write: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code !== 'version-conflict' || attempt === TRIES) throw thrown;
    }
  }
}

/** POST /api/resident-registrations */
export const registerLocalIdOperation = operation({
  method: 'POST',
  path: '/resident-registrations',
  title: 'Registers a resident under the institution’s own number (PatientInfoRegister); again, it changes what is given',
  needs: writing,
  input: z.object(aForm),
  async run({ input, ...context }): Promise<ResidentRegistered> {
    const { localId, values, confirmed } = input;
    const form = { values, confirmed, now: context.platform.clock.now() };
    return inTurn(async () => {
      const found = await findRegistration(context, localId);
      return save(context, localId, registeredAs(numberOf(localId), found?.patient, form), found?.version);
    });
  },
});

/** PUT /api/resident-registrations */
export const updateRegistrationOperation = operation({
  method: 'PUT',
  path: '/resident-registrations',
  title: 'Changes what is registered under the institution’s own number (PatientInfoUpdate); what is left out stays',
  needs: writing,
  input: z.object(aForm),
  async run({ input, ...context }): Promise<ResidentRegistered> {
    const { localId, values, confirmed } = input;
    const form = { values, confirmed, now: context.platform.clock.now() };
    return inTurn(async () => {
      const { patient, version } = await getRegistration(context, localId, 'localId');
      return save(context, localId, registeredAs(numberOf(localId), patient, form), version);
    });
  },
});

/** POST /api/resident-registrations/merge */
export const mergeRegistrationsOperation = operation({
  method: 'POST',
  path: '/resident-registrations/merge',
  title: 'One of two numbers of the institution stands for both from now on (PatientInfoMerge); their residents become one',
  needs: writing,
  input: z.object({ subsumed: aLocalId, surviving: aLocalId }),
  async run({ input: { subsumed, surviving }, ...context }): Promise<ResidentRegistered> {
    if (subsumed.root !== surviving.root || subsumed.extension === surviving.extension)
      throw new Problem('input-invalid', 'Two numbers of one institution are expected', { at: 'surviving' });
    await getRegistration(context, surviving, 'surviving');
    return inTurn(async () => {
      const { patient, version } = await getRegistration(context, subsumed, 'subsumed');
      return save(context, subsumed, replacedBy(patient, numberOf(surviving)), version);
    });
  },
});

/** POST /api/resident-registrations/query */
export const crossIndexOperation = operation({
  method: 'POST',
  path: '/resident-registrations/query',
  title: 'The resident who has a number, and under which numbers institutions know them (PatientInfoQuery)',
  needs: { right: 'resident.read', purpose: 'TREAT' },
  input: z.object({
    localId: aLocalId.optional(),
    document: z
      .object({ type: z.string().regex(/^\d{2}$/), number: z.string().min(1).max(40) })
      .optional()
      .describe('Type of CV02.01.101, 01 for the identity card, and number'),
  }),
  async run({ input: { localId, document }, platform, subject, actor }): Promise<CrossIndex> {
    const asked = localId ? numberOf(localId) : document ? documentOf(document) : undefined;
    if (!asked || (localId && document))
      throw new Problem('input-invalid', 'One of localId and document is given', { at: 'localId' });
    const [found, second] = await findKnownAs(platform.database.sql, subject.scope, asked);
    if (second) throw new Problem('identifier-ambiguous', 'Several residents have this number', { at: 'localId' });
    if (!found) throw new Problem('resource-unknown', 'Nobody is registered under this number', { at: 'localId' });
    const standing = standingOf(found);
    const place = platform.settings.division;
    await platform.audit.record(
      actor,
      standing.map(({ id }) => ({ action: 'search', what: 'resident-registrations', count: 1, resident: id, place })),
    );
    return { resident: found.golden.id, localIds: standing.flatMap(localIdsOf) };
  },
});

function documentOf({ type, number }: { readonly type: string; readonly number: string }): IdentifierValue {
  const [system, value] = [documentSystem(type), parseDocumentNumber(type, number)];
  if (value instanceof Problem) throw new Problem(value.code, value.message, { at: 'document' });
  if (!system) throw new Problem('input-invalid', 'No such type of document', { at: 'document' });
  return { system, value };
}

/** Documents and cards are the resident's own: they are no numbers of an institution. */
function localIdsOf({ id, identifier }: Identified): CrossIndex['localIds'][number][] {
  const numbers: unknown[] = Array.isArray(identifier) ? identifier : [];
  return numbers.flatMap((one) => {
    const { system, value } = isObject(one) ? one : {};
    if (typeof system !== 'string' || typeof value !== 'string' || system === healthCard || documentTypeOf(system)) return [];
    return [{ root: system.replace(/^urn:oid:/, ''), extension: value, patient: id }];
  });
}
