import { modernForm } from './han.ts';
import { plain } from './person-name.ts';

export interface AddressParts {
  /** Hash of the estate or village with the numbers behind it: one dwelling however much is written in front. 0 where not told. */
  readonly dwelling: number;
  /** Hash of the estate or village alone. */
  readonly place: number;
  /** Hash of the road and its number. */
  readonly street: number;
}

const NOWHERE: AddressParts = { dwelling: 0, place: 0, street: 0 };

/** Words for parts of buildings: they join numbers and name nothing. */
const PARTS = /^(?:号楼|号院|号|栋|幢|座|楼|单元|门|层|室|户|组|队|社|巷|弄|院|之|附|[-\s,，、.#/()（）])+/;
/** Divisions in front of a place: written in full, in part or not at all. */
const DIVISIONS = /^.*(?:省|自治区|特别行政区|自治州|地区|盟|市|区|县|旗|街道办事处|街道|镇|乡|苏木)(?=.)/;

/**
 * Takes an address apart by its tail. 山东省青岛市市南区双河镇中山路279号东方苑8栋4单元1004室 and 市南区东方苑8-4-1004 are one dwelling: the
 * last name and the numbers after it. Addresses in letters are taken as their words and their numbers.
 */
export function readAddress(text: string): AddressParts {
  const address = plain(text);
  if (address === '') return NOWHERE;
  if (!/\p{Script=Han}/u.test(address)) return latin(address);
  let [place, road, roadNumber, tail] = ['', '', '', ''];
  for (const [, before = '', number = ''] of address.matchAll(/([^\d]*)(\d+[a-z]?|$)/gu)) {
    const name = before.replace(PARTS, '').replace(/[-\s,，、.#/()（）]+$/, '');
    if (name !== '' && /\p{Script=Han}/u.test(name) && name.replace(DIVISIONS, '') !== '') {
      if (tail !== '') [road, roadNumber] = [place, tail];
      [place, tail] = [modernForm(name.replace(DIVISIONS, '')), ''];
    }
    if (number !== '') tail += `-${number}`;
  }
  if (place === '') return NOWHERE;
  return {
    dwelling: tail === '' ? 0 : hashText(`${place}${tail}`),
    place: hashText(place),
    street: road === '' ? 0 : hashText(`${road}${roadNumber}`),
  };
}

function latin(address: string): AddressParts {
  const words = address.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const numbers = words.match(/\d+/g)?.join('-') ?? '';
  const place = words.replace(/\d+/g, '').replace(/\s+/g, ' ').trim();
  return { dwelling: numbers === '' ? 0 : hashText(words), place: place === '' ? 0 : hashText(place), street: 0 };
}

/** 32 bits that are never 0, the same in every run. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  return mix(hash, text.length);
}

/** Two numbers as one hash of 32 bits that is never 0. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (a >>> 16), 0x45d9f3b) ^ Math.imul(b ^ (b >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x297a2d39);
  hash = (hash ^ (hash >>> 14)) >>> 0;
  return hash === 0 ? 1 : hash;
}
