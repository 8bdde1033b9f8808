import type { Bilingual } from '../../../../kernel/index.ts';
import type { Span } from '../forecast/days.ts';

/** A vaccine, or what else is given and bears on vaccines. */
export interface Vaccine {
  readonly name: Bilingual;
  /** Series that it counts in; by age where it is one of two. */
  readonly counts?: readonly string[];
  /** Counts in another series from this age on. */
  readonly later?: { readonly from: Span; readonly counts: readonly string[] };
  /** A live vaccine that keeps its distance from others of its kind: injected, or sprayed into the nose. */
  readonly live?: true;
  /** Live, in whatever way it is given: what a weak immune system forbids. */
  readonly attenuated?: true;
  /** Antibodies that are given hinder it. */
  readonly hindered?: true;
  /** Against what it is, where a series counts that. */
  readonly components?: readonly string[];
  /** Antibodies: they hinder live vaccines for a while. */
  readonly antibodies?: true;
  /** Code of WS 364.15 CV08.50.001 that means this one, and not another of the same code. */
  readonly national?: string;
  /** https://www2.cdc.gov/vaccines/iis/iisstandards/vaccines.asp?rpt=cvx */
  readonly cvx?: readonly string[];
}

const hindered = { live: true, attenuated: true, hindered: true } as const;

/** Vaccines that the schedules know, and substitutes outside the programme that count. */
export const vaccines = {
  HepB: {
    name: { zh: '乙肝疫苗', en: 'Hepatitis B vaccine' },
    counts: ['hepb'],
    national: '01',
    cvx: ['08', '42', '43', '44', '45', '189', '220'],
  },
  BCG: { name: { zh: '卡介苗', en: 'BCG' }, counts: ['bcg'], live: true, attenuated: true, national: '02', cvx: ['19'] },
  IPV: {
    name: { zh: '脊灰灭活疫苗', en: 'Inactivated polio vaccine' },
    counts: ['polio'],
    components: ['ipv'],
    cvx: ['10'],
  },
  bOPV: {
    name: { zh: '二价脊灰减毒活疫苗', en: 'Oral polio vaccine, bivalent' },
    counts: ['polio'],
    attenuated: true,
    cvx: ['178'],
  },
  tOPV: {
    name: { zh: '三价脊灰减毒活疫苗', en: 'Oral polio vaccine, trivalent' },
    counts: ['polio'],
    attenuated: true,
    components: ['topv'],
    cvx: ['02', '182'],
  },
  Polio: {
    name: { zh: '脊灰疫苗（种类未注明）', en: 'Polio vaccine, kind not told' },
    counts: ['polio'],
    components: ['ipv'],
    national: '03',
    cvx: ['89'],
  },
  DTaP: {
    name: { zh: '百白破疫苗', en: 'DTaP' },
    counts: ['dtap'],
    components: ['pertussis'],
    national: '04',
    cvx: ['20', '106', '107', '01', '11'],
  },
  'DTaP-Hib': {
    name: { zh: '百白破-Hib四联疫苗', en: 'DTaP-Hib' },
    counts: ['dtap'],
    components: ['pertussis'],
    national: '38',
    cvx: ['50', '22'],
  },
  'DTaP-IPV': {
    name: { zh: '百白破-脊灰疫苗', en: 'DTaP-IPV' },
    counts: ['dtap', 'polio'],
    components: ['ipv', 'pertussis'],
    cvx: ['130'],
  },
  'DTaP-IPV-Hib': {
    name: { zh: '百白破-脊灰-Hib五联疫苗', en: 'DTaP-IPV-Hib' },
    counts: ['dtap', 'polio'],
    components: ['ipv', 'pertussis'],
    national: '39',
    cvx: ['120', '170'],
  },
  'DTaP-IPV-Hib-HepB': {
    name: { zh: '百白破-脊灰-Hib-乙肝六联疫苗', en: 'DTaP-IPV-Hib-HepB' },
    counts: ['dtap', 'polio', 'hepb'],
    components: ['ipv', 'pertussis'],
    national: '40',
    cvx: ['132', '146'],
  },
  'DTaP-HepB-IPV': {
    name: { zh: '百白破-乙肝-脊灰疫苗', en: 'DTaP-HepB-IPV' },
    counts: ['dtap', 'polio', 'hepb'],
    components: ['ipv', 'pertussis'],
    cvx: ['110'],
  },
  'DTP-HepB-Hib': {
    name: { zh: '百白破-乙肝-Hib疫苗', en: 'DTP-HepB-Hib' },
    counts: ['dtap', 'hepb'],
    components: ['pertussis'],
    cvx: ['102', '198'],
  },
  DT: { name: { zh: '白破疫苗', en: 'DT' }, counts: ['dtap'], components: ['dt'], national: '10', cvx: ['28', '195'] },
  Td: {
    name: { zh: '成人型白破疫苗', en: 'Td' },
    counts: ['dtap'],
    components: ['dt'],
    cvx: ['09', '113', '115', '138', '139', '196'],
  },
  'MPSV-A': { name: { zh: 'A群流脑多糖疫苗', en: 'Meningococcal polysaccharide vaccine A' }, counts: ['mpsva'], cvx: ['191'] },
  'MPSV-AC': {
    name: { zh: 'A群C群流脑多糖疫苗', en: 'Meningococcal polysaccharide vaccine A and C' },
    counts: ['mpsvac'],
    cvx: ['192'],
  },
  MPSV4: {
    name: { zh: '四价流脑多糖疫苗', en: 'Meningococcal polysaccharide vaccine ACYW135' },
    counts: ['mpsvac'],
    cvx: ['32'],
  },
  MCV2: {
    name: { zh: 'A群C群流脑多糖结合疫苗', en: 'Meningococcal conjugate vaccine A and C' },
    counts: ['mpsva'],
    later: { from: '24 months', counts: ['mpsvac'] },
  },
  MCV4: {
    name: { zh: '四价流脑多糖结合疫苗', en: 'Meningococcal conjugate vaccine ACYW135' },
    counts: ['mpsva'],
    later: { from: '24 months', counts: ['mpsvac'] },
    cvx: ['114', '136', '147', '203'],
  },
  Men: {
    name: { zh: '流脑疫苗（种类未注明）', en: 'Meningococcal vaccine, kind not told' },
    counts: ['mpsva'],
    later: { from: '24 months', counts: ['mpsvac'] },
    national: '07',
    cvx: ['108'],
  },
  MMR: {
    name: { zh: '麻腮风疫苗', en: 'MMR' },
    counts: ['mmr'],
    components: ['measles', 'mumps', 'rubella'],
    ...hindered,
    national: '11',
    cvx: ['03'],
  },
  MMRV: {
    name: { zh: '麻腮风水痘疫苗', en: 'MMRV' },
    counts: ['mmr', 'varicella'],
    components: ['measles', 'mumps', 'rubella'],
    ...hindered,
    cvx: ['94'],
  },
  MR: {
    name: { zh: '麻风疫苗', en: 'Measles and rubella vaccine' },
    counts: ['mmr'],
    components: ['measles', 'rubella'],
    ...hindered,
    national: '09',
    cvx: ['04'],
  },
  MM: {
    name: { zh: '麻腮疫苗', en: 'Measles and mumps vaccine' },
    counts: ['mmr'],
    components: ['measles', 'mumps'],
    ...hindered,
    national: '08',
  },
  Measles: {
    name: { zh: '麻疹疫苗', en: 'Measles vaccine' },
    counts: ['mmr'],
    components: ['measles'],
    ...hindered,
    national: '05',
    cvx: ['05'],
  },
  Rubella: {
    name: { zh: '风疹疫苗', en: 'Rubella vaccine' },
    counts: ['mmr'],
    components: ['rubella'],
    ...hindered,
    national: '16',
    cvx: ['06'],
  },
  Mumps: {
    name: { zh: '腮腺炎疫苗', en: 'Mumps vaccine' },
    counts: ['mmr'],
    components: ['mumps'],
    ...hindered,
    national: '17',
    cvx: ['07'],
  },
  'JE-L': {
    name: { zh: '乙脑减毒活疫苗', en: 'Japanese encephalitis vaccine, live' },
    counts: ['je'],
    ...hindered,
    national: '06',
  },
  'JE-I': {
    name: { zh: '乙脑灭活疫苗', en: 'Japanese encephalitis vaccine, inactivated' },
    counts: ['je'],
    cvx: ['39', '129', '134'],
  },
  'HepA-L': {
    name: { zh: '甲肝减毒活疫苗', en: 'Hepatitis A vaccine, live' },
    counts: ['hepa'],
    ...hindered,
    national: '15',
  },
  'HepA-I': {
    name: { zh: '甲肝灭活疫苗', en: 'Hepatitis A vaccine, inactivated' },
    counts: ['hepa'],
    cvx: ['52', '83', '84', '85', '169'],
  },
  'HepA-HepB': {
    name: { zh: '甲肝乙肝联合疫苗', en: 'Hepatitis A and B vaccine' },
    counts: ['hepa', 'hepb'],
    national: '19',
    cvx: ['104', '193'],
  },
  HPV2: { name: { zh: '双价HPV疫苗', en: 'HPV vaccine, bivalent' }, counts: ['hpv'], national: '36', cvx: ['118', '137'] },
  HPV4: { name: { zh: '四价HPV疫苗', en: 'HPV vaccine, quadrivalent' }, counts: ['hpv'], cvx: ['62'] },
  HPV9: { name: { zh: '九价HPV疫苗', en: 'HPV vaccine, nonavalent' }, counts: ['hpv'], cvx: ['165'] },
  IIV: {
    name: { zh: '流感灭活疫苗', en: 'Influenza vaccine, inactivated' },
    counts: ['influenza'],
    national: '14',
    cvx: [
      '15',
      '16',
      '88',
      '135',
      '140',
      '141',
      '144',
      '150',
      '153',
      '155',
      '158',
      '161',
      '166',
      '168',
      '171',
      '185',
      '186',
      '197',
      '205',
    ],
  },
  LAIV: {
    name: { zh: '流感减毒活疫苗（鼻喷）', en: 'Influenza vaccine, live, into the nose' },
    counts: ['influenza'],
    live: true,
    attenuated: true,
    cvx: ['111', '149'],
  },
  Varicella: {
    name: { zh: '水痘疫苗', en: 'Varicella vaccine' },
    counts: ['varicella'],
    ...hindered,
    national: '12',
    cvx: ['21'],
  },
  Hib: { name: { zh: 'Hib疫苗', en: 'Hib vaccine' }, national: '18', cvx: ['17', '46', '47', '48', '49', '51'] },
  PCV: {
    name: { zh: '肺炎球菌疫苗', en: 'Pneumococcal vaccine' },
    national: '13',
    cvx: ['33', '100', '133', '152', '215', '216'],
  },
  Rota: { name: { zh: '轮状病毒疫苗', en: 'Rotavirus vaccine' }, national: '21', cvx: ['74', '116', '119', '122'] },
  EV71: { name: { zh: '肠道病毒71型疫苗', en: 'Enterovirus 71 vaccine' } },
  Rabies: { name: { zh: '狂犬病疫苗', en: 'Rabies vaccine' }, national: '20', cvx: ['18', '40', '90', '175', '176'] },
  YellowFever: {
    name: { zh: '黄热病疫苗', en: 'Yellow fever vaccine' },
    live: true,
    attenuated: true,
    national: '26',
    cvx: ['37', '183', '184'],
  },
  HBIG: { name: { zh: '乙肝免疫球蛋白', en: 'Hepatitis B immunoglobulin' }, antibodies: true, national: '45', cvx: ['30'] },
  RIG: { name: { zh: '狂犬病免疫球蛋白', en: 'Rabies immunoglobulin' }, antibodies: true, national: '41', cvx: ['34'] },
  TIG: { name: { zh: '破伤风免疫球蛋白', en: 'Tetanus immunoglobulin' }, antibodies: true, national: '42', cvx: ['13'] },
  IG: {
    name: { zh: '人免疫球蛋白', en: 'Human immunoglobulin' },
    antibodies: true,
    national: '46',
    cvx: ['14', '29', '36', '71', '86', '87', '117'],
  },
  Blood: { name: { zh: '血液制品', en: 'Blood products' }, antibodies: true },
  Other: { name: { zh: '其他', en: 'Other' }, national: '99' },
} as const satisfies Readonly<Record<string, Vaccine>>;

export type VaccineId = keyof typeof vaccines;
