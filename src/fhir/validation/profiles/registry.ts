import { elementNode, isOfType, type Node, resourceNode } from '../../fhirpath/index.ts';
import { isObject } from '../../resource.ts';
import { structureOf } from '../../structures/index.ts';
import { type CodeSet, codeSet, requiredCodes } from '../codes.ts';
import type { Run } from '../run.ts';
import { reportUnknownExtension } from '../strict-rules.ts';
import { compileProfile } from './compile.ts';
import type { ProfileCheck, ProfileContext } from './context.ts';
import { type ProfileDefinition, parseDefinition, withoutVersion } from './definition.ts';
import { isInContext } from './extensions.ts';
import { merge, type ProfileNode, shareContent, toTree } from './tree.ts';

/** Where profiles and value sets come from; what is not found is not checked. */
export interface ProfileSource {
  /** The StructureDefinition with this canonical address: that version where `|version` names one. */
  findProfile(canonical: string): unknown;
  /** System and code of each member of a value set that can be counted out. */
  findCodes?(valueSet: string): readonly { readonly system: string; readonly codes: readonly string[] }[] | undefined;
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/';
const VALUE_SETS = 'http://hl7.org/fhir/ValueSet/';
/** Profiles based on profiles; more than that goes in a circle. */
const MAX_BASES = 20;

/** The profiles of a source, each compiled at its first use. */
export class ProfileRegistry implements ProfileContext {
  readonly #source: ProfileSource;
  readonly #definitions = new Map<string, ProfileDefinition>();
  readonly #trees = new Map<string, ProfileNode>();
  readonly #checks = new Map<string, ProfileCheck>();

  constructor(source: ProfileSource) {
    this.#source = source;
  }

  check(url: string): ProfileCheck | undefined {
    const found = this.#checks.get(url);
    if (found) return found;
    const tree = this.tree(url);
    if (!tree) return undefined;
    let compiled: ProfileCheck | undefined;
    const made: ProfileCheck = (node, run) => {
      compiled ??= compileProfile(tree, this);
      const check = compiled;
      run.following(url, () => check(node, run));
    };
    this.#checks.set(url, made);
    return made;
  }

  tree(url: string): ProfileNode | undefined {
    const found = this.#trees.get(url);
    const definition = found ? undefined : this.definition(url);
    if (!definition) return found;
    const made = shareContent(this.#treeOf(definition, MAX_BASES), definition.type);
    this.#trees.set(url, made);
    return made;
  }

  /** From the differentials of all that it is based on; from the snapshot where one of them is not known. */
  #treeOf({ differential, snapshot, base }: ProfileDefinition, depth: number): ProfileNode {
    const own = toTree(differential ?? snapshot ?? []);
    if (!differential || base === undefined || coreType(base) !== undefined) return own;
    const definition = depth > 0 ? this.definition(base) : undefined;
    if (definition) return merge(this.#treeOf(definition, depth - 1), own);
    return snapshot ? toTree(snapshot) : own;
  }

  definition(url: string): ProfileDefinition | undefined {
    const found = this.#definitions.get(url);
    const made = found ? undefined : parseDefinition(this.#source.findProfile(url));
    if (made?.url !== withoutVersion(url)) return found;
    this.#definitions.set(url, made);
    return made;
  }

  typeOf(url: string): string | undefined {
    return coreType(url) ?? this.definition(url)?.type;
  }

  conforms(node: Node, urls: readonly string[], run: Run): boolean | undefined {
    let isKnown = true;
    for (const url of urls) {
      const follows = this.#follows(node, url, run);
      if (follows === true) return true;
      isKnown &&= follows !== undefined;
    }
    return isKnown ? false : undefined;
  }

  #follows(node: Node, url: string, run: Run): boolean | undefined {
    const type = coreType(url);
    if (type !== undefined) return isOfType(node, { namespace: 'FHIR', name: type });
    const check = this.check(url);
    const wanted = this.definition(url)?.type ?? '';
    if (!check || structureOf(wanted) === undefined) return undefined;
    return isOfType(node, { namespace: 'FHIR', name: wanted }) && run.judge(node.value, url, () => check(node, run));
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

  /** Checks the resource that the run stands at against a profile; false where the profile is not known. */
  apply(url: string, value: unknown, type: string, run: Run): boolean {
    const node = resourceNode(value);
    const wanted = this.typeOf(url);
    if (wanted === undefined) return false;
    run.following(url, () => {
      if (wanted !== type && !(structureOf(wanted) && isOfType(node, { namespace: 'FHIR', name: wanted })))
        run.report('structure', `the profile is one of ${/^[A-Za-z]{1,60}$/.test(wanted) ? wanted : 'another type'}`);
      else {
        this.#reportBase(url, run);
        this.check(url)?.(node, run);
      }
    });
    return true;
  }

  #reportBase(url: string, run: Run): void {
    const { base, snapshot } = this.definition(url) ?? {};
    if (base !== undefined && !snapshot && coreType(base) === undefined && !this.definition(base))
      run.report('not-found', 'the profile that it is based on is not known, and is not checked', 'warning');
  }

  /** Checks an extension against its definition, where there is one: its content, and the place where it stands. */
  checkExtension(value: unknown, run: Run, isModifier: boolean): void {
    const url = isObject(value) ? value['url'] : undefined;
    if (typeof url !== 'string' || !url.includes(':')) return;
    const definition = this.definition(url);
    if (definition?.type !== 'Extension') {
      reportUnknownExtension(url, run);
      return;
    }
    run.following(url, () => {
      this.check(url)?.(elementNode(value, undefined, { name: 'Extension', structure: 'Extension' }), run);
      if (!isInContext(definition.contexts, run))
        run.report('structure', `the extension stands in ${definition.contexts.map(({ expression }) => expression).join(', ')}`);
      const mayModify = this.tree(url)?.element?.isModifier ?? false;
      if (mayModify !== isModifier)
        run.report('structure', `the extension stands in ${mayModify ? 'modifierExtension' : 'extension'}`);
    });
  }
}

/** A type of R4 itself, by its canonical address. */
function coreType(url: string): string | undefined {
  const name = url.startsWith(BASE) ? withoutVersion(url).slice(BASE.length) : '';
  if (name === 'SimpleQuantity' || name === 'MoneyQuantity') return 'Quantity';
  return structureOf(name) && name;
}
