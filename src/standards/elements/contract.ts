import type { Bilingual } from '../../kernel/contract.ts';

/** A choice that no standard has a table for: code and names. */
export interface Choice {
  readonly code: string;
  readonly name: Bilingual;
}

/**
 * Something that is found out about a resident, wherever it is: in a form, by a device, in a laboratory. It has one name, which
 * rules use, and the codes under which FHIR Observations carry it.
 */
export interface Element {
  /** Name in rules and forms: `systolic`. */
  readonly name: string;
  readonly title: Bilingual;
  /** `whole` and `decimal` are numbers, of a unit where one is given; `choices`: several codes. */
  readonly type: 'whole' | 'decimal' | 'code' | 'choices' | 'flag' | 'date' | 'text';
  /** WS 363, `DE04.10.174.00`. */
  readonly element?: string;
  /** Of a target or a repeat, which data sets give the number of what it is a target or repeat of: that one. No code for it. */
  readonly sharesElement?: string;
  /** LOINC codes under which others send it; the first is ours. */
  readonly loinc?: readonly string[];
  /** UCUM code and how it is written. */
  readonly unit?: { readonly code: string; readonly text: string };
  /** Outside it cannot be; outside `usual` it is asked about. Both ends included. */
  readonly possible?: readonly [least: number, most: number];
  readonly usual?: readonly [least: number, most: number];
  /** Value domain of WS 364 or of a national standard, by its name there: `CV05.10.012`; or choices of its own. */
  readonly domain?: string;
  readonly choices?: readonly Choice[];
  /** Digits after the point that are kept. */
  readonly digits?: number;
  /** Of the level 5 of GB/T 39725: seen by who treats it alone. */
  readonly restricted?: boolean;
}
