import type { Resource } from '../../../fhir/index.ts';
import type { CodeSystem } from './code-system.ts';
import type { ValueSet } from './value-set.ts';

/** Where code systems and value sets are looked up. */
export interface TerminologySource {
  /** Without a version the newest. */
  findCodeSystem(url: string, version?: string): CodeSystem | undefined;
  /** @param address canonical, with or without `|version`; without one the newest */
  findValueSet(address: string): ValueSet | undefined;
}

/** A code system or value set by its address; the resource is read when it is needed. */
export interface Definition {
  readonly type: 'CodeSystem' | 'ValueSet';
  readonly url: string;
  readonly version: string | undefined;
  resource(): Resource;
}

/** One that comes with the program. */
export interface BuiltIn extends Definition {
  readonly id: string;
  resource(): Resource & { readonly id: string };
}
