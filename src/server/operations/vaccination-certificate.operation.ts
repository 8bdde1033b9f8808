import { z } from 'zod';
import { forecastStored } from '../../applications/public-health/immunization/index.ts';
import {
  type Certificate,
  type CertificateCheck,
  certificateCode,
  certifiedDoses,
  checkCode,
  enterPastDose,
  evidences,
  nextVisit,
  parseCode,
} from '../../applications/public-health/vaccination/index.ts';
import { findResidents } from '../../databases/population/index.ts';
import { Problem } from '../../kernel/index.ts';
import { importKey } from '../../security/crypto/index.ts';
import { scheduleOf } from '../immunization-schedule.ts';
import { type Context, operation } from './context.ts';
import { deskOf, recordShown } from './vaccination-desk.ts';

const anId = z.string().min(1).max(64);

/** GET /api/residents/:id/vaccination-certificate */
const certificateOperation = operation({
  method: 'GET',
  path: '/residents/:id/vaccination-certificate',
  title: 'The vaccination certificate of a resident, with a signed code that verifies',
  needs: { right: 'vaccination.read', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, ...context }): Promise<Certificate> {
    const { platform } = context;
    const { store, scope, database, today } = deskOf(context);
    await store.read('Patient', id);
    const [[person], doses, { found }] = await Promise.all([
      findResidents(database.sql, [id]),
      certifiedDoses(store, id),
      forecastStored(store, scope, scheduleOf(platform), { patient: id, today, contraindications: [] }),
    ]);
    if (!person) throw new Problem('resource-unknown', 'No such resident here', { at: 'id' });
    await recordShown(context, 'read', 'Immunization/certificate', [id]);
    const { division } = platform.settings;
    const next = nextVisit(found, today);
    return {
      ...{
        resident: id,
        name: person.name,
        sex: person.sex as Certificate['sex'],
        issuedOn: today,
        issuer: platform.self.name,
        doses,
      },
      ...(person.birthDate === undefined ? {} : { birthDate: person.birthDate }),
      ...(next ? { next } : {}),
      code: await certificateCode({ division, key: platform.hubKey, resident: id, on: today, doses }),
    };
  },
});

/** POST /api/vaccination/certificates/check */
const checkCertificateOperation = operation({
  method: 'POST',
  path: '/vaccination/certificates/check',
  title: 'Whether the code of a certificate is genuine, and says what is on record',
  needs: { right: 'vaccination.read', purpose: 'PUBHLTH' },
  input: z.object({ code: z.string().min(1).max(2000) }),
  async run({ input, ...context }): Promise<CertificateCheck> {
    const code = parseCode(input.code);
    const issuer = context.platform.directory.platforms.find(({ division }) => division === code.division);
    const key = issuer && (await importKey(issuer.publicKey));
    return checkCode(code, key, await dosesHere(context, code));
  },
});

/** Doses on record of whom a certificate of this platform names, as far as the scope reaches. */
async function dosesHere(context: Context, { division, resident }: { division: string; resident: string }) {
  const { store } = deskOf(context);
  if (division !== context.platform.settings.division) return undefined;
  const isSeen = await store.read('Patient', resident).then(
    () => true,
    (thrown: unknown) => {
      if (thrown instanceof Problem) return false;
      throw thrown;
    },
  );
  if (!isSeen) return undefined;
  await recordShown(context, 'read', 'Immunization/certificate', [resident]);
  return certifiedDoses(store, resident);
}

/** POST /api/residents/:id/past-doses */
const pastDoseOperation = operation({
  method: 'POST',
  path: '/residents/:id/past-doses',
  title: 'Enters a dose that was given elsewhere or stands in a lost certificate, with its evidence',
  needs: { right: 'vaccination.write', purpose: 'PUBHLTH' },
  input: z.object({
    id: anId,
    vaccine: z.string().max(40),
    on: z.iso.date(),
    abroad: z.boolean().default(false),
    lotNumber: z.string().max(30).optional(),
    manufacturer: z.string().max(100).optional(),
    evidence: z.enum(Object.keys(evidences) as [keyof typeof evidences]),
    evidenceText: z.string().max(500),
  }),
  async run({ input: { id, ...dose }, ...context }): Promise<{ readonly id: string }> {
    return { id: await enterPastDose(deskOf(context), { resident: id, ...dose }) };
  },
});

/** Operations of the vaccination certificate. */
export const vaccinationCertificateOperations = [certificateOperation, checkCertificateOperation, pastDoseOperation] as const;
