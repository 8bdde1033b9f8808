import { isObject } from '../resource.ts';
import { type Element, type Structure, structureNames, structureOf, type TypeUse, toProperties } from '../structures/index.ts';
import { bindingCheck, requiredCodes, terminologyCheck } from './codes.ts';
import { compileInvariants, compilePlaceRules, constraintsOf } from './invariants.ts';
import { Presence } from './predicates.ts';
import { primitiveChecks } from './primitives.ts';
import { canonicalCheck, referenceCheck } from './references.ts';
import { rulesOf } from './rules.ts';
import type { Check, Fields, Run } from './run.ts';
import { displayCheck, extensionUrlCheck, markdownCheck, urlCheck } from './strict-rules.ts';

/** A property of an element's JSON form, ready to be checked. */
interface Slot {
  readonly element: string;
  readonly type: string;
  /** Bits of this element among the required ones, the choices, and those that invariants ask for; 0 where it is none. */
  readonly requiredBit: number;
  readonly choiceBit: number;
  readonly presentBit: number;
  readonly isContent: boolean;
  check(value: unknown, owner: Fields, run: Run): void;
}

const compiled = new Map<string, Check>();

/** The check of a structure's content, compiled at its first use. */
export function checkOf(name: string): Check {
  const found = compiled.get(name);
  if (found) return found;
  const structure = structureOf(name);
  if (!structure) throw new Error(`R4 has no structure ${name}`);
  const made = structure.kind === 'primitive' ? primitiveCheck(name) : compileStructure(structure);
  compiled.set(name, made);
  return made;
}

function primitiveCheck(name: string): Check {
  const check = primitiveChecks[name];
  if (!check) throw new Error(`no check of the primitive ${name}`);
  return check;
}

/** Compiles at the first value, since structures contain each other. */
function lazily(name: string): Check {
  let check: Check | undefined;
  return (value, run) => {
    check ??= checkOf(name);
    check(value, run);
  };
}

function compileStructure(structure: Structure): Check {
  const isResource = structure.kind === 'resource';
  const presence = new Presence();
  const rules = [...constraintsOf([...structure.invariants, ...placeInvariants(structure.name)]), ...rulesOf(structure.name)];
  const type: TypeUse = {
    name: isResource || !structure.name.includes('.') ? structure.name : 'BackboneElement',
    structure: structure.name,
  };
  const invariants = compileInvariants(rules, structure, type, presence);
  const extra = structure.name === 'Extension' ? extensionRule(presence) : undefined;
  const { slots, required } = compileSlots(structure, presence);
  const requiredMask = required.reduce((mask, [bit]) => mask | bit, 0);

  return (value, run) => {
    if (!isObject(value)) run.report('structure', 'an element with properties is expected');
    if (!isObject(value) || !run.mayDescend()) return;
    const before = run.issues.length;
    let [missing, present, choices] = [requiredMask, 0, 0];
    let hasContent = isResource;
    for (const key in value) {
      const slot = slots.get(key);
      if (slot === undefined) {
        if (key !== 'resourceType' || !isResource) run.report('structure', unknownElement(key));
        continue;
      }
      missing &= ~slot.requiredBit;
      present |= slot.presentBit;
      if (slot.choiceBit !== 0) {
        if ((choices & slot.choiceBit) !== 0 && hasOtherChoice(value, slot, slots))
          run.reportAt(slot.element, 'structure', 'only one of the choices may be there');
        choices |= slot.choiceBit;
      }
      hasContent ||= slot.isContent;
      slot.check(value[key], value, run);
    }
    if (missing !== 0) reportMissing(missing, required, run);
    if (!hasContent) run.report('structure', 'ele-1: an element has a value or children');
    extra?.(present, run);
    invariants?.(value, present, run, run.issues.length === before);
  };
}

/** The name is told only where it could be one: a key may carry anything. */
const unknownElement = (key: string): string =>
  /^_?[A-Za-z][A-Za-z0-9]{0,40}$/.test(key) ? `R4 has no element ${key} here` : 'R4 has no element of such a name here';

function hasOtherChoice(value: Fields, slot: Slot, slots: ReadonlyMap<string, Slot>): boolean {
  return Object.keys(value).some((key) => {
    const other = slots.get(key);
    return other !== undefined && other.choiceBit === slot.choiceBit && other.type !== slot.type;
  });
}

function reportMissing(missing: number, required: readonly (readonly [number, string])[], run: Run): void {
  for (const [bit, name] of required) if ((missing & bit) !== 0) run.report('required', `${name} is required`);
}

/** ext-1, on the bits of the children. */
function extensionRule(presence: Presence): (present: number, run: Run) => void {
  const [nested, value] = [presence.bitOf('extension'), presence.bitOf('value')];
  return (present, run) => {
    if (((present & nested) === 0) === ((present & value) === 0))
      run.report('invariant', 'ext-1: an extension has either a value or extensions');
  };
}

/** Invariants that R4 states where a backbone element stands: `Bundle.entry`, `Timing.repeat`. */
function placeInvariants(name: string): readonly string[] {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return [];
  return structureOf(name.slice(0, dot))?.elements.get(name.slice(dot + 1).replace('[x]', ''))?.invariants ?? [];
}

function compileSlots(structure: Structure, presence: Presence) {
  const slots = new Map<string, Slot>();
  const required: [number, string][] = [];
  let choiceCount = 0;
  for (const element of structure.elements.values()) {
    const requiredBit = element.min > 0 ? 1 << required.length : 0;
    if (requiredBit !== 0) required.push([requiredBit, element.name]);
    const choiceBit = element.isChoice ? 1 << choiceCount++ : 0;
    const bits = { requiredBit, choiceBit, presentBit: presence.knownBitOf(element.name), isContent: element.name !== 'id' };
    for (const { key, type } of toProperties(element)) {
      const slot = { element: element.name, type: type.name, ...bits };
      slots.set(key, { ...slot, check: compileElement(element, type, key) });
      if (structureOf(type.structure)?.kind === 'primitive' && type.name !== 'xhtml')
        slots.set(`_${key}`, { ...slot, check: compileCompanion(element, key) });
    }
  }
  if (required.length > 31 || choiceCount > 31) throw new Error(`too many elements of ${structure.name} for a mask`);
  return { slots, required };
}

type SlotCheck = Slot['check'];

function compileElement(element: Element, type: TypeUse, key: string): SlotCheck {
  const { name, max } = element;
  const item = compileItem(element, type);
  if (max === 1)
    return (value, _owner, run) => {
      run.push(name);
      if (value === null) run.report('structure', 'null is not a value');
      else item(value, run);
      run.pop();
    };
  const companion = `_${key}`;
  return (value, owner, run) => {
    run.push(name);
    if (!Array.isArray(value)) run.report('structure', 'a list is expected');
    else checkList(value, owner[companion], item, max, run);
    run.pop();
  };
}

function checkList(values: readonly unknown[], companions: unknown, item: Check, max: number, run: Run): void {
  if (values.length === 0) run.report('structure', 'an empty list is not allowed');
  if (values.length > max) run.report('structure', `at most ${max} are allowed`);
  for (let index = 0; index < values.length; index++) {
    run.push(index);
    const value = values[index];
    if (value !== null) item(value, run);
    else if (!Array.isArray(companions) || !isObject(companions[index])) run.report('structure', 'null is not a value');
    run.pop();
  }
}

/** `_birthDate` and `_given`: id and extensions of a primitive. */
function compileCompanion({ name, max }: Element, key: string): SlotCheck {
  const [item, id] = [lazily('Element'), checkOf('string')];
  const check = (companion: unknown, value: unknown, run: Run) => {
    // an id alone is enough beside a value (ele-1)
    if (isObject(companion) && value !== undefined && value !== null && hasOnlyId(companion)) id(companion['id'], run);
    else item(companion, run);
  };
  return (value, owner, run) => {
    run.push(name);
    if (max === 1) check(value, owner[key], run);
    else if (!Array.isArray(value)) run.report('structure', 'a list is expected');
    else checkCompanions(value, owner[key], check, run);
    run.pop();
  };
}

const hasOnlyId = (companion: Fields): boolean => 'id' in companion && Object.keys(companion).length === 1;

type CompanionCheck = (companion: unknown, value: unknown, run: Run) => void;

function checkCompanions(companions: readonly unknown[], primitives: unknown, check: CompanionCheck, run: Run): void {
  if (companions.length === 0) run.report('structure', 'an empty list is not allowed');
  const values: readonly unknown[] = Array.isArray(primitives) ? primitives : [];
  for (const [index, companion] of companions.entries()) {
    run.push(index);
    if (companion !== null) check(companion, values[index], run);
    else if (index >= values.length) run.report('structure', 'null is not a value');
    run.pop();
  }
}

/** The check of one value of an element: its content, its binding, what it refers to, and the rules of its place. */
function compileItem(element: Element, type: TypeUse): Check {
  if (type.name === 'Resource') return (value, run) => run.world.checkResource(value, run, element.name === 'contained');
  const isPrimitive = structureOf(type.structure)?.kind === 'primitive';
  const checks: Check[] = [isPrimitive ? checkOf(type.structure) : lazily(type.structure)];
  if (type.name === 'Reference') checks.push(referenceCheck(type.targets));
  if (type.name === 'canonical' && type.targets) checks.push(canonicalCheck(type.targets));
  const binding = element.valueSet === undefined ? undefined : compileBinding(type.name, element.valueSet);
  if (binding) checks.push(binding);
  if (type.name === 'Extension') {
    const isModifier = element.name === 'modifierExtension';
    checks.push((value, run) => run.world.checkExtension?.(value, run, isModifier), extensionUrlCheck);
  }
  if (type.name === 'Coding') checks.push(displayCheck);
  if (type.name === 'url') checks.push(urlCheck);
  if (type.name === 'markdown') checks.push(markdownCheck);
  const rules = type.name === 'BackboneElement' ? undefined : compilePlaceRules(constraintsOf(element.invariants), type);
  if (rules) checks.push(rules);
  return inTurn(checks);
}

function compileBinding(type: string, valueSet: string): Check | undefined {
  const codes = requiredCodes(valueSet);
  return codes ? bindingCheck(type, codes) : terminologyCheck(type, valueSet);
}

function inTurn(checks: readonly Check[]): Check {
  const [first, second, ...rest] = checks;
  if (!first) throw new Error('an element without a check');
  if (!second) return first;
  if (rest.length === 0)
    return (value, run) => {
      first(value, run);
      second(value, run);
    };
  return (value, run) => {
    for (const check of checks) check(value, run);
  };
}

/** Every structure compiled, so that a table that cannot be compiled shows at once; for tests. */
export function compileAll(): number {
  for (const name of structureNames) checkOf(name);
  return compiled.size;
}
