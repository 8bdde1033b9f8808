import { isResourceType } from '../../definitions.ts';
import { elementNode, resourceNode } from '../../fhirpath/index.ts';
import { type CodeSet, codeSet, requiredCodes } from '../codes.ts';
import type { Run } from '../run.ts';
import { compileDefinition, type ProfileCheck, type ProfileContext } from './compile.ts';
import { type ProfileDefinition, parseDefinition, withoutVersion } from './definition.ts';

/** Where profiles and value sets come from; what is not found is not checked. */
export interface ProfileSource {
  /** The StructureDefinition with this canonical address, without version. */
  findProfile(url: string): unknown;
  /** System and code of each member of a value set that can be counted out. */
  findCodes?(valueSet: string): readonly { readonly system: string; readonly codes: readonly string[] }[] | undefined;
}

const VALUE_SETS = 'http://hl7.org/fhir/ValueSet/';

/** The profiles of a source, each compiled at its first use. */
export class ProfileRegistry implements ProfileContext {
  readonly #source: ProfileSource;
  /** undefined: not known, or being compiled (a profile may refer to itself). */
  readonly #checks = new Map<string, ProfileCheck | undefined>();

  constructor(source: ProfileSource) {
    this.#source = source;
  }

  check(url: string): ProfileCheck | undefined {
    const address = withoutVersion(url);
    if (this.#checks.has(address)) return this.#checks.get(address) ?? this.#later(address);
    const definition = this.#find(address);
    if (!definition) return undefined;
    this.#checks.set(address, undefined);
    const made = compileDefinition(definition, this);
    this.#checks.set(address, made);
    return made;
  }

  /** A profile that is based on itself, if by way of others, has no base. */
  baseCheck(url: string): ProfileCheck | undefined {
    const address = withoutVersion(url);
    return this.#checks.has(address) ? this.#checks.get(address) : this.check(address);
  }

  #find(address: string): ProfileDefinition | undefined {
    const definition = parseDefinition(this.#source.findProfile(address));
    return definition?.url === address ? definition : undefined;
  }

  /** A profile within itself: found when it is run. */
  #later(address: string): ProfileCheck {
    return (node, run) => this.#checks.get(address)?.(node, run);
  }

  typeOf(url: string): string | undefined {
    return this.#find(withoutVersion(url))?.type;
  }

  codes(valueSet: string): CodeSet | undefined {
    const address = withoutVersion(valueSet);
    const found = this.#source.findCodes?.(address);
    if (found)
      return codeSet(
        address,
        found.map(({ system, codes }) => [system, codes]),
      );
    return requiredCodes(address.startsWith(VALUE_SETS) ? address.slice(VALUE_SETS.length) : address);
  }

  /** Checks the focus of the run, which is this value, against a profile; false where the profile is not known. */
  apply(url: string, value: unknown, type: string, run: Run): boolean {
    const check = this.check(url);
    if (!check) return false;
    check(isResourceType(type) ? resourceNode(value) : elementNode(value, undefined, { name: type, structure: type }), run);
    return true;
  }
}
