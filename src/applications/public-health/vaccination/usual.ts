import type { Bilingual } from '../../../kernel/contract.ts';

interface Named {
  readonly name: Bilingual;
  /** SNOMED CT of the site, v3 RouteOfAdministration of the route. */
  readonly code: string;
}

/** Where a dose is given. */
export const sites: Readonly<Record<string, Named>> = {
  LUA: { code: 'LA', name: { zh: '左上臂', en: 'Left upper arm' } },
  RUA: { code: 'RA', name: { zh: '右上臂', en: 'Right upper arm' } },
  LT: { code: 'LT', name: { zh: '左大腿外侧', en: 'Left thigh' } },
  RT: { code: 'RT', name: { zh: '右大腿外侧', en: 'Right thigh' } },
  MO: { code: 'MO', name: { zh: '口', en: 'Mouth' } },
  NO: { code: 'NO', name: { zh: '鼻', en: 'Nose' } },
};

/** How it is given. http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration */
export const routes: Readonly<Record<string, Named>> = {
  IM: { code: 'IM', name: { zh: '肌内注射', en: 'Into the muscle' } },
  SC: { code: 'SQ', name: { zh: '皮下注射', en: 'Under the skin' } },
  ID: { code: 'IDINJ', name: { zh: '皮内注射', en: 'Into the skin' } },
  PO: { code: 'PO', name: { zh: '口服', en: 'By mouth' } },
  NAS: { code: 'NASINHLC', name: { zh: '鼻喷', en: 'Into the nose' } },
};

interface Usual {
  readonly site: string;
  readonly route: string;
  /** mL; of drops as printed by their maker. */
  readonly amount: number;
}

/** 国家免疫规划疫苗儿童免疫程序及说明（2021年版）, part 2: way, site and amount of each vaccine. */
const USUAL: Readonly<Record<string, Usual>> = {
  HepB: { site: 'RUA', route: 'IM', amount: 0.5 },
  BCG: { site: 'LUA', route: 'ID', amount: 0.1 },
  bOPV: { site: 'MO', route: 'PO', amount: 0.1 },
  tOPV: { site: 'MO', route: 'PO', amount: 0.1 },
  MMR: { site: 'LUA', route: 'SC', amount: 0.5 },
  MMRV: { site: 'LUA', route: 'SC', amount: 0.5 },
  MR: { site: 'LUA', route: 'SC', amount: 0.5 },
  'JE-L': { site: 'RUA', route: 'SC', amount: 0.5 },
  'MPSV-A': { site: 'LUA', route: 'SC', amount: 0.5 },
  'MPSV-AC': { site: 'LUA', route: 'SC', amount: 0.5 },
  'HepA-L': { site: 'LUA', route: 'SC', amount: 0.5 },
  Varicella: { site: 'LUA', route: 'SC', amount: 0.5 },
  LAIV: { site: 'NO', route: 'NAS', amount: 0.2 },
  Rota: { site: 'MO', route: 'PO', amount: 1.5 },
};

/** The others are half a millilitre into the muscle. */
export const usualOf = (vaccine: string): Usual => USUAL[vaccine] ?? { site: 'LUA', route: 'IM', amount: 0.5 };
