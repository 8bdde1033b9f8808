import type { Resource } from '../../../fhir/index.ts';
import { type Bilingual, newId } from '../../../kernel/index.ts';
import {
  creditCode,
  findDivision,
  formatCreditCode,
  institutionCode,
  institutionTypes,
  levelOf,
  staffNumber,
  toCoding,
  upperOf,
} from '../../../standards/index.ts';
import { concept, systems } from './coding.ts';
import { givenName } from './given-names.ts';
import { seeded } from './random.ts';
import { surname } from './surnames.ts';
import { fullName, townshipsOf } from './townships.ts';

export interface Doctor {
  readonly id: string;
  readonly name: string;
}

/** An institution of the sample network with its staff. */
export interface Institution {
  readonly id: string;
  readonly name: Bilingual;
  /** WS 218. */
  readonly type: string;
  readonly division: string;
  /** 9 digits, where it serves one township. */
  readonly township?: string;
  readonly doctors: readonly Doctor[];
}

type Kind = 'hospital' | 'chinese-medicine' | 'maternal' | 'disease-control' | 'community' | 'village' | 'clinic';

const STAFF: Readonly<Record<Kind, number>> = {
  hospital: 8,
  'chinese-medicine': 5,
  maternal: 4,
  'disease-control': 2,
  community: 3,
  village: 1,
  clinic: 1,
};

const memory = new Map<string, readonly (Institution & { readonly kind: Kind })[]>();

/** The institutions of a division: of a county all that serve its residents, above it the hospitals of that rank. */
export function institutionsOf(division: string): readonly (Institution & { readonly kind: Kind })[] {
  const known = memory.get(division);
  if (known) return known;
  const made = describe(division).map((described) => ({ ...described, ...identify(division, described) }));
  memory.set(division, made);
  return made;
}

export function institutionOfKind(division: string, kind: Kind, township?: string): Institution {
  const all = institutionsOf(division).filter((one) => one.kind === kind);
  const found = all.find((one) => one.township === township) ?? all[0];
  if (!found) throw new Error(`${division} has no institution of kind ${kind}`);
  return found;
}

type Described = Omit<Institution, 'id' | 'doctors'> & { readonly kind: Kind };

function describe(division: string): Described[] {
  const name = findDivision(division)?.name ?? { zh: division, en: division };
  const one = (kind: Kind, type: string, zh: string, en: string, township?: string): Described => ({
    kind,
    type,
    division,
    name: { zh: name.zh + zh, en: `${name.en} ${en}` },
    ...(township ? { township } : {}),
  });
  if (levelOf(division) !== 'county')
    return [
      one(
        'hospital',
        'A100',
        levelOf(division) === 'province' ? '立医院' : '第一医院',
        levelOf(division) === 'province' ? 'Provincial Hospital' : 'First Hospital',
      ),
      one('chinese-medicine', 'A210', '中医医院', 'Hospital of Chinese Medicine'),
    ];
  return [
    one('hospital', 'A100', '人民医院', "People's Hospital"),
    one('chinese-medicine', 'A210', '中医医院', 'Hospital of Chinese Medicine'),
    one('maternal', 'G100', '妇幼保健院', 'Maternal and Child Health Hospital'),
    one('disease-control', 'J100', '疾病预防控制中心', 'Centre for Disease Control and Prevention'),
    ...townshipsOf(division).map((township, index) => primaryCare(division, township, index + 1)),
    ...townshipsOf(division)
      .filter(({ rural }) => rural)
      .map((township, index) => villageClinic(division, township, index + 1)),
    one('clinic', 'D212', '同仁堂中医诊所', 'Tongren Clinic of Chinese Medicine'),
  ];
}

function primaryCare(division: string, { code, name, rural }: ReturnType<typeof townshipsOf>[number], number: number): Described {
  const en = findDivision(division)?.name.en ?? division;
  return rural
    ? {
        kind: 'community',
        type: 'C220',
        division,
        township: code,
        name: { zh: `${name}卫生院`, en: `${en} Township Health Centre ${number}` },
      }
    : {
        kind: 'community',
        type: 'B100',
        division,
        township: code,
        name: { zh: `${name}社区卫生服务中心`, en: `${en} Community Health Service Centre ${number}` },
      };
}

function villageClinic(division: string, { code, streets }: ReturnType<typeof townshipsOf>[number], number: number): Described {
  const village = streets.find((street) => street.endsWith('村')) ?? '中心村';
  const en = findDivision(division)?.name.en ?? division;
  return {
    kind: 'village',
    type: 'D600',
    division,
    township: code,
    name: { zh: `${village}卫生室`, en: `${en} Village Clinic ${number}` },
  };
}

function identify(division: string, { name, kind }: Described): Pick<Institution, 'id' | 'doctors'> {
  const random = seeded(`institution ${division} ${name.zh}`);
  const id = newId(random.bytes);
  const doctors = Array.from({ length: STAFF[kind] }, () => {
    const given = givenName(random, random.int(1964, 1996), random.chance(0.5) ? 'male' : 'female');
    return { id: newId(random.bytes), name: surname(random, division) + given };
  });
  return { id, doctors };
}

/** Credit codes of the institutions of a division of some kinds; of a township alone where it is said. */
export const creditCodesOf = (division: string, kinds: readonly Kind[], township?: string): readonly string[] =>
  institutionsOf(division).flatMap((one, index) =>
    kinds.includes(one.kind) && (township === undefined || one.township === township) ? [creditCodeOf(division, index)] : [],
  );

const creditCodeOf = (division: string, index: number): string =>
  formatCreditCode(`12${division}${organisationCodeOf(`${division}${String(index).padStart(2, '0')}`)}`);

/** Organization, Practitioner and PractitionerRole resources of the institutions. */
export function institutionResources(division: string): (Resource & { id: string })[] {
  return institutionsOf(division).flatMap((institution, index) => [
    toOrganization(institution, index),
    ...institution.doctors.flatMap((doctor, number) => toStaff(institution, doctor, index * 100 + number)),
  ]);
}

function toOrganization({ id, name, type, division }: Institution, index: number): Resource & { id: string } {
  const organisationCode = organisationCodeOf(`${division}${String(index).padStart(2, '0')}`);
  return {
    resourceType: 'Organization',
    id,
    extension: [{ url: 'urn:minkang:extension:division', valueCode: division }],
    identifier: [
      { system: creditCode, value: creditCodeOf(division, index) },
      { system: institutionCode, value: `${organisationCode}${division}11${type}1` },
    ],
    active: true,
    type: [{ coding: [toCoding(institutionTypes, type)] }],
    name: name.zh,
    alias: [name.en],
    address: [{ use: 'work', text: fullName(division), postalCode: division, country: 'CN' }],
    ...(upperOf(division) ? { contact: [{ purpose: { text: '医务科' } }] } : {}),
  };
}

/** Eight digits and a check character, GB 11714. */
function organisationCodeOf(digits: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits.charAt(index)), 0);
  const check = 11 - (sum % 11);
  return digits + (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

function toStaff(institution: Institution, doctor: Doctor, number: number): (Resource & { id: string })[] {
  const random = seeded(`staff ${institution.division} ${number}`);
  const licence = concept(systems.own, ['physician', '执业医师', 'Licensed physician']);
  return [
    {
      resourceType: 'Practitioner',
      id: doctor.id,
      identifier: [{ system: staffNumber, value: `${institution.division}${String(number).padStart(6, '0')}` }],
      active: true,
      name: [{ use: 'official', text: doctor.name }],
      qualification: [{ code: licence }],
    },
    {
      resourceType: 'PractitionerRole',
      id: newId(random.bytes),
      active: true,
      practitioner: { reference: `Practitioner/${doctor.id}`, display: doctor.name },
      organization: { reference: `Organization/${institution.id}`, display: institution.name.zh },
      code: [licence],
    },
  ];
}
