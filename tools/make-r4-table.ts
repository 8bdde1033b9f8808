/**
 * Makes data/fhir/r4.json from the official R4 definitions, as data/README.md tells. Usage, with Node 24:
 *   node tools/make-r4-table.ts FOLDER [--check]
 * FOLDER holds profiles-resources.json, search-parameters.json and compartmentdefinition-patient.json. With --check
 * nothing is written: it ends with 1 where the file of the project differs from what would be written.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const TARGET = new URL('../data/fhir/r4.json', import.meta.url);
const SOURCE = 'HL7 FHIR R4 (4.0.1): search parameter `patient`, CompartmentDefinition/patient; definitions are CC0-1.0';

/** A choice element counts where it may be a reference. */
const CHOICES = ['Reference'];

const structure = z.object({
  resourceType: z.literal('StructureDefinition'),
  kind: z.string(),
  abstract: z.boolean(),
  type: z.string(),
  derivation: z.string().optional(),
  snapshot: z.object({
    element: z.array(z.object({ path: z.string(), type: z.array(z.object({ code: z.string() })).optional() })),
  }),
});
const parameter = z.object({ code: z.string(), base: z.array(z.string()), expression: z.string().optional() });
const compartment = z.object({ resource: z.array(z.object({ code: z.string(), param: z.array(z.string()).optional() })) });
const bundle = z.object({ entry: z.array(z.object({ resource: z.unknown() })) });

type Paths = Map<string, string[]>;
type Structures = ReadonlyMap<string, z.output<typeof structure>>;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } });
  const [folder] = positionals;
  if (!folder) throw new Error('name the folder with the official definitions');
  const text = await makeTable(folder);
  if (!values.check) await writeFile(TARGET, text);
  const isSame = !values.check || JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(await readFile(TARGET, 'utf8')));
  console.log(values.check ? (isSame ? 'the same' : 'differs') : `${text.length} characters written`);
  return isSame ? 0 : 1;
}

async function makeTable(folder: string): Promise<string> {
  const structures = await readStructures(join(folder, 'profiles-resources.json'));
  const parameters = await readParameters(join(folder, 'search-parameters.json'));
  const patients = compartment.parse(await readJson(join(folder, 'compartmentdefinition-patient.json')));
  const of = (code: string) => pathsOf(parameters, structures, code);
  const tables = {
    // a few types call it `subject` and have no `patient`
    patient: new Map([...of('subject'), ...of('patient')]),
    compartment: compartmentPaths(patients, parameters, structures),
  };
  const lines = Object.entries(tables).map(([name, paths]) => `"${name}":{${rows(paths)}}`);
  return `{"source":${JSON.stringify(SOURCE)},\n"types":${JSON.stringify([...structures.keys()].sort())},\n${lines.join(',\n')}}`;
}

const rows = (paths: Paths) =>
  [...paths]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, list]) => `${JSON.stringify(type)}:${JSON.stringify(list)}`)
    .join(',\n  ');

async function readStructures(file: string): Promise<Structures> {
  const { entry } = bundle.parse(await readJson(file));
  const all = entry.flatMap(({ resource }) => structure.safeParse(resource).data ?? []);
  const concrete = all.filter(({ kind, abstract }) => kind === 'resource' && !abstract);
  return new Map(concrete.map((one) => [one.type, one]));
}

async function readParameters(file: string): Promise<z.output<typeof parameter>[]> {
  const { entry } = bundle.parse(await readJson(file));
  return entry.flatMap(({ resource }) => parameter.safeParse(resource).data ?? []);
}

/** Element paths of the search parameters of this code, by resource type. */
function pathsOf(parameters: readonly z.output<typeof parameter>[], structures: Structures, code: string): Paths {
  const found: Paths = new Map();
  for (const one of parameters)
    if (one.code === code) for (const part of one.expression?.split('|') ?? []) addPath(found, structures, part.trim());
  return found;
}

const EXPRESSION = /^\(?([A-Z][A-Za-z]+)\.([a-zA-Z.]+?)(?:\.where\(.*\))?(?: as ([A-Za-z]+)\))?$/;

/** `Observation.subject` → Observation: subject; a choice element by the name that its reference has. */
function addPath(found: Paths, structures: Structures, expression: string): void {
  const [, type = '', path = '', only] = EXPRESSION.exec(expression) ?? [];
  const known = structures.get(type);
  if (!known) return;
  const list = found.get(type) ?? [];
  found.set(type, list);
  for (const one of expand(known, path, only)) if (!list.includes(one)) list.push(one);
}

/** A choice element by the names that it has in JSON. @param only the one type that the expression asks for */
function expand({ type, snapshot }: z.output<typeof structure>, path: string, only: string | undefined): string[] {
  const choice = snapshot.element.find((element) => element.path === `${type}.${path}[x]`);
  if (!choice) return [path];
  const codes = choice.type?.map(({ code }) => code) ?? [];
  return codes
    .filter((code) => CHOICES.includes(code) && (only === undefined || code === only))
    .map((code) => path + code.charAt(0).toUpperCase() + code.slice(1));
}

function compartmentPaths(
  { resource }: z.output<typeof compartment>,
  parameters: readonly z.output<typeof parameter>[],
  structures: Structures,
): Paths {
  const found: Paths = new Map();
  for (const { code: type, param = [] } of resource) {
    const list = param.flatMap((code) => pathsOf(parameters, structures, code).get(type) ?? []);
    if (list.length > 0) found.set(type, [...new Set(list)]);
  }
  return found;
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

process.exitCode = await main();
