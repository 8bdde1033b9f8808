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

export const definitionTypes = ['CodeSystem', 'ValueSet', 'ConceptMap'] as const;

/** A code system, value set or concept map by its address; the resource is read when it is needed. */
export interface Definition {
  readonly type: (typeof definitionTypes)[number];
  readonly url: string;
  readonly version: string | undefined;
  /** Canonical address of the code system that this one adds to, and without which it is nothing. */
  readonly supplements?: string | undefined;
  resource(): Resource;
}

/** What a CodeSystem in use supplements; undefined where it is none of that kind. */
export const supplementedBy = ({ resourceType, content, status, supplements }: Resource): string | undefined =>
  resourceType === 'CodeSystem' && content === 'supplement' && status !== 'retired' && typeof supplements === 'string'
    ? supplements
    : undefined;

/** One that comes with the program. */
export interface BuiltIn extends Definition {
  readonly id: string;
  resource(): Resource & { readonly id: string };
}
