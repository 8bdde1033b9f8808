import type { CryptoKey } from 'jose';
import { isObject, parseJson, type Resource } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { digestOf, signLetter, verifyLetter } from '../../../security/crypto/index.ts';
import { parseSearch, type ScopedStore } from '../../../store/index.ts';
import { nameOfVaccine, readDose } from '../immunization/index.ts';
import type { CertificateCheck, CertifiedDose } from './contract.ts';

const MOST_DOSES = '500';

const textIn = (value: unknown, name: 'text' | 'display'): string | undefined => {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === 'string' ? found : undefined;
};

/** All doses on record of a resident, the earliest first. */
export async function certifiedDoses(store: ScopedStore, resident: string): Promise<CertifiedDose[]> {
  const query = parseSearch(
    'Immunization',
    [
      ['patient', resident],
      ['status', 'completed'],
      ['_sort', 'date'],
      ['_count', MOST_DOSES],
    ],
    true,
  );
  return (await store.search(query)).entries.flatMap(({ body }) => {
    const immunization = parseJson(body) as Resource;
    const dose = readDose(immunization);
    if (!dose?.id) return [];
    const [protocol] = Array.isArray(immunization['protocolApplied']) ? immunization['protocolApplied'].filter(isObject) : [];
    const number = protocol?.['doseNumberPositiveInt'];
    const [site, maker] = [textIn(immunization['site'], 'text'), textIn(immunization['manufacturer'], 'display')];
    return [
      {
        ...{ id: dose.id, vaccine: dose.vaccine, vaccineName: nameOfVaccine(dose.vaccine), on: dose.date ?? '' },
        ...(number === undefined ? {} : { number: Number(number) }),
        lotNumber: String(immunization['lotNumber'] ?? ''),
        ...(maker === undefined ? {} : { manufacturer: maker }),
        ...(site === undefined ? {} : { site }),
        isPast: immunization['primarySource'] === false,
      },
    ];
  });
}

/** What a certificate vouches for: day, vaccine and lot of each dose. */
const digestOfDoses = (doses: readonly CertifiedDose[]): string =>
  digestOf(doses.map(({ on, vaccine, lotNumber }) => `${on} ${vaccine} ${lotNumber}`).join('\n'));

const PATH = '/vaccination/certificate';
const KIND = 'MKVC1';
const YEARS_30_SECONDS = 30 * 365 * 86_400;

interface Issuing {
  readonly division: string;
  readonly key: CryptoKey;
  readonly resident: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly doses: readonly CertifiedDose[];
}

const bodyOf = (resident: string, on: string, digest: string) => `${KIND} ${resident} ${on} ${digest}`;

/** The text of the QR code: no name and no number, signed by the platform that issues it. */
export async function certificateCode({ division, key, resident, on, doses }: Issuing): Promise<string> {
  const digest = digestOfDoses(doses);
  const letter = { sender: division, receiver: division, path: PATH };
  return [
    KIND,
    division,
    resident,
    on,
    digest,
    await signLetter(key, letter, bodyOf(resident, on, digest), YEARS_30_SECONDS),
  ].join(':');
}

interface ReadCode {
  readonly division: string;
  readonly resident: string;
  readonly on: string;
  readonly digest: string;
  readonly token: string;
}

/** The parts of a code. @throws Problem input-invalid where it is none */
export function parseCode(code: string): ReadCode {
  const [kind, division = '', resident = '', on = '', digest = '', token = '', ...more] = code.trim().split(':');
  if (kind !== KIND || token === '' || more.length > 0)
    throw new Problem('input-invalid', 'It is no code of a certificate', { at: 'code' });
  return { division, resident, on, digest, token };
}

/**
 * Whether a certificate is one, and says what is on record.
 * @param doses on record; undefined where the record is not here or not to be seen
 */
export async function checkCode(
  { division, resident, on, digest, token }: ReadCode,
  key: CryptoKey | undefined,
  doses: readonly CertifiedDose[] | undefined,
): Promise<CertificateCheck> {
  const isSigned = key !== undefined && (await isSignedBy(key, { division, resident, on, digest, token }));
  if (!isSigned) return { state: 'false' };
  const known = { division, issuedOn: on };
  if (!doses) return { state: 'genuine', ...known };
  return { state: digestOfDoses(doses) === digest ? 'current' : 'outdated', ...known };
}

async function isSignedBy(key: CryptoKey, { division, resident, on, digest, token }: ReadCode): Promise<boolean> {
  try {
    await verifyLetter(key, { sender: division, receiver: division, path: PATH }, bodyOf(resident, on, digest), token);
    return true;
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === 'platform-untrusted') return false;
    throw thrown;
  }
}
